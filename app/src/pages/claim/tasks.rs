//! The task list: what is to do and what is done, in any order. Once the claim is submitted,
//! it shows the state and what happens next.

use casework::ClaimState;
use ledger::Money;
use leptos::prelude::*;

use super::Head;
use crate::parts::movement;
use crate::parts::pieces::{self, Tone};
use crate::text::Translator;

/// The facts on the page.
#[derive(Clone, Debug)]
pub struct Tasks {
    /// The claim.
    pub head: Head,
    /// Name of the incident.
    pub incident: String,
    /// Somebody filed it on this person's behalf, and the person has not confirmed it.
    pub to_confirm: bool,
    /// The name of another person for whom a coordinator files it.
    pub for_somebody: Option<String>,
    /// Files in the claim.
    pub files: i64,
    /// Files with an open question, such as their time zone or format.
    pub answers_missing: i64,
    /// Entries read from them or typed in.
    pub entries: i64,
    /// Entries contested.
    pub contested: i64,
    /// The loss, once any contested entry has a price.
    pub loss: Option<Money>,
    /// Its currency.
    pub currency: String,
    /// Contested entries without a price.
    pub unpriced: i64,
    /// Credits listed.
    pub credits: i64,
    /// Whether a statement was written.
    pub statement: bool,
    /// Recipients about whom the claimant decided, yes or no.
    pub consents: i64,
    /// Recipients there are.
    pub recipients: i64,
    /// The coordinator's last words on a returned or declined claim.
    pub words: Option<String>,
    /// Messages so far.
    pub messages: i64,
    /// The messages that the reader has not marked as read.
    pub unread: i64,
}

struct Task {
    href: String,
    name: String,
    hint: String,
    state: AnyView,
}

/// The page.
pub fn page(texts: Translator, tasks: &Tasks) -> AnyView {
    let head = &tasks.head;
    let list = task_list(texts, tasks)
        .into_iter()
        .map(|task| {
            view! {
                <li>
                    <a href=task.href>{task.name}</a>
                    {task.state}
                    <p class="hint">{task.hint}</p>
                </li>
            }
        })
        .collect_view();
    let confirm = tasks.to_confirm.then(|| {
        let body = view! {
            <p>{texts.t("claim-tasks-confirm")}</p>
            <p><a href=head.link("confirm")>{texts.t("claim-tasks-confirm-link")}</a></p>
        };
        pieces::inset("warn", body.into_any())
    });
    let for_somebody = tasks.for_somebody.clone().map(|name| {
        let sentence = texts.with("claim-tasks-for", &[("name", name.into())]);
        pieces::inset("warn", view! { <p>{sentence}</p> }.into_any())
    });
    view! {
        <h1>{texts.t("claim-tasks-title")}</h1>
        <p>
            {texts.t("claim-reference")}" "<strong class="mono">{head.reference.clone()}</strong>" "
            {super::state_tag(texts, head.state)}
        </p>
        {super::progress(texts, head)}
        {for_somebody}
        {confirm}
        {state_words(texts, tasks)}
        <ul class="tasks">{list}</ul>
        {further(texts, tasks)}
    }
    .into_any()
}

/// What the claim's state means for the person.
fn state_words(texts: Translator, tasks: &Tasks) -> AnyView {
    let head = &tasks.head;
    let latest = tasks.words.clone().map(|words| {
        view! { <blockquote>{paragraphs(&words)}</blockquote> }
    });
    let (key, class) = match head.state {
        ClaimState::Draft => return view! { <p>{texts.t("claim-tasks-draft")}</p> }.into_any(),
        ClaimState::Submitted => ("claim-tasks-submitted", ""),
        ClaimState::InReview => ("claim-tasks-in-review", ""),
        ClaimState::Returned => ("claim-tasks-returned", "warn"),
        ClaimState::Accepted => ("claim-tasks-accepted", ""),
        ClaimState::Declined => ("claim-tasks-declined", "warn"),
        ClaimState::Withdrawn => ("claim-tasks-withdrawn", ""),
    };
    let latest = matches!(head.state, ClaimState::Returned | ClaimState::Declined)
        .then_some(latest)
        .flatten();
    let answer = latest.is_some().then(|| {
        view! { <p><a href=head.link("messages")>{texts.t("claim-tasks-answer")}</a></p> }
    });
    pieces::inset(
        class,
        view! { <p>{texts.t(key)}</p>{latest}{answer}{super::ask_back(texts, head)} }.into_any(),
    )
}

/// A text as paragraphs, as it was typed.
pub(super) fn paragraphs(words: &str) -> AnyView {
    words
        .split("\n\n")
        .map(|paragraph| view! { <p class="as-typed">{paragraph.trim().to_owned()}</p> })
        .collect_view()
        .into_any()
}

/// A person's own words as paragraphs, in the language in which they were written.
pub(super) fn words(words: &str, language: &str) -> AnyView {
    let language = language.to_owned();
    view! { <div lang=language>{paragraphs(words)}</div> }.into_any()
}

fn task_list(texts: Translator, tasks: &Tasks) -> Vec<Task> {
    let mut list = vec![
        files_task(texts, tasks),
        entries_task(texts, tasks),
        loss_task(texts, tasks),
    ];
    let optional = |done: bool| {
        if done {
            (Tone::Good, "claim-task-done")
        } else {
            (Tone::Quiet, "claim-task-optional")
        }
    };
    list.push(task(
        texts,
        tasks,
        "credits",
        ("claim-task-credits", "claim-task-credits-hint"),
        optional(tasks.credits > 0),
    ));
    list.push(task(
        texts,
        tasks,
        "statement",
        ("claim-task-statement", "claim-task-statement-hint"),
        optional(tasks.statement),
    ));
    let decided = if tasks.consents >= tasks.recipients {
        (Tone::Good, "claim-task-done")
    } else if tasks.consents > 0 {
        (Tone::Busy, "claim-task-begun")
    } else {
        (Tone::Quiet, "claim-task-to-do")
    };
    list.push(task(
        texts,
        tasks,
        "consents",
        ("claim-task-consents", "claim-task-consents-hint"),
        decided,
    ));
    list.push(sign_task(texts, tasks));
    list
}

fn task(
    texts: Translator,
    tasks: &Tasks,
    page: &str,
    (name, hint): (&str, &str),
    (tone, state): (Tone, &str),
) -> Task {
    Task {
        href: tasks.head.link(page),
        name: texts.t(name),
        hint: texts.t(hint),
        state: pieces::tag(tone, texts.t(state)),
    }
}

fn files_task(texts: Translator, tasks: &Tasks) -> Task {
    let state = if tasks.files == 0 {
        (Tone::Quiet, "claim-task-to-do")
    } else if tasks.answers_missing > 0 {
        (Tone::Warn, "claim-task-question")
    } else {
        (Tone::Good, "claim-task-done")
    };
    let names = ("claim-task-files", "claim-task-files-hint");
    let mut made = task(texts, tasks, "evidence", names, state);
    if tasks.files > 0 {
        let args = [
            ("files", tasks.files.into()),
            ("entries", tasks.entries.into()),
        ];
        made.hint = texts.with("claim-task-files-have", &args);
    }
    made
}

fn entries_task(texts: Translator, tasks: &Tasks) -> Task {
    let state = if tasks.contested > 0 {
        (Tone::Good, "claim-task-done")
    } else if tasks.entries > 0 {
        (Tone::Quiet, "claim-task-to-do")
    } else {
        (Tone::Quiet, "claim-task-later")
    };
    let names = ("claim-task-entries", "claim-task-entries-hint");
    let mut made = task(texts, tasks, "entries", names, state);
    if tasks.contested > 0 {
        let args = [
            ("contested", tasks.contested.into()),
            ("entries", tasks.entries.into()),
        ];
        made.hint = texts.with("claim-task-entries-have", &args);
    }
    made
}

fn loss_task(texts: Translator, tasks: &Tasks) -> Task {
    let state = match tasks.loss {
        _ if tasks.unpriced > 0 => (Tone::Busy, "claim-task-prices-missing"),
        Some(_) => (Tone::Good, "claim-task-to-read"),
        None => (Tone::Quiet, "claim-task-later"),
    };
    let names = ("claim-task-loss", "claim-task-loss-hint");
    let mut made = task(texts, tasks, "loss", names, state);
    if tasks.loss.is_some() || tasks.unpriced > 0 {
        let loss = match tasks.loss {
            Some(loss) => movement::money_text(texts, loss, &tasks.currency),
            None => texts.t("claim-loss-no-price"),
        };
        let args = [("loss", loss.into()), ("unpriced", tasks.unpriced.into())];
        made.hint = texts.with("claim-task-loss-have", &args);
    }
    made
}

fn sign_task(texts: Translator, tasks: &Tasks) -> Task {
    if tasks.head.open {
        let ready = tasks.contested > 0 && !tasks.to_confirm;
        let state = if ready {
            (Tone::Quiet, "claim-task-to-do")
        } else {
            (Tone::Quiet, "claim-task-later")
        };
        let names = ("claim-task-sign", "claim-task-sign-hint");
        return task(texts, tasks, "declaration", names, state);
    }
    let names = ("claim-task-receipt", "claim-task-receipt-hint");
    let state = (Tone::Good, "claim-task-to-read");
    task(texts, tasks, "receipt", names, state)
}

/// Messages, everything as one file, withdrawing the claim.
fn further(texts: Translator, tasks: &Tasks) -> impl IntoView + use<> {
    let head = &tasks.head;
    let messages = texts.with(
        "claim-tasks-messages",
        &[("messages", tasks.messages.into())],
    );
    let unread = (tasks.unread > 0).then(|| {
        let text = texts.with("claim-tasks-unread", &[("count", tasks.unread.into())]);
        pieces::tag(Tone::Warn, text)
    });
    let word = match head.state {
        ClaimState::Draft => "claim-tasks-erase",
        _ => "claim-tasks-withdraw",
    };
    let withdraw = (head.state != ClaimState::Withdrawn).then(|| {
        view! { <li><a href=head.link("withdraw")>{texts.t(word)}</a></li> }
    });
    view! {
        <h2>{texts.t("claim-tasks-further")}</h2>
        <ul>
            <li><a href=head.link("messages")>{messages}</a>" "{unread}</li>
            <li><a href=head.link("export.zip")>{texts.t("claim-tasks-export")}</a></li>
            {withdraw}
        </ul>
    }
}
