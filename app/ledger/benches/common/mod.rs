//! What the benchmarks share: an invented export, and runs that take turns.

use std::time::{Duration, Instant};

/// How many rows the command line asks for; so many unless it does.
pub fn rows(usual: usize) -> usize {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    numbers.next().unwrap_or(usual)
}

/// Runs of each that take turns: with a few, one lucky run of either tells.
pub const TURNS: usize = 15;

pub fn report(what: &str, rows: usize, took: Duration, against: Duration) {
    let seconds = took.as_secs_f64();
    println!(
        "{what:<36} {seconds:>7.3} s {:>10.0} rows/s  {:.2} ×",
        rows as f64 / seconds,
        seconds / against.as_secs_f64()
    );
}

/// The best of so many runs of each: they take turns, so that whatever else the
/// machine does meets both.
pub fn best_of(times: usize, mut works: [&mut dyn FnMut(); 2]) -> [Duration; 2] {
    let mut best = [Duration::MAX; 2];
    for _ in 0..times {
        for (work, best) in works.iter_mut().zip(&mut best) {
            let start = now();
            work();
            *best = (now() - start).min(*best);
        }
    }
    best
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures the clock")]
fn now() -> Instant {
    Instant::now()
}

/// Rows `from` to `from + rows` of an endless trade history, every third with
/// thousands commas, some equal to their neighbour.
pub fn trades(from: usize, rows: usize) -> Vec<u8> {
    const PAIRS: [(&str, &str, u64); 5] = [
        ("BTC", "USDT", 17_000),
        ("ETH", "USDT", 1200),
        ("1INCH", "BUSD", 1),
        ("BNB", "BTC", 2),
        ("DOGE", "USDT", 3),
    ];
    let mut file = "\u{feff}Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n".to_owned();
    for row in from..from + rows {
        let nth = row as u64 / 2;
        let (base, quote, price) = PAIRS[nth as usize % PAIRS.len()];
        let size = nth * 7919 % 900 + 1;
        let total = grouped(price * size);
        let comma = if total.contains(',') { "\"" } else { "" };
        let price = grouped(price);
        let mark = if price.contains(',') { "\"" } else { "" };
        let side = if nth.is_multiple_of(3) { "BUY" } else { "SELL" };
        let (day, hour, minute, second) = (
            nth / 86_400 % 28 + 1,
            nth / 3600 % 24,
            nth / 60 % 60,
            nth % 60,
        );
        file += &format!(
            "2022-10-{day:02} {hour:02}:{minute:02}:{second:02},{base}{quote},{side},{mark}{price}.0000000000{mark},{size}.0000000000{base},{comma}{total}.00000000{quote}{comma},0.{nth:010}BNB\n"
        );
    }
    file.into_bytes()
}

fn grouped(units: u64) -> String {
    if units < 1000 {
        return units.to_string();
    }
    format!("{},{:03}", grouped(units / 1000), units % 1000)
}
