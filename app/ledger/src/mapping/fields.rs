//! The field of a format that a role of a mapping stands for.

use crate::formats::Field;
use crate::schema::Role;

/// Where a role's column is kept in the column map of a file.
pub(super) fn field(role: Role) -> Field {
    match role {
        Role::Time => Field::Time,
        Role::TimeOfDay => Field::TimeOfDay,
        Role::Market => Field::Market,
        Role::Base => Field::BaseAsset,
        Role::Quote => Field::QuoteAsset,
        Role::Side => Field::Side,
        Role::Price => Field::Price,
        Role::Size | Role::SignedSize => Field::Size,
        Role::Total => Field::Total,
        Role::Fee | Role::NegativeFee => Field::Fee,
        Role::FeeAsset => Field::FeeAsset,
        Role::OutAsset => Field::SoldAsset,
        Role::OutAmount => Field::Sold,
        Role::InAsset => Field::BoughtAsset,
        Role::InAmount => Field::Bought,
        Role::Asset => Field::Asset,
        Role::Change => Field::Change,
        Role::Balance => Field::Balance,
        Role::Kind => Field::Operation,
        Role::Status => Field::Status,
        Role::OrderId => Field::OrderId,
        Role::TradeId => Field::TradeId,
        Role::Wallet => Field::Wallet,
        Role::Network => Field::Network,
        Role::TxHash => Field::TxId,
        Role::Address => Field::Address,
        Role::Memo => Field::Memo,
        Role::ClientOrderId => Field::ClientId,
        Role::Ip => Field::Ip,
        Role::ApiKeyLabel => Field::ApiKeyLabel,
        Role::Remark => Field::Remark,
    }
}
