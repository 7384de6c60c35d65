//! The rules of the claimant's forms: what each field may hold, and the error texts.
//!
//! Each function reads a sent [`Form`] and puts errors beside their fields. If nothing is
//! wrong, it returns the parsed value.

use casework::recipient::Recipient;
use ledger::{EXCHANGES, Kind, Moment, rfc3339};

use super::limits::is_longer;
use super::{Form, FormLimits, number, ticker};
use crate::text::Translator;

/// Stands for an exchange that is not in the list; people then type its name.
pub const OTHER_EXCHANGE: &str = "other";

/// The exchanges offered when an entry is typed in; other names are typed.
pub fn exchanges() -> impl Iterator<Item = &'static str> {
    let known = EXCHANGES.iter().filter(|exchange| exchange.holds_money);
    known.map(|exchange| exchange.id).chain([OTHER_EXCHANGE])
}

/// A period that somebody contests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// First moment within.
    pub from: Moment,
    /// First moment after.
    pub to: Moment,
    /// One exchange only; empty for all.
    pub exchange: String,
    /// One account only; empty for all.
    pub account: String,
    /// Entries that touch this asset only; empty for all.
    pub asset: String,
    /// Why these entries were not theirs.
    pub reason: String,
}

/// What should happen with the ticked rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAct {
    /// They were not mine.
    NotMine,
    /// They were mine, although a period covers them.
    Mine,
}

/// The ticked rows, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Their keys.
    pub keys: Vec<String>,
    /// What should happen with them.
    pub act: RowAct,
    /// Why.
    pub reason: String,
}

/// A quantity of an asset as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Ticker; empty when nothing was typed.
    pub asset: String,
    /// Exact quantity as text.
    pub amount: String,
}

/// A movement typed in by somebody who has no export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedEntry {
    /// Exchange, lower case.
    pub exchange: String,
    /// Name of the account.
    pub account: String,
    /// When.
    pub time: Moment,
    /// What sort of movement.
    pub kind: Kind,
    /// What left.
    pub out: Typed,
    /// What came in.
    pub in_: Typed,
    /// What it cost.
    pub fee: Typed,
    /// Its source (a screenshot, a mail).
    pub note: String,
}

/// A credit: something that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// RFC 3339, or a bare date that means the end of that day.
    pub time_text: String,
    /// The moment it is valued at.
    pub time: Moment,
    /// The asset that came back.
    pub asset: String,
    /// How much, exact.
    pub amount: String,
    /// Where the evidence is.
    pub evidence: String,
    /// Further words.
    pub note: String,
}

/// The declaration under a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The name typed under it.
    pub name: String,
}

/// Reads a moment as browsers and people write it: a date, then optionally a time after `T`
/// or a space, with or without seconds. Without an offset it is UTC.
pub fn moment(text: &str) -> Option<Moment> {
    let text = text.trim().trim_end_matches("UTC").trim_end();
    if text.len() == 16 {
        return rfc3339::parse(&format!("{text}:00Z"));
    }
    rfc3339::parse(text).or_else(|| rfc3339::parse(&format!("{text}Z")))
}

/// Selects the limit of a field.
type Most = fn(&FormLimits) -> u32;

/// The field's value, with an error when it is too long.
fn text(form: &mut Form, texts: Translator, field: &str, most: Most) -> String {
    let characters_max = most(form.limits());
    let value = form.value(field).to_owned();
    if is_longer(&value, characters_max) {
        let message = texts.with(
            "claim-error-long",
            &[("max", i64::from(characters_max).into())],
        );
        form.fail(field, message);
    }
    value
}

/// The field's value, with an error when it is empty or too long.
fn needed(form: &mut Form, texts: Translator, field: &str, most: Most, empty: &str) -> String {
    if form.value(field).is_empty() {
        form.fail(field, texts.t(empty));
    }
    text(form, texts, field, most)
}

fn moment_of(form: &mut Form, texts: Translator, field: &str, empty: &str) -> Option<Moment> {
    let value = form.value(field).to_owned();
    if value.is_empty() {
        form.fail(field, texts.t(empty));
        return None;
    }
    let read = moment(&value);
    if read.is_none() {
        form.fail(field, texts.t("claim-error-time"));
    }
    read
}

/// A contested period: `from`, `to`, `exchange`, `account`, `asset`, `reason`.
pub fn period(form: &mut Form, texts: Translator) -> Option<Period> {
    let from = moment_of(form, texts, "from", "claim-error-from");
    let to = moment_of(form, texts, "to", "claim-error-to");
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        form.fail("to", texts.t("claim-error-backwards"));
    }
    let exchange = text(form, texts, "exchange", |most| most.account_characters_max);
    let account = text(form, texts, "account", |most| most.account_characters_max);
    let asset = text(form, texts, "asset", |most| most.asset_characters_max);
    let reason = needed(
        form,
        texts,
        "reason",
        |most| most.reason_characters_max,
        "claim-error-reason",
    );
    form.is_valid().then_some(())?;
    Some(Period {
        from: from?,
        to: to?,
        exchange,
        account,
        asset,
        reason,
    })
}

/// The ticked rows: `row` (several), `act`, `row-reason`.
pub fn rows(form: &mut Form, texts: Translator) -> Option<Rows> {
    let keys = form.values("row").to_vec();
    if keys.is_empty() {
        form.fail("row", texts.t("claim-error-no-rows"));
    }
    let act = match form.value("act") {
        "not-mine" => Some(RowAct::NotMine),
        "mine" => Some(RowAct::Mine),
        _ => {
            form.fail("act", texts.t("claim-error-act"));
            None
        }
    };
    let reason = needed(
        form,
        texts,
        "row-reason",
        |most| most.reason_characters_max,
        "claim-error-reason",
    );
    form.is_valid().then_some(())?;
    Some(Rows {
        keys,
        act: act?,
        reason,
    })
}

/// A statement that at a moment nothing was held in any contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatBefore {
    /// The moment.
    pub at: Moment,
    /// How the claimant knows it.
    pub reason: String,
}

/// When nothing was held in any contract: `flat-time`, `flat-reason`.
pub fn flat_before(form: &mut Form, texts: Translator) -> Option<FlatBefore> {
    let at = moment_of(form, texts, "flat-time", "claim-error-flat");
    let reason = needed(
        form,
        texts,
        "flat-reason",
        |most| most.reason_characters_max,
        "claim-error-flat-reason",
    );
    form.is_valid().then_some(())?;
    Some(FlatBefore { at: at?, reason })
}

/// A decision on rows that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictDecision {
    /// The key of the row that counts.
    pub row: String,
    /// The keys of all rows that were shown, that one too.
    pub shown: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Which row counts: `row`, `shown` (several), `reason`.
pub fn conflict(form: &mut Form, texts: Translator) -> Option<ConflictDecision> {
    let row = form.raw("row").to_owned();
    let shown = form.values("shown").to_vec();
    if !shown.contains(&row) {
        form.fail("row", texts.t("claim-error-conflict-row"));
    }
    let reason = needed(
        form,
        texts,
        "reason",
        |most| most.reason_characters_max,
        "claim-error-reason",
    );
    form.is_valid()
        .then_some(ConflictDecision { row, shown, reason })
}

/// A quantity: `<name>-asset` and `<name>-amount`, both or none.
fn quantity(form: &mut Form, texts: Translator, name: &str) -> Typed {
    let (asset_field, amount_field) = (format!("{name}-asset"), format!("{name}-amount"));
    let asset = ticker(&text(form, texts, &asset_field, |most| {
        most.asset_characters_max
    }));
    let amount = text(form, texts, &amount_field, |most| {
        most.amount_characters_max
    });
    if asset.is_empty() && amount.is_empty() {
        return Typed::default();
    }
    let what = texts.t(&format!("claim-typed-{name}"));
    if asset.is_empty() || asset.contains(char::is_whitespace) {
        let args = [("what", what.as_str().into())];
        form.fail(&asset_field, texts.with("claim-error-asset-of", &args));
    }
    Typed {
        asset,
        amount: amount_of(form, texts, &amount_field, &what),
    }
}

/// An exact quantity above zero, as text. `what` names the quantity in an error, because a
/// form may have several.
fn amount_of(form: &mut Form, texts: Translator, field: &str, what: &str) -> String {
    let args = [
        ("what", what.into()),
        ("example", texts.number("1250.5").into()),
    ];
    let wrong = texts.with("claim-error-amount", &args);
    let Some(amount) = number::field(form, texts, field, &wrong) else {
        return String::new();
    };
    if amount.is_negative() || amount.is_zero() {
        form.fail(field, wrong);
        return String::new();
    }
    amount.to_string()
}

/// A movement typed in: `exchange`, `account`, `time`, `kind`, quantities, `note`.
pub fn typed_entry(form: &mut Form, texts: Translator) -> Option<TypedEntry> {
    let exchange = needed(
        form,
        texts,
        "exchange",
        |most| most.account_characters_max,
        "claim-error-exchange",
    )
    .to_lowercase();
    let account = text(form, texts, "account", |most| most.account_characters_max);
    let time = moment_of(form, texts, "time", "claim-error-when");
    let kind = form
        .value("kind")
        .parse::<Kind>()
        .ok()
        .filter(|kind| matches!(kind, Kind::Trade | Kind::Withdrawal | Kind::Deposit));
    if kind.is_none() {
        form.fail("kind", texts.t("claim-error-kind"));
    }
    let out = quantity(form, texts, "out");
    let in_ = quantity(form, texts, "in");
    let fee = quantity(form, texts, "fee");
    if kind.is_some_and(|kind| kind != Kind::Deposit) && out.asset.is_empty() {
        form.fail("out-asset", texts.t("claim-error-out"));
    }
    if kind.is_some_and(|kind| kind != Kind::Withdrawal) && in_.asset.is_empty() {
        form.fail("in-asset", texts.t("claim-error-in"));
    }
    let note = needed(
        form,
        texts,
        "note",
        |most| most.note_characters_max,
        "claim-error-typed-note",
    );
    form.is_valid().then_some(())?;
    Some(TypedEntry {
        exchange,
        account,
        time: time?,
        kind: kind?,
        out,
        in_,
        fee,
        note,
    })
}

/// A credit: `time`, `asset`, `amount`, `evidence`, `note`.
pub fn credit(form: &mut Form, texts: Translator) -> Option<Credit> {
    let written = form.value("time").to_owned();
    let time = moment_of(form, texts, "time", "claim-error-when");
    let asset = ticker(&needed(
        form,
        texts,
        "asset",
        |most| most.asset_characters_max,
        "claim-error-asset",
    ));
    text(form, texts, "amount", |most| most.amount_characters_max);
    let amount = amount_of(form, texts, "amount", &texts.t("claim-amount"));
    let evidence = needed(
        form,
        texts,
        "evidence",
        |most| most.note_characters_max,
        "claim-error-evidence",
    );
    let note = text(form, texts, "note", |most| most.note_characters_max);
    form.is_valid().then_some(())?;
    let time = time?;
    // A bare date means the end of that day (METHOD.md, "Credits").
    let is_date = rfc3339::parse_date(&written).is_some();
    let (time_text, time) = if is_date {
        (written, Moment::from_seconds(time.seconds + 86_400))
    } else {
        (time.to_string(), time)
    };
    Some(Credit {
        time_text,
        time,
        asset,
        amount,
        evidence,
        note,
    })
}

/// The statement; empty is allowed.
pub fn statement(form: &mut Form, texts: Translator) -> Option<String> {
    let words = text(form, texts, "statement", |most| {
        most.statement_characters_max
    });
    form.is_valid().then_some(words)
}

/// A message: `words`.
pub fn message(form: &mut Form, texts: Translator) -> Option<String> {
    let words = needed(
        form,
        texts,
        "words",
        |most| most.message_characters_max,
        "claim-error-message",
    );
    form.is_valid().then_some(words)
}

/// The declaration: `name`, `true`.
pub fn declaration(form: &mut Form, texts: Translator) -> Option<Signed> {
    if !form.has("true", "yes") {
        form.fail("true", texts.t("claim-error-true"));
    }
    let name = needed(
        form,
        texts,
        "name",
        |most| most.signature_characters_max,
        "claim-error-name",
    );
    form.is_valid().then_some(Signed { name })
}

/// The answers about each recipient: a field under the recipient's word, `yes` or `no`. An
/// unanswered recipient is left out.
pub fn consents(form: &Form) -> Vec<(Recipient, bool)> {
    Recipient::ALL
        .into_iter()
        .filter_map(|recipient| match form.value(recipient.as_str()) {
            "yes" => Some((recipient, true)),
            "no" => Some((recipient, false)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Locale, Texts};

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(
            FormLimits::default(),
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        )
    }

    fn texts() -> Translator {
        Texts::of(Locale::En)
    }

    #[test]
    fn reads_moments_as_browsers_and_people_write_them() {
        for (written, read) in [
            ("2022-10-18", "2022-10-18T00:00:00Z"),
            ("2022-10-18T21:00", "2022-10-18T21:00:00Z"),
            ("2022-10-18 21:00:07", "2022-10-18T21:00:07Z"),
            ("2022-10-18 21:00:07 UTC", "2022-10-18T21:00:07Z"),
            ("2022-10-18T21:00:07+02:00", "2022-10-18T19:00:07Z"),
        ] {
            assert_eq!(
                moment(written).map(|moment| moment.to_string()).as_deref(),
                Some(read),
                "{written}"
            );
        }
        for written in [
            "",
            "yesterday",
            "2022-13-01",
            "2022-10-18T25:00",
            "18/10/2022",
        ] {
            assert_eq!(moment(written), None, "{written}");
        }
    }

    #[test]
    fn a_period_must_end_after_it_begins_and_say_why() {
        let mut sent = form(&[("from", "2022-10-19"), ("to", "2022-10-18")]);
        assert_eq!(period(&mut sent, texts()), None);
        assert!(sent.error("to").is_some());
        assert!(sent.error("reason").is_some());
        let mut sent = form(&[
            ("from", "2022-10-18T21:00"),
            ("to", "2022-10-19"),
            ("reason", "I was asleep"),
        ]);
        let read = period(&mut sent, texts()).expect("nothing is wrong with it");
        assert_eq!(read.from.to_string(), "2022-10-18T21:00:00Z");
        assert_eq!(read.asset, "");
    }

    #[test]
    fn a_reason_is_taken_at_the_limit_and_refused_one_past_it() {
        for (characters, valid) in [(500, true), (501, false)] {
            let reason = "é".repeat(characters);
            let mut sent = form(&[("row", "k"), ("act", "mine"), ("row-reason", &reason)]);
            assert_eq!(rows(&mut sent, texts()).is_some(), valid, "{characters}");
        }
    }

    #[test]
    fn a_typed_trade_needs_both_sides_and_exact_amounts() {
        let trade = [
            ("exchange", "FTX"),
            ("time", "2022-10-18 21:00"),
            ("kind", "trade"),
            ("out-asset", "btc"),
            ("out-amount", "10"),
            ("in-asset", "DMG"),
            ("in-amount", "250000.000000000000000000000001"),
            ("note", "screenshot 3"),
        ];
        let mut sent = form(&trade);
        let read = typed_entry(&mut sent, texts()).expect("nothing is wrong with it");
        assert_eq!(read.exchange, "ftx");
        assert_eq!(read.out.asset, "BTC");
        assert_eq!(read.in_.amount, "250000.000000000000000000000001");
        for (field, wrong) in [
            ("in-amount", "1e3"),
            ("in-amount", "-1"),
            ("in-amount", "0"),
            ("in-asset", ""),
            ("kind", "reward"),
            ("time", "then"),
        ] {
            let pairs: Vec<_> = trade
                .iter()
                .map(|(name, value)| (*name, if *name == field { wrong } else { *value }))
                .collect();
            let mut sent = form(&pairs);
            assert_eq!(typed_entry(&mut sent, texts()), None, "{field} {wrong}");
            assert!(sent.error(field).is_some(), "{field} {wrong}");
        }
    }

    #[test]
    fn amounts_are_taken_as_the_language_prints_them() {
        let read = |locale, amount: &str| {
            let mut sent = form(&[
                ("time", "2022-10-24"),
                ("asset", "USD"),
                ("evidence", "mail"),
                ("amount", amount),
            ]);
            let credit = credit(&mut sent, Texts::of(locale));
            (credit.map(|credit| credit.amount), sent)
        };
        for (locale, typed, expected) in [
            (Locale::Fr, "561,50", "561.50"),
            (Locale::Fr, "1\u{202f}120", "1120"),
            (Locale::Fr, "1,120", "1.120"),
            (Locale::En, "1,120", "1120"),
            (Locale::En, "1,120.00", "1120.00"),
        ] {
            assert_eq!(read(locale, typed).0.as_deref(), Some(expected), "{typed}");
        }
        let (_, sent) = read(Locale::Fr, "beaucoup");
        let error = sent.error("amount").expect("it is no number");
        assert!(error.contains("1\u{202f}250,5"), "{error}");
    }

    #[test]
    fn a_credit_of_a_bare_date_holds_at_the_end_of_that_day() {
        let mut sent = form(&[
            ("time", "2022-10-24"),
            ("asset", "usd"),
            ("amount", "6000.50"),
            ("evidence", "mail from the exchange"),
        ]);
        let read = credit(&mut sent, texts()).expect("nothing is wrong with it");
        assert_eq!(read.time_text, "2022-10-24");
        assert_eq!(read.time.to_string(), "2022-10-25T00:00:00Z");
        assert_eq!(read.amount, "6000.50");
    }

    #[test]
    fn the_declaration_needs_the_tick_and_a_name() {
        let mut sent = form(&[("name", "Ada Example")]);
        assert_eq!(declaration(&mut sent, texts()), None);
        assert!(sent.error("true").is_some());
        let mut sent = form(&[("true", "yes"), ("name", " Ada Example ")]);
        assert_eq!(
            declaration(&mut sent, texts()).map(|signed| signed.name),
            Some("Ada Example".to_owned())
        );
    }

    #[test]
    fn only_answers_count_as_consent() {
        let sent = form(&[("group", "yes"), ("press", "no"), ("lawyers", "perhaps")]);
        assert_eq!(
            consents(&sent),
            [(Recipient::Group, true), (Recipient::Press, false)]
        );
    }
}
