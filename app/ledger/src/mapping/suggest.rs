//! A first mapping for a file that nobody knows, by the names of its columns and
//! the shapes of its cells. Somebody looks at it before anything is read by it.

use crate::cells::heading::Heading;
use crate::cells::number::{self, Fraction};
use crate::entry::Kind;
use crate::mapping::Sheet;
use crate::schema::{DateOrder, DecimalSign, Mapping, Role, words};
use crate::time::parse_time::{self, Dates};

/// Names that exchanges give their columns, the surest first. Compared as
/// [`Heading`] does: without case, spaces and marks.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Time,
        &[
            // When it was executed goes before when it was placed.
            "filledtime",
            "executedat",
            "executiontime",
            "tradetime",
            "tradedate",
            "time",
            "date",
            "datetime",
            "timestamp",
            "createdat",
            "dateutc",
            "utctime",
            "createdtime",
            "transactiondate",
            "datum",
            "zeit",
            "fecha",
            "heure",
        ],
    ),
    (Role::TimeOfDay, &["timeofday", "uhrzeit", "hora"]),
    (
        Role::Market,
        &[
            "market",
            "pair",
            "symbol",
            "instrument",
            "tradingpair",
            "product",
            "paire",
        ],
    ),
    (
        Role::Side,
        &[
            "side",
            "buy/sell",
            "direction",
            "ordertype",
            "tradetype",
            "type",
            "sens",
        ],
    ),
    (
        Role::Price,
        &[
            "price",
            "rate",
            "avgprice",
            "averageprice",
            "executedprice",
            "filledprice",
            "unitprice",
            "fillprice",
            "prix",
            "preis",
            "precio",
        ],
    ),
    (
        Role::Size,
        &[
            "quantity",
            "qty",
            "size",
            "volume",
            "vol",
            "amount",
            "filled",
            "executed",
            "filledamount",
            "executedqty",
            "baseamount",
            "filledquantity",
            "menge",
            "quantité",
            "cantidad",
        ],
    ),
    (
        Role::Total,
        &[
            "total",
            "cost",
            "value",
            "quoteamount",
            "quotequantity",
            "funds",
            "turnover",
            "proceeds",
            "subtotal",
            "gesamt",
            "tradingtotal",
        ],
    ),
    (
        Role::Fee,
        &[
            "fee",
            "fees",
            "commission",
            "tradingfee",
            "feeamount",
            "feepaid",
            "gebühr",
            "frais",
        ],
    ),
    (
        Role::FeeAsset,
        &[
            "feeasset",
            "feecoin",
            "feecurrency",
            "commissionasset",
            "feetoken",
            "feeccy",
        ],
    ),
    (
        Role::Base,
        &["base", "baseasset", "basecurrency", "basecoin"],
    ),
    (
        Role::Quote,
        &["quote", "quoteasset", "quotecurrency", "quotecoin"],
    ),
    (
        Role::OutAsset,
        &[
            "sentcurrency",
            "soldcurrency",
            "fromasset",
            "fromcoin",
            "outasset",
            "sellcurrency",
        ],
    ),
    (
        Role::OutAmount,
        &[
            "sentamount",
            "soldamount",
            "fromamount",
            "outamount",
            "sellamount",
            "debit",
        ],
    ),
    (
        Role::InAsset,
        &[
            "receivedcurrency",
            "boughtcurrency",
            "toasset",
            "tocoin",
            "inasset",
            "buycurrency",
        ],
    ),
    (
        Role::InAmount,
        &[
            "receivedamount",
            "boughtamount",
            "toamount",
            "inamount",
            "buyamount",
            "credit",
        ],
    ),
    (
        Role::Balance,
        &[
            "balance",
            "runningbalance",
            "balanceafter",
            "afterbalance",
            "newbalance",
            "walletbalance",
            "accountbalance",
            "endbalance",
            "saldo",
            "solde",
            "kontostand",
        ],
    ),
    (
        Role::Asset,
        &[
            "asset", "coin", "currency", "token", "ccy", "crypto", "devise", "währung",
        ],
    ),
    (
        Role::Change,
        &["change", "balancechange", "netamount", "delta"],
    ),
    (
        Role::Kind,
        &[
            "operation",
            "transactiontype",
            "category",
            "kind",
            "action",
            "description",
        ],
    ),
    (Role::Status, &["status", "state", "orderstatus"]),
    (
        Role::OrderId,
        &["orderid", "orderno", "ordernumber", "order"],
    ),
    (
        Role::TradeId,
        &[
            "tradeid",
            "fillid",
            "execid",
            "executionid",
            "transactionid",
            "id",
            "ref",
        ],
    ),
    (
        Role::Wallet,
        &[
            "wallet",
            "account",
            "accounttype",
            "subaccount",
            "portfolio",
        ],
    ),
    (Role::Network, &["network", "chain", "blockchain"]),
    (Role::TxHash, &["txhash", "transactionhash", "hash", "txid"]),
    (
        Role::Address,
        &["address", "withdrawaladdress", "depositaddress"],
    ),
    (
        Role::Memo,
        &[
            "addressmemo",
            "memotag",
            "tag",
            "destinationtag",
            "paymentid",
        ],
    ),
    (
        Role::ClientOrderId,
        &["clientorderid", "clientoid", "clordid"],
    ),
    (Role::Ip, &["ip", "ipaddress"]),
    (Role::ApiKeyLabel, &["apikeylabel", "apikeyname"]),
    (
        Role::Remark,
        &["remark", "note", "notes", "comment", "memo"],
    ),
];

/// What the columns of a sheet may mean, by their names and their cells. The
/// exchange stays empty: only a person knows it.
pub fn suggest_mapping(sheet: &Sheet) -> Mapping {
    let mut mapping = Mapping::default();
    let mut taken = vec![false; sheet.width()];
    let names: Vec<String> = (0..sheet.width())
        .map(|at| Heading::read(sheet.heading(at)).name)
        .collect();
    let cells = |at: usize| Column { sheet, at };
    for (role, known) in NAMES {
        let named = |name: &&str| {
            let mut places = (0..names.len())
                .filter(|at| !taken[*at] && names[*at] == **name && cells(*at).can_be(*role));
            match role {
                // Of two times with one name, the last is when it was executed.
                Role::Time => places.next_back(),
                _ => places.next(),
            }
        };
        if let Some(at) = known.iter().find_map(named) {
            taken[at] = true;
            mapping.columns.insert(*role, sheet.name(at));
        }
    }
    if let std::collections::btree_map::Entry::Vacant(e) = mapping.columns.entry(Role::Time) {
        let by_cells = (0..taken.len()).find(|at| !taken[*at] && cells(*at).order().is_some());
        if let Some(at) = by_cells {
            taken[at] = true;
            e.insert(sheet.name(at));
        }
    }
    settle(&mut mapping, sheet);
    mapping
}

/// What follows from the columns that were found.
fn settle(mapping: &mut Mapping, sheet: &Sheet) {
    let place = |mapping: &Mapping, role: Role| {
        let at = sheet.place(mapping.columns.get(&role)?)?;
        Some(Column { sheet, at })
    };
    let order = place(mapping, Role::Time).and_then(|column| column.order());
    mapping.dates = order.unwrap_or_default();
    let has = |mapping: &Mapping, role: Role| mapping.columns.contains_key(&role);
    // A coin with an amount and no direction is a change, or a list of one kind.
    if !has(mapping, Role::Side) && has(mapping, Role::Asset) && !has(mapping, Role::Price) {
        let is_signed = place(mapping, Role::Size)
            .is_some_and(|column| column.filled().any(|cell| cell.starts_with('-')));
        if is_signed
            && !has(mapping, Role::Change)
            && let Some(size) = mapping.columns.remove(&Role::Size)
        {
            mapping.columns.insert(Role::Change, size);
        }
    }
    if has(mapping, Role::Side) || has(mapping, Role::OutAmount) && has(mapping, Role::InAmount) {
        mapping.kind = Some(Kind::Trade);
    }
    let proofs: Vec<Fraction> = mapping
        .columns
        .iter()
        .filter(|(role, _)| role.is_number())
        .filter_map(|(_, column)| sheet.place(column))
        .flat_map(|at| {
            Column { sheet, at }
                .filled()
                .filter_map(number::fraction_proved_by)
        })
        .collect();
    if !proofs.is_empty() && proofs.iter().all(|proof| *proof == Fraction::Comma) {
        mapping.decimal = Some(DecimalSign::Comma);
    }
}

/// The cells of one column below the header.
struct Column<'a> {
    sheet: &'a Sheet,
    at: usize,
}

impl<'a> Column<'a> {
    fn filled(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let at = self.at;
        let rows = self.sheet.body().iter();
        rows.filter_map(move |(_, cells)| cells.get(at).map(String::as_str))
            .filter(|cell| !number::is_nothing(cell))
    }

    /// Whether most of its cells can be what the role needs; an empty column can.
    fn can_be(&self, role: Role) -> bool {
        let most = |fits: &dyn Fn(&str) -> bool| {
            let (all, fitting) = self.filled().fold((0, 0), |(all, fitting), cell| {
                (all + 1, fitting + usize::from(fits(cell)))
            });
            2 * fitting >= all
        };
        match role {
            Role::Time => self.filled().next().is_none() || self.order().is_some(),
            Role::Side => most(&|cell| words::side(cell).is_some()),
            _ if role.is_number() => {
                most(&|cell| number::is_number(cell) || number::split_unit(cell).is_some())
            }
            Role::Asset | Role::FeeAsset | Role::Base | Role::Quote => {
                most(&|cell| !number::is_number(cell))
            }
            _ => true,
        }
    }

    /// The order of dates by which most of its cells are times. What reads both
    /// ways is day-first: most of the world writes it so, and the person is asked.
    fn order(&self) -> Option<DateOrder> {
        let count = |dates: Dates| {
            let cells = self.filled();
            cells
                .filter(|cell| parse_time::read(cell, dates).is_ok())
                .count()
        };
        let all = self.filled().count();
        let best = DateOrder::ALL
            .into_iter()
            .map(|order| (count(order.dates()), order))
            .max_by_key(|(read, order)| (*read, std::cmp::Reverse(*order as u8)))?;
        (all > 0 && 2 * best.0 > all).then_some(best.1)
    }
}
