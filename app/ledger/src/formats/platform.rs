//! Exchanges that write the same files: which of them a file is from.

use crate::entry::exchanges::{FTX, FTX_US};
use crate::entry::messages::Message;
use crate::formats::format::Format;
use crate::formats::ftx;

/// The exchange that a file is from: its format's, unless the file's or the
/// account's name tells of two that write the same files.
pub(crate) fn exchange(format: &Format, file: &str, account: &str) -> &'static str {
    match format.exchange {
        exchange if exchange == FTX.id => ftx::platform(file, account),
        exchange => exchange,
    }
}

/// What to say of an exchange that only a name tells from another.
pub(crate) fn platform_note(exchange: &str) -> Option<Message> {
    match exchange {
        exchange if exchange == FTX.id => Some(Message::OddFtx),
        exchange if exchange == FTX_US.id => Some(Message::OddFtxUs),
        _ => None,
    }
}
