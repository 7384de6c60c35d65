//! From rows to values, by column name. Only three types of column exist (BIGINT, TEXT and
//! their NULLs), so that both databases give the same results.

use casework::{
    BookChange, BundleKind, Choice, ClaimState, EventKind, FileOrigin, Recipient, ReviewState,
    Role, Support,
};
use ledger::messages::Message;
use ledger::{Amount, Code, DayOrder, MONEY_SCALE, Money};
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row};

use crate::error::StoreError;
use crate::imports::text;

/// A query that is ready to run on either database.
pub(crate) type Ask<'q> = sqlx::query::Query<'q, Any, sqlx::any::AnyArguments>;

/// A value of one column.
pub(crate) trait Column: Sized {
    fn column(row: &AnyRow, name: &str) -> Result<Self, StoreError>;
}

/// A value of one row.
pub(crate) trait FromRow: Sized {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError>;
}

macro_rules! plain_columns {
    ($($type:ty),*) => { $(
        impl Column for $type {
            fn column(row: &AnyRow, name: &str) -> Result<Self, StoreError> {
                Ok(row.try_get::<$type, &str>(name)?)
            }
        }
    )* };
}
plain_columns!(i64, String, Option<i64>, Option<String>);

/// The figure of a line: one column of whole units of 1e-8, which may be empty.
impl Column for Option<Money> {
    fn column(row: &AnyRow, name: &str) -> Result<Self, StoreError> {
        Ok(Option::<i64>::column(row, name)?.map(Money::from_units))
    }
}

/// A sum of figures, in the two columns that [`sum_of`] makes. A line fits in 64 bits, but
/// databases cannot add up in more.
impl Column for Money {
    fn column(row: &AnyRow, name: &str) -> Result<Self, StoreError> {
        let half = |half: &str| i64::column(row, &format!("{name}_{half}"));
        let (high, low) = (half("high")?, half("low")?);
        let units = i128::from(high) * i128::from(SUM_HALVES) + i128::from(low);
        let sum = Amount::from_units(units, MONEY_SCALE).to_string();
        sum.parse()
            .map_err(|_| StoreError::Unreadable(name.to_owned()))
    }
}

impl FromRow for Money {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        Money::column(row, "sum")
    }
}

/// The two columns of a sum.
pub(crate) fn halves(sum: Money, of: &str) -> Result<(i64, i64), StoreError> {
    let past = || StoreError::PastLine(of.to_owned());
    let units = i128::try_from(sum.amount().coefficient()).map_err(|_| past())?;
    let divisor = i128::from(SUM_HALVES);
    let high = i64::try_from(units / divisor).map_err(|_| past())?;
    let low = i64::try_from(units % divisor).map_err(|_| past())?;
    Ok((high, low))
}

/// The divisor by which [`sum_of`] splits a figure.
const SUM_HALVES: i64 = 1_000_000_000;

/// The SQL of an exact sum of whole units of 1e-8 as two columns: `{name}_high` has the
/// thousands of millions of units, and `{name}_low` the remainders. Both keep the sign of
/// the figure, on both databases. `Money` is read from them.
macro_rules! sum_of {
    ($name:literal, $($units:tt)*) => {
        concat!(
            "CAST(COALESCE(SUM((", $($units)*, ") / 1000000000), 0) AS BIGINT) AS ",
            $name, "_high, CAST(COALESCE(SUM((", $($units)*,
            ") % 1000000000), 0) AS BIGINT) AS ", $name, "_low"
        )
    };
}
pub(crate) use sum_of;

/// Both columns of a sum in a joined query, where the join may have no row.
macro_rules! sum_or_zero {
    ($from:literal, $name:literal) => {
        concat!(
            "COALESCE(",
            $from,
            ".",
            $name,
            "_high, 0) AS ",
            $name,
            "_high, COALESCE(",
            $from,
            ".",
            $name,
            "_low, 0) AS ",
            $name,
            "_low"
        )
    };
}
pub(crate) use sum_or_zero;

/// The figure of a line in its stored form.
pub(crate) fn units(figure: Option<Money>, of: &str) -> Result<Option<i64>, StoreError> {
    let units = figure.map(|figure| {
        let past = || StoreError::PastLine(of.to_owned());
        figure.units().ok_or_else(past)
    });
    units.transpose()
}

impl Column for bool {
    fn column(row: &AnyRow, name: &str) -> Result<Self, StoreError> {
        Ok(i64::column(row, name)? != 0)
    }
}

impl Column for Vec<String> {
    fn column(row: &AnyRow, name: &str) -> Result<Self, StoreError> {
        Ok(serde_json::from_str(&String::column(row, name)?)?)
    }
}

macro_rules! word_columns {
    ($($type:ty),*) => { $(
        impl Column for $type {
            fn column(row: &sqlx::any::AnyRow, name: &str) -> Result<Self, StoreError> {
                let word = String::column(row, name)?;
                word.parse::<$type>()
                    .map_err(|_| StoreError::Unreadable(format!("{name}: {word}")))
            }
        }
        impl Column for Option<$type> {
            fn column(row: &sqlx::any::AnyRow, name: &str) -> Result<Self, StoreError> {
                match Option::<String>::column(row, name)? {
                    None => Ok(None),
                    Some(_) => <$type as Column>::column(row, name).map(Some),
                }
            }
        }
    )* };
}
word_columns!(
    BundleKind,
    ClaimState,
    Code,
    DayOrder,
    EventKind,
    FileOrigin,
    Recipient,
    ReviewState,
    Role,
    Support
);
pub(crate) use word_columns;

/// Columns that hold JSON.
macro_rules! json_columns {
    ($($type:ty),*) => { $(
        impl Column for $type {
            fn column(row: &sqlx::any::AnyRow, name: &str) -> Result<Self, StoreError> {
                Ok(serde_json::from_str(&String::column(row, name)?)?)
            }
        }
        impl Column for Option<$type> {
            fn column(row: &sqlx::any::AnyRow, name: &str) -> Result<Self, StoreError> {
                let json = Option::<String>::column(row, name)?;
                Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
            }
        }
    )* };
}
json_columns!(BookChange, Choice, Message);
pub(crate) use json_columns;

/// The value as the column holds it.
pub(crate) fn json<V: serde::Serialize>(value: Option<&V>) -> Result<Option<String>, StoreError> {
    let json = value.map(serde_json::to_string).transpose()?;
    Ok(json.map(|json| text(&json)))
}

impl FromRow for i64 {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(row.try_get::<i64, usize>(0)?)
    }
}

impl FromRow for String {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(row.try_get::<String, usize>(0)?)
    }
}

/// Defines structs that are read from rows whose columns have the names of the fields.
macro_rules! rows {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident : $type:ty, )*
        }
    )*) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $vis struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
        }
        impl $crate::rows::FromRow for $name {
            fn from_row(row: &sqlx::any::AnyRow) -> Result<Self, $crate::error::StoreError> {
                Ok($name {
                    $( $field: $crate::rows::Column::column(row, stringify!($field))?, )*
                })
            }
        }
    )* };
}
pub(crate) use rows;

/// Every row.
pub(crate) async fn all<'e, T: FromRow, E: Executor<'e, Database = Any>>(
    on: E,
    ask: Ask<'_>,
) -> Result<Vec<T>, StoreError> {
    let rows = ask.fetch_all(on).await?;
    rows.iter().map(T::from_row).collect()
}

/// The first row, if there is one.
pub(crate) async fn maybe<'e, T: FromRow, E: Executor<'e, Database = Any>>(
    on: E,
    ask: Ask<'_>,
) -> Result<Option<T>, StoreError> {
    let row = ask.fetch_optional(on).await?;
    row.as_ref().map(T::from_row).transpose()
}

/// The row, or an error that names what does not exist.
pub(crate) async fn one<'e, T: FromRow, E: Executor<'e, Database = Any>>(
    on: E,
    ask: Ask<'_>,
    what: &'static str,
) -> Result<T, StoreError> {
    maybe(on, ask).await?.ok_or(StoreError::NotFound(what))
}

/// How many rows a statement changed.
pub(crate) async fn run<'e, E: Executor<'e, Database = Any>>(
    on: E,
    ask: Ask<'_>,
) -> Result<u64, StoreError> {
    Ok(ask.execute(on).await?.rows_affected())
}

/// The same, where a broken unique constraint means that `what` exists already.
pub(crate) async fn insert<'e, E: Executor<'e, Database = Any>>(
    on: E,
    ask: Ask<'_>,
    what: &'static str,
) -> Result<(), StoreError> {
    ask.execute(on)
        .await
        .map(|_| ())
        .map_err(|error| StoreError::unique(error, what))
}

/// Turns "no row was changed" into an error.
pub(crate) fn changed(rows: u64, what: &'static str) -> Result<(), StoreError> {
    if rows == 0 {
        return Err(StoreError::NotFound(what));
    }
    Ok(())
}

/// Refuses text that PostgreSQL cannot store.
pub(crate) fn no_nul(text: &str, what: &'static str) -> Result<(), StoreError> {
    if text.contains('\0') {
        return Err(StoreError::Nul(what));
    }
    Ok(())
}
