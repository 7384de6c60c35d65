//! A claimant's own claim, page by page. Each page is independent: any order, save and
//! return, one decision a page (GOV.UK pattern).
//!
//! Every link is made from the claim's address, so that a coordinator who files for somebody
//! else uses the same pages.

pub mod ask_back;
pub mod columns;
pub mod confirm;
pub mod consents;
pub mod contest;
pub mod credits;
pub mod declaration;
pub mod entries;
pub mod evidence;
pub mod file;
pub mod flat_before;
pub mod holdings;
pub mod loss;
pub mod messages;
pub mod questions;
pub mod receipt;
pub mod start;
pub mod statement;
pub mod tasks;
pub mod typed;
pub mod withdraw;

use casework::ClaimState;
use leptos::prelude::*;

use crate::parts::fields;
use crate::parts::jobs::{self, JobShown};
use crate::parts::pieces::{self, Tone};
use crate::text::Translator;

/// The facts that every page of a claim needs.
#[derive(Clone, Debug)]
pub struct Head {
    /// Address of the claim, `/i/{incident}/claim`.
    pub base: String,
    /// Its reference.
    pub reference: String,
    /// Its state.
    pub state: ClaimState,
    /// Its version. A form sent from an older version changes nothing.
    pub version: i64,
    /// Whether the reader may change it now.
    pub open: bool,
    /// The progress of its figures.
    pub progress: Progress,
    /// The job that computes them, while it runs.
    pub work: Option<JobShown>,
    /// When the claimant asked to have it sent back, RFC 3339, until somebody decides.
    pub return_asked: Option<String>,
}

/// The progress of a claim's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// They follow from the current files and entries, as far as these could be read.
    Done,
    /// Files are still being read, or the loss is being computed.
    Waiting,
    /// A job failed, and is not tried again unless somebody asks.
    GivenUp,
}

impl Head {
    /// An address under the claim's.
    pub fn link(&self, rest: &str) -> String {
        format!("{}/{rest}", self.base)
    }
}

/// A page about the columns of a file, or of one inside it.
fn columns_link(head: &Head, sha256: &str, member: &str, page: &str) -> String {
    let place = head.link(&format!("evidence/{sha256}/{page}"));
    match member {
        "" => place,
        member => format!("{place}?member={}", super::group::escaped(member)),
    }
}

/// The link back to the task list, on top of every other page.
fn back(texts: Translator, head: &Head) -> impl IntoView + use<> {
    let href = head.base.clone();
    view! {
        <p class="no-print"><a href=href>"← "{texts.t("claim-back")}</a></p>
        {progress(texts, head)}
    }
}

/// Says that the figures are still being computed, or that this failed.
fn progress(texts: Translator, head: &Head) -> Option<AnyView> {
    match head.progress {
        Progress::Done => None,
        Progress::Waiting => {
            let work = head.work.as_ref();
            let work = work.map(|work| jobs::watched(texts, head.link("jobs"), work.view(texts)));
            let body = view! { <p>{texts.t("claim-progress-waiting")}</p>{work} };
            Some(pieces::inset("busy", body.into_any()))
        }
        Progress::GivenUp => {
            let again = head.open.then(|| {
                let label = texts.t("claim-check-unvalued-button");
                pieces::button_form(head.link("loss/again"), label, "second")
            });
            let body = view! { <p>{texts.t("claim-progress-failed")}</p>{again} };
            Some(pieces::inset("warn", body.into_any()))
        }
    }
}

/// Says that the claim cannot be changed now, and what to do about it.
fn closed_note(texts: Translator, head: &Head) -> Option<AnyView> {
    if head.open {
        return None;
    }
    let key = if head.state == ClaimState::Withdrawn {
        "claim-closed-withdrawn"
    } else {
        "claim-closed"
    };
    let body = view! { <p>{texts.t(key)}</p>{ask_back(texts, head)} }.into_any();
    Some(pieces::inset("", body))
}

/// For a claim that can't be changed any more: a link to ask to have it sent back, or the
/// request already made.
fn ask_back(texts: Translator, head: &Head) -> Option<AnyView> {
    let key = match (&head.return_asked, head.state.can_be_asked_back()) {
        (Some(_), _) => "claim-ask-back-waits",
        (None, true) => "claim-ask-back-link",
        (None, false) => return None,
    };
    let link = view! { <p><a href=head.link("ask-back")>{texts.t(key)}</a></p> };
    Some(link.into_any())
}

/// The version from which a form was made.
fn version(head: &Head) -> AnyView {
    fields::hidden("version", head.version.to_string())
}

/// The button of a form, and a link that leaves it.
fn save(texts: Translator, head: &Head, label: &str) -> impl IntoView + use<> {
    let href = head.base.clone();
    view! {
        <div class="actions">
            <button>{label.to_owned()}</button>
            <a href=href>{texts.t("common-cancel")}</a>
        </div>
    }
}

/// A claim's state as a tag in plain words.
pub fn state_tag(texts: Translator, state: ClaimState) -> AnyView {
    let tone = match state {
        ClaimState::Draft => Tone::Quiet,
        ClaimState::Submitted | ClaimState::InReview => Tone::Busy,
        ClaimState::Returned => Tone::Warn,
        ClaimState::Accepted => Tone::Good,
        ClaimState::Declined => Tone::Bad,
        ClaimState::Withdrawn => Tone::Quiet,
    };
    pieces::tag(tone, texts.t(&format!("claim-state-{}", state.as_str())))
}

/// Bytes in a readable unit (1 KB is 1,024 bytes, as computers show it).
pub fn size(texts: Translator, bytes: i64) -> String {
    const KB: i64 = 1 << 10;
    const MB: i64 = 1 << 20;
    const GB: i64 = 1 << 30;
    let (key, shown) = match bytes {
        ..KB => ("claim-size-bytes", bytes.to_string()),
        KB..MB => ("claim-size-kb", tenths(bytes, KB)),
        MB..GB => ("claim-size-mb", tenths(bytes, MB)),
        GB.. => ("claim-size-gb", tenths(bytes, GB)),
    };
    texts.with(key, &[("size", texts.number(&shown).into())])
}

/// One decimal, left out where it is zero.
fn tenths(bytes: i64, unit: i64) -> String {
    let tenths = (i128::from(bytes) * 10 + i128::from(unit) / 2) / i128::from(unit);
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

#[cfg(test)]
mod tests;
