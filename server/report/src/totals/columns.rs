//! The columns of the tables of totals, with their units and meanings. The CSV files, the JSON
//! and its schema take them from here.

use casework::TotalsTable;

use crate::sheet::{Column, Form, Unit};

const CURRENCY: Column = Column::new(
    "currency",
    Unit::Text,
    "The reporting currency of every sum of money in the row",
);

const DOCUMENTED: Column = Column::new(
    "documented",
    Unit::Money,
    "Loss of the entries that were read from an export; gains keep their sign",
)
.or_empty()
.adding_up();

const CLAIMED: Column = Column::new(
    "claimed",
    Unit::Money,
    "Loss of the entries that were only typed in; never part of documented",
)
.or_empty()
.adding_up();

const ACCEPTED: Column = Column::new(
    "accepted",
    Unit::Money,
    "The part of documented that belongs to accepted claims",
)
.or_empty()
.adding_up();

const LINES: Column = Column::new(
    "lines",
    Unit::Count,
    "Contested entries that have a price and are in documented or claimed; empty in the \
     row `rest`",
)
.or_empty()
.adding_up();

const UNPRICED: Column = Column::new(
    "unpriced",
    Unit::Count,
    "Contested entries without a price: in no sum, never zero; empty in the row `rest`",
)
.or_empty()
.adding_up();

const FIGURES: Column = Column::new(
    "figures",
    Unit::Text,
    "Whether the row has sums: `told` where it has; `no_total` where more entries lack a \
     price than have one; `rest` for the sum of the rows without a total, so that the table \
     adds up to the whole; `not_valued` where the loss of the claim cannot be computed",
);

const CLAIM: Column = Column::new("claim", Unit::Text, "Reference of the claim");

const ASSET: Column = Column::new("asset", Unit::Text, "The ticker");

/// The columns of a table of sums: the key of the row, the sums, and the two counts.
const fn sums_by(key: Column, lines: Column, unpriced: Column) -> [Column; 8] {
    [
        key, DOCUMENTED, CLAIMED, ACCEPTED, CURRENCY, lines, unpriced, FIGURES,
    ]
}

const BY_CLAIM: &[Column] = &sums_by(
    Column::new(
        "claim",
        Unit::Text,
        "Reference of the claim; empty in the row `rest`",
    )
    .or_empty(),
    LINES,
    UNPRICED,
);

const BY_EXCHANGE: &[Column] = &sums_by(
    Column::new(
        "exchange",
        Unit::Text,
        "Id of the exchange; empty in the row `rest`, and where an entry names none",
    )
    .or_empty(),
    LINES,
    UNPRICED,
);

/// An entry has a part for each of its assets, so that counts by asset do not add up.
const BY_ASSET: &[Column] = &sums_by(
    Column::new(
        "asset",
        Unit::Text,
        "The ticker whose parts of losses these are; empty in the row `rest`",
    )
    .or_empty(),
    LINES_OF_ASSET,
    UNPRICED_OF_ASSET,
);

const LINES_OF_ASSET: Column = Column::new(
    "lines",
    Unit::Count,
    "Entries that have a part of this asset",
)
.or_empty();

const UNPRICED_OF_ASSET: Column = Column::new(
    "unpriced",
    Unit::Count,
    "Entries without a price because of this asset: in no sum, never zero",
)
.or_empty();

const BY_DAY: &[Column] = &sums_by(
    Column::new("day", Unit::Day, "The UTC day; empty in the row `rest`").or_empty(),
    LINES,
    UNPRICED,
);

const TOTAL: &[Column] = &[
    Column::new(
        "basis",
        Unit::Text,
        "`event`: prices of the moment of each entry; `date:D`: of the end of day D",
    ),
    CURRENCY,
    Column::new("method", Unit::Text, "Name and version of the method"),
    Column::new(
        "price_version",
        Unit::Count,
        "Version of the incident's price book",
    ),
    Column::new(
        "bridge",
        Unit::Text,
        "The asset through which two prices are combined",
    ),
    Column::new(
        "par",
        Unit::Text,
        "Assets taken at exactly 1 USD, joined by `+`",
    ),
    Column::new(
        "trade_age_minutes_max",
        Unit::Count,
        "How many minutes old the close of a candle of at most an hour may be",
    ),
    Column::new(
        "daily_age_hours_max",
        Unit::Count,
        "How many hours old a daily price may be",
    ),
    Column::new(
        "fiat_age_days_max",
        Unit::Count,
        "How many days old an exchange rate may be",
    ),
    Column::new(
        "manipulated",
        Unit::Text,
        "Assets whose own market was manipulated, `ASSET@FROM..TO` joined by `+`",
    ),
    Column::new(
        "quotes",
        Unit::Text,
        "Currencies in which prices may be quoted, the preferred one first, joined by `+`",
    ),
    Column::new(
        "sources",
        Unit::Text,
        "Sources of prices that were chosen, `ASSET=SOURCE` joined by `+`; without one, the \
         first that the price files name",
    ),
    Column::new(
        "counted",
        Unit::Text,
        "Which entries documented, claimed and accepted count",
    ),
    DOCUMENTED,
    CLAIMED,
    ACCEPTED,
    Column::new("gross_loss", Unit::Money, "Documented entries with a loss").or_empty(),
    Column::new(
        "gross_gain",
        Unit::Money,
        "Documented entries with a gain, without their sign; documented is gross_loss less this",
    )
    .or_empty(),
    Column::new(
        "credits",
        Unit::Money,
        "Sum of the credits that have a price",
    ),
    Column::new(
        "net",
        Unit::Money,
        "Documented less credits; may be below zero",
    )
    .or_empty(),
    LINES,
    UNPRICED,
    Column::new(
        "excluded",
        Unit::Count,
        "Contested entries that a coordinator excluded: in no sum",
    ),
    Column::new("claims", Unit::Count, "Claims that count"),
    Column::new("claims_accepted", Unit::Count, "Accepted claims among them"),
    Column::new(
        "claims_not_valued",
        Unit::Count,
        "Claims among them whose loss cannot be computed: in no sum",
    ),
    Column::new(
        "credits_unpriced",
        Unit::Count,
        "Credits without a price: in no sum; with them, net would be smaller",
    ),
    Column::new(
        "credits_doubted",
        Unit::Count,
        "Credits that came before the first contested entry of their claim, or are equal to \
         another one: they count, and somebody should look at them",
    ),
    Column::new(
        "positions_not_valued",
        Unit::Count,
        "Derivative positions that no sum counts",
    ),
    Column::new(
        "conflict_rows",
        Unit::Count,
        "Rows on which two files of one account differ: one of the two counts until somebody decides",
    ),
    Column::new(
        "conflict_claims",
        Unit::Count,
        "Claims with conflicting rows",
    ),
    Column::new(
        "conflict_apart",
        Unit::Money,
        "The greatest change of documented if the other rows were the right ones",
    ),
    Column::new(
        "conflict_without_value",
        Unit::Count,
        "Conflicting rows whose difference cannot be computed",
    ),
    FIGURES,
];

const TERMS: &[Column] = &[
    Column::new("term", Unit::Text, "Which term"),
    Column::new(
        "asset",
        Unit::Text,
        "The asset of the term, where it has one",
    )
    .or_empty(),
    Column::new("value", Unit::Text, "Its value"),
    Column::new("unit", Unit::Text, "Unit of the value, where it has one").or_empty(),
];

const NATIVE: &[Column] = &[
    ASSET,
    Column::new(
        "units",
        Unit::Quantity,
        "Units gained (or lost, below zero) in documented entries, including unpriced ones",
    ),
];

const CREDITS: &[Column] = &[
    CLAIM,
    Column::new("time", Unit::Moment, "When the credit was received"),
    ASSET,
    Column::new("units", Unit::Quantity, "Units of the credit"),
    Column::new(
        "credits",
        Unit::Money,
        "Its value; empty, and in no sum, where it has no price",
    )
    .or_empty()
    .adding_up(),
    CURRENCY,
    Column::new(
        "doubts",
        Unit::Text,
        "What is odd about it, joined by `+`: `before-first` where it came before the first \
         contested entry of its claim, `identical` where another one is equal to it",
    )
    .or_empty(),
];

const POSITIONS: &[Column] = &[
    CLAIM,
    Column::new("exchange", Unit::Text, "Id of the exchange"),
    Column::new(
        "account",
        Unit::Text,
        "Name of the account, where it has one",
    ),
    Column::new("market", Unit::Text, "The contract"),
    Column::new(
        "fills",
        Unit::Count,
        "Contested fills that cannot be valued, because the holding before them is unknown",
    ),
];

const MISSING_PRICES: &[Column] = &[
    ASSET,
    Column::new(
        "unpriced",
        Unit::Count,
        "Contested entries that have no price because of it",
    ),
    Column::new(
        "first_day",
        Unit::Day,
        "The first day that needs a price of the asset",
    ),
    Column::new("last_day", Unit::Day, "The last such day"),
];

/// The description and the columns of a table.
pub(super) fn form(table: TotalsTable) -> Form {
    let (what, columns): (_, &'static [Column]) = match table {
        TotalsTable::Total => ("The whole group, with all its terms", TOTAL),
        TotalsTable::Terms => ("The terms of the totals", TERMS),
        TotalsTable::Claims => ("Sums by claim", BY_CLAIM),
        TotalsTable::Exchanges => ("Sums by exchange", BY_EXCHANGE),
        TotalsTable::Assets => ("Sums by asset: parts of losses", BY_ASSET),
        TotalsTable::Days => ("Sums by UTC day", BY_DAY),
        TotalsTable::Native => ("Units by asset, without values", NATIVE),
        TotalsTable::Credits => ("Credits, one a row", CREDITS),
        TotalsTable::Positions => ("Derivative positions that no sum counts", POSITIONS),
        TotalsTable::MissingPrices => ("Missing prices of contested entries", MISSING_PRICES),
    };
    Form {
        what,
        columns,
        is_single: table == TotalsTable::Total,
    }
}
