//! FTX's trade exports, byte for byte in their shape: the file of its web page (local times
//! in US English, everything quoted) and the file in API style (ISO times).

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::ids::Ids;
use crate::random::Random;
use crate::trading::{Fill, Side};

/// The web page's header, quoting included.
const WEB_HEADER: &str = "\"ID\",\"Time\",\"Market\",\"Side\",\"Order Type\",\"Size\",\"Price\",\
                          \"Total\",\"Fee\",\"Fee Currency\",\"TWAP\"\n";

/// The API-style header since December 2021.
const API_HEADER: &str = "\"id\",\"time\",\"market\",\"side\",\"type\",\"size\",\"price\",\"total\",\"fee\",\"feeCurrency\"\n";

/// The web page's file, newest first, with times as a browser in `zone` shows them.
pub fn web(fills: &[Fill], ids: &Ids, zone: &str) -> Vec<u8> {
    let zone = TimeZoneDatabase::bundled()
        .get(zone)
        .unwrap_or(TimeZone::UTC);
    let mut file = String::from(WEB_HEADER);
    for (fill, id) in fills.iter().zip(ids.of(fills)).rev() {
        let cells = [
            id.to_string(),
            us_english(fill.at, &zone),
            market(fill),
            side(fill).to_owned(),
            order_type(fill).to_owned(),
            fill.size.trimmed().to_string(),
            fill.price.trimmed().to_string(),
            fill.size.times_in_doubles(fill.price),
            fill.fee.1.trimmed().to_string(),
            fill.fee.0.to_owned(),
            "false".to_owned(),
        ];
        push_row(&mut file, &cells);
    }
    file.into_bytes()
}

/// The API-style file, newest first, with microseconds.
pub fn api(fills: &[Fill], ids: &Ids, random: &mut Random) -> Vec<u8> {
    let mut file = String::from(API_HEADER);
    for (fill, id) in fills.iter().zip(ids.of(fills)).rev() {
        // The position in the second decides the fraction's first digit, so that
        // microseconds fall with the rows as in the real file.
        let micros = (id % 10) * 100_000 + random.between(0, 99_999);
        let moment = ledger::Moment::from_seconds(fill.at).to_string();
        let cells = [
            id.to_string(),
            format!("{}.{micros:06}+00:00", moment.trim_end_matches('Z')),
            market(fill),
            side(fill).to_owned(),
            order_type(fill).to_lowercase(),
            fill.size.trimmed().to_string(),
            fill.price.trimmed().to_string(),
            fill.size.times_in_doubles(fill.price),
            fill.fee.1.trimmed().to_string(),
            fill.fee.0.to_owned(),
        ];
        push_row(&mut file, &cells);
    }
    file.into_bytes()
}

fn push_row(file: &mut String, cells: &[String]) {
    for (n, cell) in cells.iter().enumerate() {
        file.push_str(if n == 0 { "\"" } else { ",\"" });
        file.push_str(cell);
        file.push('"');
    }
    file.push('\n');
}

/// `10/18/2022, 4:57:03 PM`.
fn us_english(at: i64, zone: &TimeZone) -> String {
    let local = Timestamp::from_second(at)
        .expect("every generated time lies in 2022")
        .to_zoned(zone.clone());
    let (hour, half) = match local.hour() {
        0 => (12, "AM"),
        hour @ 1..=11 => (hour, "AM"),
        12 => (12, "PM"),
        hour => (hour - 12, "PM"),
    };
    format!(
        "{}/{}/{}, {hour}:{:02}:{:02} {half}",
        local.month(),
        local.day(),
        local.year(),
        local.minute(),
        local.second()
    )
}

fn market(fill: &Fill) -> String {
    if fill.perpetual {
        format!("{}-PERP", fill.base.ticker)
    } else {
        format!("{}/USD", fill.base.ticker)
    }
}

fn side(fill: &Fill) -> &'static str {
    match fill.side {
        Side::Buy => "buy",
        Side::Sell => "sell",
    }
}

fn order_type(fill: &Fill) -> &'static str {
    if fill.maker { "Limit" } else { "Market" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{BTC, day};
    use crate::number::Fixed;
    use crate::trading::Venue;

    fn fill(at: i64) -> Fill {
        let (price, size) = (Fixed::new(19_543, 0), Fixed::new(2500, 4));
        Venue::Ftx.fill(at, &BTC, Side::Sell, price, size)
    }

    #[test]
    fn web_rows_are_quoted_local_and_newest_first() {
        let fills = [fill(day(10, 18) + 72_000), fill(day(10, 19))];
        let file = web(&fills, &Ids::new(3, day(9, 1)), "America/New_York");
        let text = String::from_utf8(file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], WEB_HEADER.trim_end());
        assert!(lines[1].contains("\"10/18/2022, 8:00:00 PM\",\"BTC/USD\",\"sell\",\"Market\","));
        assert!(lines[2].contains("\"10/18/2022, 4:00:00 PM\""));
        assert!(
            lines[2].contains("\"0.25\",\"19543\",\"4885.75\",\"3.24902375\",\"USD\",\"false\"")
        );
    }

    #[test]
    fn midnight_and_noon_are_twelve() {
        assert!(us_english(day(10, 18), &TimeZone::UTC).ends_with(", 12:00:00 AM"));
        assert!(us_english(day(10, 18) + 43_200, &TimeZone::UTC).ends_with(", 12:00:00 PM"));
    }
}
