//! Questions about a file that only the claimant can answer (day or month first, which of
//! several formats): the questions that follow from the findings, the stored answers, and
//! the answers in a form. Answers about one file of an archive are stored by its name.

use app::Translator;
use app::forms::Form;
use app::forms::limits::is_longer;
use app::pages::claim::file::Answer;
use app::pages::claim::questions as pages;
use app::parts::movement::Movement;
use ledger::{DayOrder, Members, Zone};
use store::{Answered, ClaimFile, Import};

use crate::jobs;
use crate::jobs::FoundFile;
use crate::web::frame::WebError;

/// The findings of an import, file by file; empty when they cannot be read.
pub(super) fn found(import: &Import) -> Vec<FoundFile> {
    jobs::found(import).unwrap_or_default()
}

/// The questions about the findings that only the claimant can answer.
pub(super) fn questions(found: &[FoundFile]) -> Vec<pages::Question> {
    let mut questions = Vec::new();
    for (at, found) in found.iter().enumerate() {
        let mut ask = |is_open: bool, asks: pages::Asks| {
            questions.push(pages::Question {
                at,
                member: found.member().to_owned(),
                is_open,
                asks,
            });
        };
        if !found.candidates.is_empty() {
            let choices = found.candidates.iter().map(|format| pages::FormatChoice {
                id: format.id.clone(),
                title: format.title.clone(),
                first: format
                    .first
                    .as_ref()
                    .map(|entry| (entry.time.to_string(), Movement::of(entry))),
            });
            ask(found.is_open(), pages::Asks::Format(choices.collect()));
        }
        if let Some(date) = &found.either_way {
            let asks = pages::Asks::DayOrder {
                raw: date.raw.clone(),
                day_first: date.day_first.clone(),
                month_first: date.month_first.clone(),
            };
            ask(found.needs_day_order, asks);
        }
    }
    questions
}

/// The stored answer to a question.
pub(super) fn answer_of(
    answered: &Answered,
    members: &Members,
    question: &pages::Question,
) -> Option<String> {
    let given = members.0.get(&question.member);
    let is_whole = question.member.is_empty();
    match question.asks {
        pages::Asks::DayOrder { .. } => {
            let own = answered.day_order.filter(|_| is_whole);
            let order = given.and_then(|given| given.day_order).or(own);
            order.map(|order| order.as_str().to_owned())
        }
        pages::Asks::Format(_) => {
            let own = answered.format_said.clone().filter(|_| is_whole);
            given.and_then(|given| given.format.clone()).or(own)
        }
    }
}

/// Puts an answer among the stored ones.
fn keep_answer(
    answered: &mut Answered,
    members: &mut Members,
    question: &pages::Question,
    answer: &str,
) {
    let order = answer.parse::<DayOrder>().ok();
    match (&question.asks, question.member.as_str()) {
        (pages::Asks::DayOrder { .. }, "") => answered.day_order = order,
        (pages::Asks::DayOrder { .. }, member) => members.of(member).day_order = order,
        (pages::Asks::Format(_), "") => answered.format_said = Some(answer.to_owned()),
        (pages::Asks::Format(_), member) => members.of(member).format = Some(answer.to_owned()),
    }
}

/// Whether dates of a file wait until the claimant states their order; until then, its rows
/// are left out.
pub fn awaits_day_order(import: &Import) -> bool {
    found(import).iter().any(|found| found.needs_day_order)
}

/// Whether a question about a file waits for its claimant.
pub fn awaits_answer(import: &Import) -> bool {
    let found = found(import);
    questions(&found).iter().any(|question| question.is_open)
}

/// The answers in the form; errors stand beside their fields. A question without an answer
/// in the form keeps its answer.
pub(super) fn answers(
    form: &mut Form,
    texts: Translator,
    file: &ClaimFile,
    questions: &[pages::Question],
) -> Result<Answered, WebError> {
    let (zone_field, account_field) = (
        format!("zone-{}", file.sha256),
        format!("account-{}", file.sha256),
    );
    let mut answered = file.answered();
    answered.account = form.value(&account_field).to_owned();
    let max = form.limits().account_characters_max;
    if is_longer(&answered.account, max) {
        let message = texts.with("claim-error-long", &[("max", max.into())]);
        form.fail(&account_field, message);
    }
    let zone = form.value(&zone_field).to_owned();
    if !zone.is_empty() && zone.parse::<Zone>().is_err() {
        let message = texts.with("claim-error-zone", &[("zone", (&zone).into())]);
        form.fail(&zone_field, message);
    }
    answered.zone = (!zone.is_empty()).then_some(zone);
    let mut members = jobs::members(file)?;
    for question in questions {
        let field = question.field(&file.sha256);
        let answer = form.value(&field).to_owned();
        if answer.is_empty() {
            continue;
        }
        // The page may be older than the current findings.
        let member = format!("member-{}-{}", file.sha256, question.at);
        if !question.takes(&answer) || form.raw(&member) != question.member {
            form.fail(&field, texts.t("claim-error-choice"));
            continue;
        }
        keep_answer(&mut answered, &mut members, question, &answer);
    }
    answered.members = members.to_json();
    Ok(answered)
}

/// The claimant's answers about a file and the files inside it: member, title of the format,
/// order of day and month.
pub fn given_answers(file: &ClaimFile) -> Result<Vec<Answer>, WebError> {
    let own = (String::new(), file.format_said.clone(), file.day_order);
    let members = jobs::members(file)?.0.into_iter();
    let members = members.map(|(member, given)| (member, given.format, given.day_order));
    let all = std::iter::once(own).chain(members);
    let given = all.filter(|(_, format, order)| format.is_some() || order.is_some());
    Ok(given
        .map(|(member, format, order)| {
            let title = format.as_deref().and_then(ledger::format_by_id);
            let title = title.map_or_else(String::new, |format| format.title.to_owned());
            (member, title, order)
        })
        .collect())
}
