//! Notes on one entry, and on one loss line.

use crate::base::text::Text;
use crate::entry::messages::messages;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

messages! {
    /// A note on an entry. Nothing is decided by it: what code decides by is a
    /// fact ([`crate::entry::facts`]).
    pub enum EntryNote {
        Computed = "ledger-note-computed", "computed";
        ReceivedWhole = "ledger-note-received-whole", "what was received is taken to be without the fee";
        FeeLeftOut { amount: Box<Amount> } = "ledger-note-fee-left-out", "fee {amount} left out: its asset is not in the file";
        FeeBySize { asset: Text } = "ledger-note-fee-by-size", "fee's asset taken to be {asset} by its size";
        FeeByWay { asset: Text } = "ledger-note-fee-by-way", "fee's asset taken to be {asset} by the exchange's way; its size leaves it open";
        FeeMargin = "ledger-note-fee-margin", "fee's asset taken to be USD, the margin";
        FeeReceived { asset: Text } = "ledger-note-fee-received", "fee's asset taken to be {asset}, what was received";
        FeeUsd { amount: Box<Amount> } = "ledger-note-fee-usd", "a fee of {amount} USD is in no sum";
        FeeNotHere = "ledger-note-fee-not-here", "its fee is not in this file";
        FeeElsewhere { amount: Box<Amount> } = "ledger-note-fee-elsewhere", "a fee of {amount} was not taken from this balance";
        Tax { asset: Text } = "ledger-note-tax", "tax taken to be in {asset} like fees: the file names no asset";
        PlacedWhen = "ledger-note-placed-when", "timed when it was placed";
        Converted = "ledger-note-converted", "convert";
        ConvertedAt { price: Text } = "ledger-note-converted-at", "convert at {price}";
        Dust = "ledger-note-dust", "small assets converted";
        Lending = "ledger-note-lending", "lending";
        PaidBy { method: Text } = "ledger-note-paid-by", "by {method}";
        WorthPrimary { amount: Box<Amount> } = "ledger-note-worth-primary", "primary worth {amount} USD by the file";
        WorthBase { amount: Box<Amount> } = "ledger-note-worth-base", "base worth {amount} USD by the file";
        WorthQuote { amount: Box<Amount> } = "ledger-note-worth-quote", "quote worth {amount} USD by the file";
        WorthFee { amount: Box<Amount> } = "ledger-note-worth-fee", "fee worth {amount} USD by the file";
        Remark { text: Text } = "ledger-note-remark", "remark {text}";
        Tags { text: Text } = "ledger-note-tags", "tags {text}";
        InFile { text: Text } = "ledger-note-in-file", "{text}";
    }
}

messages! {
    /// A note on a loss line.
    pub enum LineNote {
        Leg = "ledger-line-leg", "another leg of this moment has no price";
        Fee { asset: Text } = "ledger-line-fee", "fee in {asset} has no price and is not counted";
        NoPrice { asset: Text } = "ledger-line-no-price", "{asset}: no price";
        NoBridge { asset: Text } = "ledger-line-no-bridge", "{asset}: priced in the bridge, which itself has no price";
        NoRate { asset: Text } = "ledger-line-no-rate", "{asset}: priced in another currency, for which there is no ECB rate";
        OtherSource { asset: Text } = "ledger-line-other-source", "{asset}: no price from the source first named for it, only from another";
        Group { asset: Text } = "ledger-line-group", "{asset}: another leg of its moment has no price";
        TooLarge = "ledger-line-too-large", "the loss is larger than a line can hold";
        Unsettled { asset: Text } = "ledger-line-unsettled", "{asset}: when its manipulation began is not settled";
        Manipulated { asset: Text } = "ledger-line-manipulated", "{asset}: the day ends while its market is listed as manipulated";
        ManipulatedOpen { asset: Text } = "ledger-line-manipulated-open", "{asset}: its market is listed as manipulated without an end, and needs one for a later day to have a price";
        Apart { source: Text, price: Text, asset: Text, price_used: Text } = "ledger-line-apart", "{source} says {price} for {asset}, not {price_used}";
        Closes { count: u64, amount: Box<Amount>, margin: Text } = "ledger-line-closes", "closes {count} fills with {amount} {margin}";
        FlatOpened { moment: Moment } = "ledger-line-flat-opened", "followed from {moment}, when the file says that the position was opened";
        FlatHistory { moment: Moment } = "ledger-line-flat-history", "followed from {moment}, when the history of the account begins with its first deposit";
        FlatStated { moment: Moment } = "ledger-line-flat-stated", "followed from {moment}, when a person says that nothing was held";
        OnlyFee = "ledger-line-only-fee", "only the fee of a fill counts";
        Deal { id: Text } = "ledger-line-deal", "3Commas deal {id} explains this trade";
        NoDeal = "ledger-line-no-deal", "no 3Commas deal explains it";
        NoDealThen { first: Moment, last: Moment } = "ledger-line-no-deal-then", "no 3Commas deal explains it, but the deals given are from {first} to {last}";
    }
}
