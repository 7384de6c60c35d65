//! The custody log of the incident: who did what and who viewed what, a page at a time. It
//! shows the verified head, which others may keep.

use casework::custody::{ChainError, Record};
use leptos::prelude::*;

use super::{query, role_text};
use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, chosen, select};
use crate::parts::figures;
use crate::parts::paging::Paging;
use crate::parts::pieces::{Stacked, inset, narrowing, stacked};
use crate::text::Translator;

/// Whether the chain holds.
#[derive(Clone, Debug)]
pub enum Chain {
    /// The chain is intact, from the first record to this head.
    Holds {
        /// Sequence of the last record.
        sequence: u64,
        /// Its hash.
        hash: String,
    },
    /// The chain is broken: what is wrong, and where.
    Broken(String),
}

/// The page.
#[derive(Clone, Debug)]
pub struct CustodyPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// Whether the chain holds.
    pub chain: Chain,
    /// Filter as sent: `object`, `action`, `actor`.
    pub filter: Form,
    /// Actions that can be chosen.
    pub actions: Vec<String>,
    /// Records, newest first.
    pub records: Vec<Record>,
    /// Names behind the pseudonyms of this page, for coordinators' eyes only.
    pub names: Vec<(String, String)>,
    /// Page and number of pages.
    pub paging: Paging,
}

/// The log.
pub fn page(texts: Translator, vm: &CustodyPage) -> AnyView {
    let base = vm.base.clone();
    let href = |page: i64| {
        let number = page.to_string();
        let pairs = [
            ("object", vm.filter.value("object")),
            ("action", vm.filter.value("action")),
            ("actor", vm.filter.value("actor")),
            ("page", &number),
        ];
        format!("{base}/custody{}", query(&pairs))
    };
    view! {
        <h1>{texts.t("group-custody-title")}</h1>
        <p>{texts.t("group-custody-text")}</p>
        {chain(texts, &vm.chain)}
        {filter(texts, vm)}
        {list(texts, vm)}
        {vm.paging.links(texts, href)}
    }
    .into_any()
}

fn chain(texts: Translator, chain: &Chain) -> AnyView {
    match chain {
        Chain::Holds { sequence, hash } => {
            let count = i64::try_from(*sequence).unwrap_or(i64::MAX);
            let sentence = texts.with("group-custody-holds", &[("count", count.into())]);
            let body = view! {
                <p>{sentence}</p>
                <p>{texts.t("group-custody-head")}" "<span class="hash">{hash.clone()}</span></p>
            };
            inset("", body.into_any())
        }
        Chain::Broken(problem) => {
            let sentence = texts.with(
                "group-custody-broken",
                &[("problem", problem.as_str().into())],
            );
            inset("bad", view! { <p>{sentence}</p> }.into_any())
        }
    }
}

/// An action in words; an action of a later version shows its own word.
pub fn action_text(texts: Translator, action: &str) -> String {
    let key = format!("group-action-{action}");
    if texts.has(&key) {
        texts.t(&key)
    } else {
        action.to_owned()
    }
}

fn filter(texts: Translator, vm: &CustodyPage) -> AnyView {
    let mut actions = vec![Choice::new("", texts.t("group-filter-any"))];
    actions.extend(
        vm.actions
            .iter()
            .map(|action| Choice::new(action, action_text(texts, action))),
    );
    let form = &vm.filter;
    let typed = |name: &str| Some(form.value(name).to_owned()).filter(|text| !text.is_empty());
    let narrowed: Vec<String> = [
        typed("object"),
        chosen(form, "action", &actions),
        typed("actor"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let body = view! {
        <form method="get" action=format!("{}/custody", vm.base) class="filter">
            <div class="row">
                {TextField::new("object", texts.t("group-custody-object")).class("medium")
                    .view(texts, &vm.filter)}
                {select(texts, &vm.filter, "action", &texts.t("group-custody-action"), None, actions)}
                {TextField::new("actor", texts.t("group-custody-actor")).class("medium")
                    .view(texts, &vm.filter)}
                <div class="field"><button class="second">{texts.t("group-filter-show")}</button></div>
            </div>
        </form>
    };
    narrowing(texts, &narrowed, body.into_any())
}

fn list(texts: Translator, vm: &CustodyPage) -> AnyView {
    if vm.records.is_empty() {
        return view! { <p>{texts.t("group-custody-none")}</p> }.into_any();
    }
    let head = [
        (texts.t("group-number"), true),
        (texts.t("group-time"), false),
        (texts.t("group-custody-actor"), false),
        (texts.t("group-custody-action"), false),
        (texts.t("group-custody-object"), false),
        (texts.t("group-custody-purpose"), false),
        (texts.t("group-custody-hash"), false),
    ];
    let rows = vm
        .records
        .iter()
        .map(|record| record_row(texts, vm, record))
        .collect();
    stacked(&texts.t("group-custody-caption"), &head, rows)
}

fn record_row(texts: Translator, vm: &CustodyPage, record: &Record) -> Stacked {
    let name = vm
        .names
        .iter()
        .find(|(pseudonym, _)| *pseudonym == record.actor)
        .map(|(_, name)| name.clone());
    let sequence = i64::try_from(record.sequence).unwrap_or(i64::MAX);
    let file = (!record.object_sha256.is_empty()).then(|| figures::hash(&record.object_sha256));
    // The operator has no other name; other people appear with their pseudonym in the log.
    let named = name.map(|name| view! { {name}" " });
    let role = role_text(texts, &record.role);
    let actor = (record.actor != record.role).then(|| {
        view! { <span class="hint mono">" "{record.actor.clone()}</span> }
    });
    let who = view! { {named}<div class="hint">{role}{actor}</div> };
    let purpose = (!record.purpose.is_none()).then(|| purpose_text(texts, record));
    let cells = vec![
        figures::count(texts, sequence),
        figures::moment(&shortened(&record.time)),
        who.into_any(),
        action_text(texts, &record.action).into_any(),
        view! { {object_text(texts, &record.object)}{file} }.into_any(),
        purpose.into_any(),
        figures::hash(&record.hash),
    ];
    (None, cells)
}

/// The object of a record, in words where the log uses one of its own words. References and
/// ids stay unchanged.
fn object_text(texts: Translator, object: &str) -> String {
    let number = object
        .strip_prefix("snapshot ")
        .or_else(|| object.strip_prefix("report "))
        .and_then(|number| number.parse::<i64>().ok());
    match (number, object) {
        (Some(number), _) => texts.with("group-snapshot-title", &[("number", number.into())]),
        (None, "settings") => texts.t("group-version-settings"),
        (None, "released reports") => texts.t("group-object-reports"),
        (None, object) => object.to_owned(),
    }
}

/// The purpose of a record; a purpose of a later version appears as the record has it.
fn purpose_text(texts: Translator, record: &Record) -> String {
    match record.purpose.purpose() {
        Some(purpose) => texts.message(&purpose),
        None => record.purpose.to_json(),
    }
}

/// What is wrong with the chain.
pub fn problem_text(texts: Translator, problem: &ChainError) -> String {
    let number = |sequence: u64| i64::try_from(sequence).unwrap_or(i64::MAX).into();
    let (key, record) = match problem {
        ChainError::Sequence { expected, found } => {
            let args = [("found", number(*found)), ("expected", number(*expected))];
            return texts.with("group-chain-sequence", &args);
        }
        ChainError::Previous(record) => ("group-chain-previous", record),
        ChainError::Hash(record) => ("group-chain-hash", record),
        ChainError::Incident(record) => ("group-chain-incident", record),
        ChainError::Time(record) => ("group-chain-time", record),
    };
    texts.with(key, &[("record", number(*record))])
}

/// The time to the second. The log keeps microseconds, which readers do not need.
fn shortened(time: &str) -> String {
    match time.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use casework::ReviewState;

    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::{Locale, Texts};
    use casework::custody::{Answer, AnswersChanged, CustodyEvent, Fact, Head, Purpose, follow};

    fn custody(chain: Chain) -> CustodyPage {
        let fact = Fact {
            time_us: 1_666_000_000_123_456,
            actor: "p-1",
            role: "coordinator",
            action: CustodyEvent::ClaimSeen.as_str(),
            object: "R-7F3K-2M",
            object_sha256: "",
            purpose: None,
            tool: "redress/0.1.0",
        };
        CustodyPage {
            base: "/i/x/group".into(),
            chain,
            filter: Form::default(),
            actions: CustodyEvent::ALL
                .iter()
                .map(|a| a.as_str().to_owned())
                .collect(),
            records: vec![follow("x", &Head::empty(), &fact)],
            names: vec![("p-1".into(), "Ada Invented".into())],
            paging: Paging::default(),
        }
    }

    #[test]
    fn every_action_has_its_words() {
        for texts in texts_of_all() {
            for action in CustodyEvent::ALL {
                let key = format!("group-action-{}", action.as_str());
                assert!(texts.has(&key), "{key}");
            }
            assert_eq!(
                action_text(texts, "of-a-later-version"),
                "of-a-later-version"
            );
        }
    }

    #[test]
    fn shows_the_head_of_a_chain_that_holds_and_what_breaks_one_that_does_not() {
        for texts in texts_of_all() {
            let holds = Chain::Holds {
                sequence: 7,
                hash: "ff".repeat(32),
            };
            let page_holds = html(texts, |t| page(t, &custody(holds)));
            assert!(page_holds.contains(&"ff".repeat(32)));
            assert!(page_holds.contains("Ada Invented"));
            assert!(page_holds.contains("2022-10-17T09:46:40Z"));
            let broken = Chain::Broken("record 3 was changed".into());
            let page_broken = html(texts, |t| page(t, &custody(broken)));
            assert!(page_broken.contains("record 3 was changed"));
        }
    }

    #[test]
    fn purposes_of_the_server_are_shown_in_words() {
        let record = |action: CustodyEvent, purpose: &Purpose| {
            let fact = Fact {
                time_us: 0,
                actor: "p-1",
                role: "coordinator",
                action: action.as_str(),
                object: "R-7F3K-2M",
                object_sha256: "",
                purpose: Some(purpose),
                tool: "redress/0.1.0",
            };
            follow("x", &Head::empty(), &fact)
        };
        let french = Texts::of(Locale::Fr);
        let text_of = |action, purpose: Purpose| purpose_text(french, &record(action, &purpose));
        let read = text_of(
            CustodyEvent::Imported,
            Purpose::Read {
                entries: 1204,
                refused: 3,
            },
        );
        assert_eq!(
            read,
            "opérations lues\u{a0}: 1\u{202f}204, lignes non lues\u{a0}: 3"
        );
        assert_eq!(
            text_of(
                CustodyEvent::ContestChanged,
                Purpose::RulesAdded {
                    count: 1,
                    commitment: "ab".into()
                }
            ),
            "une règle ajoutée, empreinte des règles\u{a0}: ab"
        );
        let reviewed = Purpose::Reviewed {
            state: ReviewState::Excluded,
            row: "k1".into(),
        };
        assert_eq!(text_of(CustodyEvent::LineReviewed, reviewed), "écartée k1");
        let answers = AnswersChanged(vec![Answer::Account, Answer::DayOrder]);
        assert_eq!(
            text_of(CustodyEvent::EvidenceChanged, Purpose::Answered { answers }),
            "compte, ordre du jour et du mois"
        );
        // What somebody wrote stays as they wrote it.
        assert_eq!(
            text_of(CustodyEvent::ReleaseApproved, Purpose::words("download")),
            "download"
        );
    }

    #[test]
    fn problem_of_a_chain_is_shown_in_words() {
        let problem = ChainError::Hash(7);
        let [english, french] = [Locale::En, Locale::Fr].map(Texts::of);
        assert_eq!(problem_text(english, &problem), problem.to_string());
        assert!(problem_text(french, &problem).contains("empreinte"));
        let problem = ChainError::Sequence {
            expected: 3,
            found: 5,
        };
        assert_eq!(problem_text(english, &problem), problem.to_string());
    }
}
