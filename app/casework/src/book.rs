//! The changes that make a new version of an incident's price book.

use ledger::messages::{Names, messages};

messages! {
    /// The change that made a version of the price book.
    pub enum BookChange {
        Opened = "group-version-opened", "the incident was opened";
        Settings = "group-version-settings", "settings";
        PricesAdded = "group-version-prices-added", "prices added";
        PricesRemoved = "group-version-prices-removed", "prices removed";
        AssetListed = "group-version-asset-listed", "an asset listed as manipulated";
        AssetUnlisted = "group-version-asset-unlisted", "an asset taken off the list";
        Unsettled { names: Names } = "group-version-unsettled", "assets whose listing begins too late: {names}";
    }
}
