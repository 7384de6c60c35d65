//! The browser's half of the upload island. It watches the file field, starts the inspection
//! of each chosen file, and sends the form.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    DataTransfer, Element, Event, File, FormData, HtmlElement, HtmlFormElement, HtmlInputElement,
    ProgressEvent, XmlHttpRequest,
};

use super::describe::grouped;
use super::look::look_at;
use super::{Look, Shown, UploadWords};

/// The texts in the form's attribute.
pub(super) fn words() -> UploadWords {
    let form = document().get_element_by_id("upload");
    let lines = form.and_then(|form| form.get_attribute("data-words"));
    UploadWords::of_lines(&lines.unwrap_or_default())
}

/// Watches the file field and the form, and marks the island as ready.
pub(super) fn watch(words: UploadWords, shown: Shown) {
    Effect::new(move |_| {
        if let Some((form, input)) = form_and_input() {
            let words = Rc::new(words.clone());
            watch_choice(&input, Rc::clone(&words), shown);
            on(&form, "click", move |event| drop(leave_out(&event, shown)));
            watch_sending(&form, input, words, shown);
        }
        shown.is_ready.set(true);
    });
}

fn form_and_input() -> Option<(HtmlFormElement, HtmlInputElement)> {
    let form = document().get_element_by_id("upload")?.dyn_into().ok()?;
    let input = document().get_element_by_id("files")?.dyn_into().ok()?;
    Some((form, input))
}

fn files_of(input: &HtmlInputElement) -> Vec<File> {
    let Some(list) = input.files() else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.item(index))
        .collect()
}

/// Calls `act` on every event of that name for as long as the page lives.
fn on(target: &web_sys::EventTarget, name: &str, act: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(act);
    let listener: &Function = closure.as_ref().unchecked_ref();
    if target
        .add_event_listener_with_callback(name, listener)
        .is_ok()
    {
        closure.forget();
    }
}

fn watch_choice(input: &HtmlInputElement, words: Rc<UploadWords>, shown: Shown) {
    let choice = Rc::new(Cell::new(0_u32));
    let chosen = input.clone();
    let look = move || {
        choice.set(choice.get() + 1);
        let task = look_at_all(
            files_of(&chosen),
            Rc::clone(&words),
            shown,
            Rc::clone(&choice),
        );
        spawn_local(task);
    };
    // A file may have been chosen before this code was loaded.
    if !files_of(input).is_empty() {
        look();
    }
    on(input, "change", move |_| look());
}

/// Inspects one file after the other, until the choice changes.
async fn look_at_all(
    files: Vec<File>,
    words: Rc<UploadWords>,
    shown: Shown,
    choice: Rc<Cell<u32>>,
) {
    let turn = choice.get();
    shown.waits.set(false);
    shown.status.set(String::new());
    shown.looks.set(
        files
            .iter()
            .map(|file| Look {
                name: file.name(),
                percent: Some(0),
                ..Look::default()
            })
            .collect(),
    );
    untick();
    warn(shown);
    for (index, file) in files.iter().enumerate() {
        if choice.get() != turn {
            return;
        }
        shown
            .status
            .set(words.looking.replacen("{}", &file.name(), 1));
        let progress = |percent| {
            let is_current = choice.get() == turn;
            if is_current {
                shown.looks.update(|looks| {
                    if let Some(look) = looks.get_mut(index) {
                        look.percent = Some(percent);
                    }
                });
            }
            is_current
        };
        let mut look = look_at(file, &words, &progress).await;
        if index >= words.files_max {
            look.sentences.push(words.too_many.clone());
            look.is_odd = true;
        }
        if choice.get() == turn {
            shown.looks.update(|looks| {
                if let Some(place) = looks.get_mut(index) {
                    *place = look;
                }
            });
            warn(shown);
        }
    }
    if choice.get() == turn && shown.waits.get_untracked() {
        shown.waits.set(false);
        if let Some((form, _)) = form_and_input() {
            // If something still prevents sending, the form's own listener says so.
            let _ = form.request_submit();
        }
        return;
    }
    if choice.get() == turn && !files.is_empty() {
        let count = grouped(files.len() as u64, &words);
        shown.status.set(words.done.replacen("{}", &count, 1));
    }
}

/// Shows or hides the page's warning of possible keys.
fn warn(shown: Shown) {
    let looks = shown.looks.get_untracked();
    let has_secrets = looks.iter().any(|look| look.has_secrets);
    let warning = document().get_element_by_id("keys");
    if let Some(warning) = warning.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        warning.set_hidden(!has_secrets);
    }
}

/// Removes the files with possible keys from the choice, and inspects the others again.
fn leave_out(event: &Event, shown: Shown) -> Result<(), JsValue> {
    let pressed = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    if pressed.is_none_or(|it| it.id() != "leave-out") {
        return Ok(());
    }
    let looks = shown.looks.get_untracked();
    let (_, input) = form_and_input().ok_or(JsValue::NULL)?;
    let kept = DataTransfer::new()?;
    for (index, file) in files_of(&input).iter().enumerate() {
        if looks.get(index).is_none_or(|look| !look.has_secrets) {
            kept.items().add_with_file(file)?;
        }
    }
    input.set_files(kept.files().as_ref());
    input.dispatch_event(&Event::new("change")?)?;
    input.focus()
}

/// Sends the form itself, so that progress can be shown. A success leads to the next page.
/// The page of any other answer replaces this one, because a second upload of the same files
/// would be refused again.
fn watch_sending(
    form: &HtmlFormElement,
    input: HtmlInputElement,
    words: Rc<UploadWords>,
    shown: Shown,
) {
    let sender = form.clone();
    on(form, "submit", move |event| {
        if shown.sent_percent.get_untracked().is_some() {
            event.prevent_default();
            return;
        }
        if files_of(&input).is_empty() {
            return;
        }
        let looks = shown.looks.get_untracked();
        if looks.iter().any(|look| look.percent.is_some()) {
            // The form is sent after all files are inspected, so that the person is warned
            // of keys first.
            event.prevent_default();
            shown.waits.set(true);
            return;
        }
        if looks.iter().any(|look| look.has_secrets) && !is_confirmed() {
            event.prevent_default();
            shown.status.set(words.secret_held.clone());
            return;
        }
        if send(&sender, &words, shown).is_ok() {
            event.prevent_default();
        }
    });
}

/// The checkbox that allows sending files with possible keys.
fn box_to_tick() -> Option<HtmlInputElement> {
    let checkbox = document().get_element_by_id("send-anyway")?;
    checkbox.dyn_into().ok()
}

/// Clears the consent: it is valid for one choice of files only.
fn untick() {
    if let Some(checkbox) = box_to_tick() {
        checkbox.set_checked(false);
    }
}

/// Whether the person agreed to send what looks like keys.
fn is_confirmed() -> bool {
    box_to_tick().is_some_and(|checkbox| checkbox.checked())
}

fn send(form: &HtmlFormElement, words: &Rc<UploadWords>, shown: Shown) -> Result<(), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", &form.action())?;
    let progress_words = Rc::clone(words);
    let upload = request.upload()?;
    on(&upload, "progress", move |event| {
        let Ok(progress) = event.dyn_into::<ProgressEvent>() else {
            return;
        };
        if progress.length_computable() && progress.total() > 0.0 {
            let percent = (progress.loaded() * 100.0 / progress.total()) as u32;
            shown.sent_percent.set(Some(percent));
            let sentence = progress_words
                .sending
                .replacen("{}", &percent.to_string(), 1);
            shown.status.set(sentence);
        }
    });
    let (answered, sender, failed) = (request.clone(), form.clone(), words.failed.clone());
    on(&request, "load", move |_| {
        let went_well = answered.status().is_ok_and(|status| status == 200);
        if went_well && window().location().assign(&answered.response_url()).is_ok() {
            return;
        }
        shown.sent_percent.set(None);
        let text = answered.response_text().ok().flatten().unwrap_or_default();
        let status = match show(&text, &sender) {
            Some(()) => {
                shown.looks.set(Vec::new());
                warn(shown);
                String::new()
            }
            None => failed.clone(),
        };
        shown.status.set(status);
    });
    let failed = words.failed.clone();
    on(&request, "error", move |_| {
        shown.sent_percent.set(None);
        shown.status.set(failed.clone());
    });
    shown.sent_percent.set(Some(0));
    request.send_with_opt_form_data(Some(&FormData::new_with_form(form)?))
}

/// Replaces the main part of this page by that of the answer. The form, the file field and
/// the island stay alive, and no file is chosen. None when the answer is not one of our
/// pages.
fn show(text: &str, form: &HtmlFormElement) -> Option<()> {
    // The element is not part of the document, so that nothing in it runs or loads.
    let page = document().create_element("div").ok()?;
    page.set_inner_html(text);
    let find = |selector: &str| page.query_selector(selector).ok().flatten();
    let (main, title) = (find("main")?, find("title"));
    let old_main = document().query_selector("main").ok().flatten()?;
    if let (Some(answered), Some(field)) = (find("#upload"), find("#upload > .field")) {
        let old_field = form.query_selector(":scope > .field").ok().flatten()?;
        let input = form.query_selector("#files").ok().flatten()?;
        let new_input = field.query_selector("#files").ok().flatten()?;
        form.reset();
        for name in ["aria-describedby", "aria-invalid"] {
            if let Some(value) = new_input.get_attribute(name) {
                input.set_attribute(name, &value).ok()?;
            }
        }
        new_input.replace_with_with_node_1(&input).ok()?;
        old_field.replace_with_with_node_1(&field).ok()?;
        answered.replace_with_with_node_1(form).ok()?;
    }
    old_main.replace_with_with_node_1(&main).ok()?;
    if let Some(title) = title.and_then(|title| title.text_content()) {
        document().set_title(&title);
    }
    let summary = main.query_selector(".error-summary").ok().flatten();
    let summary = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok());
    if let Some(summary) = summary {
        summary.focus().ok()?;
    }
    Some(())
}
