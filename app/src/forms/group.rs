//! The forms of coordinators: decisions, reviews, filing on behalf, prices, settings,
//! reports and releases. Reading a form collects its errors in it.

use casework::{Recipient, ReviewState, Step};
use ledger::Moment;
use ledger::losses::{Basis, CURRENCIES, ChosenSource};
use ledger::rfc3339;

use super::limits::is_longer;
use super::{Form, FormLimits, number, ticker};
use crate::text::Translator;

/// A coordinator's decision on a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The step taken.
    pub step: Step,
    /// The message or reason; may be empty where none is needed.
    pub words: String,
    /// Version of the claim that the coordinator saw.
    pub version: i64,
}

/// The word of a step in the form.
pub fn step_word(step: Step) -> &'static str {
    match step {
        Step::Submit => "submit",
        Step::StartReview => "review",
        Step::Return => "return",
        Step::Accept => "accept",
        Step::Decline => "decline",
        Step::Reopen => "reopen",
        Step::Withdraw => "withdraw",
    }
}

/// The steps that a coordinator may take.
pub const STEPS: [Step; 5] = [
    Step::StartReview,
    Step::Accept,
    Step::Return,
    Step::Decline,
    Step::Reopen,
];

/// Reads a decision: `step`, `words`, `version`.
pub fn decision(form: &mut Form, texts: Translator) -> Option<Decision> {
    let sent = form.value("step").to_owned();
    let step = STEPS.into_iter().find(|step| step_word(*step) == sent);
    if step.is_none() {
        form.fail("step", texts.t("group-error-step"));
    }
    let needed = step.is_some_and(Step::needs_words);
    let words = words(form, texts, "words", needed.then_some("group-error-words"));
    let version = form.value("version").parse().ok();
    if version.is_none() {
        form.fail("", texts.t("group-error-version"));
    }
    let (step, version) = (step?, version?);
    form.is_valid().then_some(Decision {
        step,
        words,
        version,
    })
}

/// A text of several lines with a greatest length; `missing` is the error for an empty one.
fn words(form: &mut Form, texts: Translator, name: &str, missing: Option<&'static str>) -> String {
    let most = form.limits().words_characters_max;
    bounded(form, texts, name, most, missing)
}

fn bounded(
    form: &mut Form,
    texts: Translator,
    name: &str,
    characters_max: u32,
    missing: Option<&'static str>,
) -> String {
    let words = form.value(name).to_owned();
    if words.is_empty() {
        if let Some(key) = missing {
            form.fail(name, texts.t(key));
        }
    } else if is_longer(&words, characters_max) {
        let long = texts.with(
            "group-error-words-long",
            &[("count", characters_max.into())],
        );
        form.fail(name, long);
    }
    words
}

/// A required text of a sentence or two; `missing` is the error for an empty one.
fn line(form: &mut Form, texts: Translator, name: &str, missing: &'static str) -> String {
    let most = form.limits().line_characters_max;
    bounded(form, texts, name, most, Some(missing))
}

/// Reads a message: `message`.
pub fn message(form: &mut Form, texts: Translator) -> Option<String> {
    let words = words(form, texts, "message", Some("group-error-message"));
    form.is_valid().then_some(words)
}

/// Reads a review of a line: `review`, `reason`.
pub fn review(form: &mut Form, texts: Translator) -> Option<(ReviewState, String)> {
    let state = form.value("review").parse::<ReviewState>().ok();
    if state.is_none() {
        form.fail("review", texts.t("group-error-review"));
    }
    let needed = state.is_some_and(|state| state != ReviewState::Open);
    let reason = words(
        form,
        texts,
        "reason",
        needed.then_some("group-error-reason"),
    );
    let state = state?;
    form.is_valid().then_some((state, reason))
}

/// The person on whose behalf a claim is filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Their name.
    pub name: String,
    /// Their mail address, lower case.
    pub email: String,
    /// `en`, `fr`.
    pub language: String,
    /// Why it is filed on their behalf.
    pub why: String,
}

/// Reads a filing: `name`, `email`, `language`, `words`.
pub fn filing(form: &mut Form, texts: Translator) -> Option<Filing> {
    let most = form.limits().person_characters_max;
    let name = bounded(form, texts, "name", most, Some("group-error-name"));
    let email = form.value("email").to_lowercase();
    if !is_address(&email) {
        form.fail("email", texts.t("group-error-email"));
    }
    let language = crate::text::Locale::from_tag(form.value("language"))
        .unwrap_or(texts.locale)
        .tag();
    let why = line(form, texts, "words", "group-error-why");
    form.is_valid().then_some(Filing {
        name,
        email,
        language: language.to_owned(),
        why,
    })
}

/// Whether a text can be a mail address: one `@`, something before it, a name with a dot
/// after it, and no character that addresses never have. Only a mail can show whether
/// somebody reads it.
pub fn is_address(text: &str) -> bool {
    let Some((before, after)) = text.split_once('@') else {
        return false;
    };
    let plain = |text: &str| {
        text.chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"@<>,;:\"()[]\\".contains(c))
    };
    text.len() <= 254
        && !before.is_empty()
        && plain(before)
        && plain(after)
        && after.split('.').count() > 1
        && after.split('.').all(|label| !label.is_empty())
}

/// Reads the basis of a page of totals: `basis`, `date`. Without either, it is the
/// incident's own. `basis` may also hold `event` or `date:D`.
pub fn basis(form: &mut Form, texts: Translator, own: Basis) -> Option<Basis> {
    match form.value("basis") {
        "" => Some(own),
        "date" => {
            let asked = format!("date:{}", form.value("date"));
            let basis = asked.parse().ok();
            if basis.is_none() {
                form.fail("date", texts.t("group-error-date"));
            }
            basis
        }
        other => {
            let basis = other.parse().ok();
            if basis.is_none() {
                form.fail("basis", texts.t("group-error-basis"));
            }
            basis
        }
    }
}

/// A blank form that asks for a basis, filled in with this one.
pub fn basis_shown(blank: Form, basis: Basis) -> Form {
    match basis.to_string().strip_prefix("date:") {
        Some(date) => blank.with("basis", "date").with("date", date),
        None => blank.with("basis", "event"),
    }
}

/// Reads `BTC/USDT`; an empty field gives none.
pub fn pair(form: &mut Form, texts: Translator) -> Option<Option<(String, String)>> {
    let sent = form.value("pair").to_owned();
    if sent.is_empty() {
        return Some(None);
    }
    let pair = sent
        .split_once('/')
        .map(|(asset, quote)| (ticker(asset.trim()), ticker(quote.trim())))
        .filter(|(asset, quote)| is_ticker(form, asset) && is_ticker(form, quote));
    if pair.is_none() {
        form.fail("pair", texts.t("group-error-pair"));
    }
    pair.map(Some)
}

/// Where and when price files were retrieved, as far as somebody states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The address; empty where nobody states it.
    pub address: String,
    /// The moment.
    pub retrieved: Option<Moment>,
}

/// Reads where and when files were retrieved: `address`, `retrieved`.
pub fn provenance(form: &mut Form, texts: Translator) -> Option<Provenance> {
    let most = form.limits().line_characters_max;
    let address = bounded(form, texts, "address", most, None);
    let retrieved = moment(form, texts, "retrieved");
    form.is_valid().then_some(Provenance { address, retrieved })
}

/// Whether a text can be a ticker in the way exports write them.
fn is_ticker(form: &Form, text: &str) -> bool {
    !text.is_empty()
        && !is_longer(text, form.limits().ticker_characters_max)
        && text
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"/,@".contains(c))
}

/// An asset to be listed as manipulated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its ticker, as it was typed.
    pub asset: String,
    /// m.
    pub from: Moment,
    /// e; none while it is open.
    pub to: Option<Moment>,
    /// Why.
    pub reason: String,
}

/// Reads a listing: `asset`, `from`, `to`, `reason`.
pub fn listing(form: &mut Form, texts: Translator) -> Option<Listing> {
    let asset = form.value("asset").to_owned();
    if !is_ticker(form, &asset) {
        form.fail("asset", texts.t("group-error-asset"));
    }
    if form.value("from").is_empty() {
        form.fail("from", texts.t("group-error-moment-needed"));
    }
    let from = moment(form, texts, "from");
    let to = moment(form, texts, "to");
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        form.fail("to", texts.t("group-error-backwards"));
    }
    let reason = line(form, texts, "reason", "group-error-manipulated-reason");
    let from = from?;
    form.is_valid().then_some(Listing {
        asset,
        from,
        to,
        reason,
    })
}

/// A moment as people write it here. An empty field gives none; a wrong one gives an error.
fn moment(form: &mut Form, texts: Translator, name: &str) -> Option<Moment> {
    let sent = form.value(name);
    if sent.is_empty() {
        return None;
    }
    let moment = rfc3339::parse(sent);
    if moment.is_none() {
        form.fail(name, texts.t("group-error-moment"));
    }
    moment
}

/// How prices are chosen, in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceTerms {
    /// The bridge asset.
    pub bridge: String,
    /// Assets counted as 1 USD.
    pub par: Vec<String>,
    /// Currencies of prices, the preferred one first; none for the usual order.
    pub quotes: Vec<String>,
    /// Chosen sources of prices.
    pub sources: Vec<ChosenSource>,
}

/// Reads how prices are chosen: `bridge`, and lists separated by spaces or commas: `par`,
/// `quotes`, `sources` (`ASSET=SOURCE`).
pub fn terms(form: &mut Form, texts: Translator) -> Option<PriceTerms> {
    let bridge = ticker(form.value("bridge"));
    if !is_ticker(form, &bridge) {
        form.fail("bridge", texts.t("group-error-bridge"));
    }
    let most = form.limits().par_characters_max;
    let par: Vec<String> = list(&bounded(form, texts, "par", most, None))
        .iter()
        .map(|asset| ticker(asset))
        .collect();
    if !par.iter().all(|asset| is_ticker(form, asset)) {
        form.fail("par", texts.t("group-error-asset"));
    }
    let quotes: Vec<String> = list(&bounded(form, texts, "quotes", most, None))
        .iter()
        .map(|code| code.to_uppercase())
        .collect();
    if !quotes
        .iter()
        .all(|code| CURRENCIES.contains(&code.as_str()))
    {
        form.fail("quotes", texts.t("group-error-quotes"));
    }
    let sources = sources(form, texts, most);
    form.is_valid().then_some(PriceTerms {
        bridge,
        par,
        quotes,
        sources,
    })
}

fn sources(form: &mut Form, texts: Translator, characters_max: u32) -> Vec<ChosenSource> {
    let mut sources = Vec::new();
    for word in list(&bounded(form, texts, "sources", characters_max, None)) {
        match word.parse::<ChosenSource>() {
            Ok(chosen) if is_ticker(form, &chosen.asset) => sources.push(ChosenSource {
                asset: ticker(&chosen.asset).into(),
                ..chosen
            }),
            _ => form.fail("sources", texts.t("group-error-sources")),
        }
    }
    sources
}

/// Words separated by commas, semicolons or white space, each once.
fn list(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()) {
        if !word.is_empty() && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// An incident's settings in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentSettings {
    /// Version of the settings that the coordinator saw.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// First moment of its window.
    pub from: Option<Moment>,
    /// First moment after its window.
    pub to: Option<Moment>,
    /// Exchanges concerned, lower case.
    pub venues: Vec<String>,
    /// Reporting currency.
    pub currency: String,
    /// The basis.
    pub basis: Basis,
    /// The greatest age of a candle of at most an hour, in minutes.
    pub trade_minutes: u32,
    /// The greatest age of a daily price, in hours.
    pub daily_hours: u32,
    /// The greatest age of a reference rate, in days.
    pub fiat_days: u32,
    /// The difference in percent from which two sources disagree.
    pub apart_percent: u32,
}

/// Reads the settings.
pub fn settings(form: &mut Form, texts: Translator) -> Option<IncidentSettings> {
    let FormLimits {
        title_characters_max,
        venues_characters_max,
        ..
    } = *form.limits();
    let missing = Some("group-error-incident-name");
    let name = bounded(form, texts, "name", title_characters_max, missing);
    let (from, to) = (moment(form, texts, "from"), moment(form, texts, "to"));
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        form.fail("to", texts.t("group-error-backwards"));
    }
    let venues = bounded(form, texts, "venues", venues_characters_max, None);
    let venues = list(&venues.to_lowercase());
    let currency = form.value("currency").to_owned();
    if !CURRENCIES.contains(&currency.as_str()) {
        form.fail("currency", texts.t("group-error-currency"));
    }
    if form.value("basis").is_empty() {
        form.fail("basis", texts.t("group-error-basis"));
    }
    let basis = basis(form, texts, Basis::Event);
    let trade_minutes = whole(form, texts, "trade_minutes", 1, 60);
    let daily_hours = whole(form, texts, "daily_hours", 1, 24 * 7);
    let fiat_days = whole(form, texts, "fiat_days", 1, 31);
    let apart_percent = whole(form, texts, "apart_percent", 1, 100);
    let Ok(version) = form.value("version").parse() else {
        form.fail("", texts.t("group-error-settings-version"));
        return None;
    };
    let settings = IncidentSettings {
        version,
        name,
        from,
        to,
        venues,
        currency,
        basis: basis?,
        trade_minutes: trade_minutes?,
        daily_hours: daily_hours?,
        fiat_days: fiat_days?,
        apart_percent: apart_percent?,
    };
    form.is_valid().then_some(settings)
}

/// A whole number between two bounds, both included.
fn whole(form: &mut Form, texts: Translator, name: &str, min: u32, max: u32) -> Option<u32> {
    let bounds = [
        ("min", i64::from(min).into()),
        ("max", i64::from(max).into()),
    ];
    let wrong = texts.with("group-error-whole-number", &bounds);
    let amount = number::field(form, texts, name, &wrong)?;
    let whole = amount.normalized().to_string().parse::<u32>().ok();
    let whole = whole.filter(|whole| (min..=max).contains(whole));
    if whole.is_none() {
        form.fail(name, wrong);
    }
    whole
}

/// Reads the title of a report to be frozen: `title`.
pub fn freeze(form: &mut Form, texts: Translator) -> Option<String> {
    let most = form.limits().title_characters_max;
    let title = bounded(form, texts, "title", most, Some("group-error-title"));
    form.is_valid().then_some(title)
}

/// A requested release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseRequest {
    /// Number of the snapshot.
    pub snapshot: i64,
    /// Id of the investigator.
    pub investigator: String,
    /// The capacity in which the investigator receives it, which decides whose consent is
    /// needed.
    pub recipient: Recipient,
    /// What it is for.
    pub purpose: String,
    /// The investigator's case number; may be empty.
    pub case_number: String,
    /// Days during which it can be downloaded.
    pub days: u32,
}

/// Reads a request: `snapshot`, `investigator`, `recipient`, `purpose`, `case_number`,
/// `days`. The lists hold the allowed choices. A bundle is always identified; a request for
/// another `kind` is refused, because this one must not replace it.
pub fn release(
    form: &mut Form,
    texts: Translator,
    snapshots: &[i64],
    investigators: &[String],
) -> Option<ReleaseRequest> {
    let snapshot = form.value("snapshot").parse().ok();
    let snapshot = snapshot.filter(|number| snapshots.contains(number));
    if snapshot.is_none() {
        form.fail("snapshot", texts.t("group-error-snapshot"));
    }
    let investigator = form.value("investigator").to_owned();
    if !investigators.contains(&investigator) {
        form.fail("investigator", texts.t("group-error-investigator"));
    }
    let recipient = form.value("recipient").parse::<Recipient>().ok();
    let recipient = recipient.filter(|recipient| recipient.gets_names());
    if recipient.is_none() {
        form.fail("recipient", texts.t("group-error-recipient"));
    }
    if !matches!(form.value("kind"), "" | "identified") {
        form.fail("", texts.t("group-error-kind"));
    }
    let purpose = line(form, texts, "purpose", "group-error-purpose");
    let most = form.limits().case_number_characters_max;
    let case_number = bounded(form, texts, "case_number", most, None);
    let days = whole(form, texts, "days", 1, 365);
    let (snapshot, recipient, days) = (snapshot?, recipient?, days?);
    form.is_valid().then_some(ReleaseRequest {
        snapshot,
        investigator,
        recipient,
        purpose,
        case_number,
        days,
    })
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
    fn provenance_of_prices_is_optional_and_a_wrong_moment_is_refused() {
        let read = |fields: &[(&str, &str)]| provenance(&mut form(fields), texts());
        assert_eq!(read(&[]), Some(Provenance::default()));
        let address = "https://prices.example/BTCUSDT-1h.zip";
        let stated = [("address", address), ("retrieved", "2022-12-01")];
        let stated = read(&stated).unwrap();
        assert_eq!(stated.address, address);
        assert_eq!(stated.retrieved, rfc3339::parse("2022-12-01"));
        let mut wrong = form(&[("retrieved", "yesterday")]);
        assert_eq!(provenance(&mut wrong, texts()), None);
        assert!(wrong.error("retrieved").is_some());
        let most = FormLimits::default().line_characters_max as usize;
        for (length, is_taken) in [(most, true), (most + 1, false)] {
            let long = "x".repeat(length);
            assert_eq!(read(&[("address", &long)]).is_some(), is_taken);
        }
    }

    #[test]
    fn a_return_needs_a_message_and_an_acceptance_none() {
        let mut empty = form(&[("step", "return"), ("version", "3")]);
        assert_eq!(decision(&mut empty, texts()), None);
        assert!(empty.error("words").is_some());
        let mut accept = form(&[("step", "accept"), ("version", "3")]);
        let accepted = decision(&mut accept, texts()).unwrap();
        assert_eq!((accepted.step, accepted.version), (Step::Accept, 3));
    }

    #[test]
    fn claimants_step_is_refused_for_a_coordinator() {
        for step in ["submit", "withdraw", "", "explode"] {
            let mut sent = form(&[("step", step), ("version", "3"), ("words", "x")]);
            assert_eq!(decision(&mut sent, texts()), None, "{step}");
            assert!(sent.error("step").is_some());
        }
    }

    #[test]
    fn words_at_the_limit_are_taken_and_one_past_it_refused() {
        let most = FormLimits::default().words_characters_max;
        let at = "é".repeat(most as usize);
        let mut taken = form(&[("message", &at)]);
        assert_eq!(message(&mut taken, texts()), Some(at.clone()));
        let mut past = form(&[("message", &format!("{at}x"))]);
        assert_eq!(message(&mut past, texts()), None);
    }

    #[test]
    fn leaving_a_line_out_needs_a_reason_and_opening_it_none() {
        let mut excluded = form(&[("review", "excluded")]);
        assert_eq!(review(&mut excluded, texts()), None);
        assert!(excluded.error("reason").is_some());
        let mut open = form(&[("review", "open")]);
        assert_eq!(
            review(&mut open, texts()),
            Some((ReviewState::Open, String::new()))
        );
    }

    #[test]
    fn addresses_are_distinguished_from_other_texts() {
        for address in ["a@b.ch", "a.b+c@mail.example.org"] {
            assert!(is_address(address), "{address}");
        }
        for text in [
            "", "a", "a@b", "@b.ch", "a@b..ch", "a b@c.ch", "a@b@c.ch", "<a@b.ch>",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }

    #[test]
    fn a_pair_is_two_tickers_or_nothing() {
        assert_eq!(pair(&mut form(&[]), texts()), Some(None));
        let known = Some(Some(("BTC".to_owned(), "USDT".to_owned())));
        assert_eq!(pair(&mut form(&[("pair", " BTC / USDT ")]), texts()), known);
        for wrong in ["BTCUSDT", "BTC/", "/USDT", "A/B/C", "B TC/USDT"] {
            let mut sent = form(&[("pair", wrong)]);
            assert_eq!(pair(&mut sent, texts()), None, "{wrong}");
            assert!(sent.error("pair").is_some());
        }
    }

    #[test]
    fn a_listing_ends_after_it_begins() {
        let listed = [("asset", "DMG"), ("from", "2022-10-18"), ("reason", "thin")];
        let open = listing(&mut form(&listed), texts()).unwrap();
        assert_eq!(open.to, None);
        for to in ["2022-10-18", "2022-10-17T23:59:59Z", "soon"] {
            let mut sent = form(&listed).with("to", to);
            assert_eq!(listing(&mut sent, texts()), None, "{to}");
            assert!(sent.error("to").is_some(), "{to}");
        }
    }

    fn good_settings() -> Form {
        form(&[
            ("version", "1"),
            ("name", "The leak"),
            ("venues", "FTX, binance  ftx"),
            ("currency", "USD"),
            ("basis", "event"),
            ("trade_minutes", "60"),
            ("daily_hours", "48"),
            ("fiat_days", "7"),
            ("apart_percent", "2"),
        ])
    }

    #[test]
    fn settings_are_read_and_ages_hold_their_bounds() {
        let read = settings(&mut good_settings(), texts()).unwrap();
        assert_eq!(read.venues, ["ftx", "binance"]);
        for minutes in ["0", "61", "-1", "1.5", ""] {
            let mut sent = good_settings().with("trade_minutes", minutes);
            assert_eq!(settings(&mut sent, texts()), None, "{minutes}");
            assert!(sent.error("trade_minutes").is_some());
        }
    }

    #[test]
    fn a_whole_number_is_read_in_the_language_of_the_page() {
        for (locale, typed, hours) in [
            (Locale::Fr, "12,0", 12),
            (Locale::Fr, "12,000", 12),
            (Locale::En, "12.0", 12),
        ] {
            let mut sent = good_settings().with("daily_hours", typed);
            let read = settings(&mut sent, Texts::of(locale)).expect(typed);
            assert_eq!(read.daily_hours, hours);
        }
    }

    #[test]
    fn a_basis_on_a_date_needs_a_day_of_the_calendar() {
        let mut sent = good_settings()
            .with("basis", "date")
            .with("date", "2022-02-30");
        assert_eq!(settings(&mut sent, texts()), None);
        assert!(sent.error("date").is_some());
        let mut good = good_settings()
            .with("basis", "date")
            .with("date", "2022-12-30");
        let read = settings(&mut good, texts()).unwrap();
        assert_eq!(read.basis.to_string(), "date:2022-12-30");
    }

    #[test]
    fn a_release_takes_only_what_can_be_chosen_and_days_within_bounds() {
        let sent = form(&[
            ("snapshot", "2"),
            ("investigator", "i1"),
            ("recipient", "lawyers"),
            ("purpose", "the case"),
            ("days", "365"),
        ]);
        let read = |form: &mut Form| release(form, texts(), &[2], &["i1".to_owned()]);
        let taken = read(&mut sent.clone()).unwrap();
        assert_eq!((taken.days, taken.recipient), (365, Recipient::Lawyers));
        for (field, value) in [
            ("recipient", ""),
            ("recipient", "police"),
            // Claimants who consented to these were promised that no name goes there.
            ("recipient", "press"),
            ("recipient", "group"),
            ("snapshot", "3"),
            ("investigator", "i2"),
            ("purpose", ""),
            ("days", "366"),
            ("days", "0"),
        ] {
            let mut wrong = sent.clone().with(field, value);
            assert_eq!(read(&mut wrong), None, "{field}={value}");
            assert!(wrong.error(field).is_some(), "{field}={value}");
        }
    }

    #[test]
    fn a_release_of_another_kind_than_the_one_there_is_is_refused() {
        let asked = |kind: &str| {
            let mut sent = form(&[
                ("snapshot", "2"),
                ("investigator", "i1"),
                ("recipient", "law_enforcement"),
                ("kind", kind),
                ("purpose", "the case"),
                ("days", "30"),
            ]);
            release(&mut sent, texts(), &[2], &["i1".to_owned()]).is_some()
        };
        assert!(asked("identified") && asked(""));
        assert!(!asked("pseudonymous") && !asked("everything"));
    }
}
