//! The rules by which claimants contest, as `contests.csv` lists them. A row of an original is
//! named by its file in the bundle and its line.

use casework::ContestRule;
use casework::custody::{time_text, time_us};
use casework::snapshot::Claim;
use csv::StringRecord;

use super::Row;
use crate::layout;

/// Columns of `contests.csv`. The last one is computed: how many entries the rule contests,
/// or leaves out.
pub(crate) const CONTEST_COLUMNS: [&str; 14] = [
    "claim",
    "contest_rule",
    "kind",
    "from",
    "to",
    "exchange",
    "account",
    "asset",
    "file",
    "line",
    "why",
    "added_by",
    "added_at",
    "entries",
];

/// The row of a rule.
pub(crate) fn contest_row(claim: &Claim, rule: &ContestRule, entries: u64) -> Row {
    let (file, line) = place(claim, &rule.row_key);
    let moment = |at_us: Option<i64>| at_us.map_or_else(String::new, time_text);
    vec![
        claim.reference.clone(),
        rule.id.clone(),
        rule.kind.as_str().to_owned(),
        moment(rule.from_us),
        moment(rule.to_us),
        rule.exchange.clone(),
        rule.account.clone(),
        rule.asset.clone(),
        file,
        line,
        rule.reason.clone(),
        rule.added_by.clone(),
        time_text(rule.added_us),
        entries.to_string(),
    ]
}

/// The rule of a row, and how many entries it names: the inverse of [`contest_row`]. `None`
/// when a cell is not valid in its column.
pub(crate) fn contest_rule(row: &StringRecord) -> Option<(ContestRule, u64)> {
    let cell = |at: usize| row.get(at);
    let text = |at: usize| cell(at).map(str::to_owned);
    let optional = |at: usize| match cell(at)? {
        "" => Some(None),
        moment => moment_of(moment).map(Some),
    };
    let rule = ContestRule {
        id: text(1)?,
        kind: cell(2)?.parse().ok()?,
        from_us: optional(3)?,
        to_us: optional(4)?,
        exchange: text(5)?,
        account: text(6)?,
        asset: text(7)?,
        row_key: row_key(cell(0)?, cell(8)?, cell(9)?),
        reason: text(10)?,
        added_by: text(11)?,
        added_us: moment_of(cell(12)?)?,
    };
    Some((rule, cell(13)?.parse().ok()?))
}

/// A moment in the one form in which rows have it.
fn moment_of(text: &str) -> Option<i64> {
    let at_us = time_us(text)?;
    (time_text(at_us) == text).then_some(at_us)
}

/// The file and the line of a key. A file that the claim does not have any more keeps its
/// hash.
fn place(claim: &Claim, row_key: &str) -> (String, String) {
    let Some((file, line)) = row_key.rsplit_once(':') else {
        return Default::default();
    };
    let (sha256, member) = file.split_at_checked(HASH_DIGITS).unwrap_or((file, ""));
    let known = claim.files.iter().find(|known| known.sha256 == sha256);
    let path = known.map(|known| layout::original(&claim.reference, known) + member);
    (path.unwrap_or_else(|| file.to_owned()), line.to_owned())
}

/// The key of a file and a line: the inverse of [`place`].
pub(crate) fn row_key(claim: &str, file: &str, line: &str) -> String {
    if file.is_empty() && line.is_empty() {
        return String::new();
    }
    format!(
        "{}:{line}",
        hash_and_member(claim, file).unwrap_or_else(|| file.to_owned())
    )
}

/// The hash in the path of an original, and the member of an archive.
fn hash_and_member(claim: &str, file: &str) -> Option<String> {
    let name = file.strip_prefix("data/originals/")?.strip_prefix(claim)?;
    let name = name.strip_prefix('/')?;
    let (sha256, rest) = name.split_at_checked(HASH_DIGITS)?;
    let member = rest.split_once('!').map(|(_, member)| format!("!{member}"));
    layout::is_sha256(sha256).then(|| sha256.to_owned() + &member.unwrap_or_default())
}

/// Digits of a SHA-256 in hex.
const HASH_DIGITS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_of_a_row_is_that_of_its_file_and_line() {
        let hash = "a1".repeat(32);
        for (file, line, key) in [
            (
                format!("data/originals/R-1/{hash}.csv"),
                "7",
                format!("{hash}:7"),
            ),
            (
                format!("data/originals/R-1/{hash}.zip!a/b.csv"),
                "7+9",
                format!("{hash}!a/b.csv:7+9"),
            ),
            (hash.clone(), "7", format!("{hash}:7")),
            (String::new(), "", String::new()),
        ] {
            assert_eq!(row_key("R-1", &file, line), key);
        }
        // A file of another claim is no row of this one.
        let other = format!("data/originals/R-2/{hash}.csv");
        assert_eq!(row_key("R-1", &other, "7"), format!("{other}:7"));
    }
}
