//! The browser's half of the upload island: slices of the chosen files go
//! through the ledger's reader in short turns, so that the page stays alive.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise, Uint8Array};
use ledger::{Diagnostic, Entry, Found, Import, ReadOptions, Sink};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DataTransfer, Element, Event, File, FormData, HtmlElement, HtmlFormElement, HtmlInputElement,
    MessageChannel, ProgressEvent, XmlHttpRequest,
};

use super::{Look, Shown, UploadWords};

/// Bytes asked from the browser at once.
const SLICE_BYTES: u64 = 1 << 20;
/// Bytes read between two looks at the clock.
const STEP_BYTES: usize = 64 << 10;
/// How long the page may be kept waiting by one turn.
const TURN_MILLISECONDS: f64 = 12.0;
/// How many of the lines that can't be read are named.
const LINES_MAX: usize = 10;

/// How many of the places are named where cells look like keys.
const PLACES_MAX: usize = 5;

/// Keeps where cells look like keys and forgets all else: the browser only says
/// what is there.
#[derive(Default)]
struct Places(Vec<(u64, u32)>);

impl Sink for Places {
    fn entry(&mut self, _entry: &mut Entry) {}

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code == "WARN-SECRET" && self.0.len() < PLACES_MAX {
            self.0.push((diagnostic.line, diagnostic.column));
        }
    }
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
    // A file may have been chosen before this code was there.
    if !files_of(input).is_empty() {
        look();
    }
    on(input, "change", move |_| look());
}

/// Looks at one file after the other, until another choice is made.
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
            if choice.get() == turn {
                shown.looks.update(|looks| {
                    if let Some(look) = looks.get_mut(index) {
                        look.percent = Some(percent);
                    }
                });
            }
        };
        let mut look = look_at(file, &words, progress).await;
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
            // What holds it back now is said by the form's own listener.
            let _ = form.request_submit();
        }
        return;
    }
    if choice.get() == turn && !files.is_empty() {
        let count = grouped(files.len() as u64, &words);
        shown.status.set(words.done.replacen("{}", &count, 1));
    }
}

async fn look_at(file: &File, words: &UploadWords, progress: impl Fn(u32)) -> Look {
    let size = file.size() as u64;
    let mut look = Look {
        name: file.name(),
        ..Look::default()
    };
    if size == 0 {
        return odd(look, &words.empty);
    }
    if size > words.file_bytes_max {
        return odd(look, &words.too_large);
    }
    match read(file, size, progress).await {
        Some(Reading::Archive) => look.sentences.push(words.archive.clone()),
        Some(Reading::Found(found, places)) => {
            describe(&mut look, &found, words);
            tell_secrets(&mut look, &found, &places, words);
        }
        // The browser would not give its bytes; the server will see.
        None => return odd(look, &words.unknown),
    }
    look
}

fn odd(mut look: Look, sentence: &str) -> Look {
    look.sentences.push(sentence.to_owned());
    look.is_odd = true;
    look
}

enum Reading {
    /// Starts like an archive or a workbook.
    Archive,
    /// Read to its end, with where cells look like keys.
    Found(Box<Found>, Places),
}

/// Reads a file slice by slice; gives way to the page every few milliseconds.
async fn read(file: &File, size: u64, progress: impl Fn(u32)) -> Option<Reading> {
    let clock = window().performance()?;
    let options = ReadOptions::default();
    let mut import = Import::new(&file.name(), &options);
    let mut places = Places::default();
    let mut at = 0_u64;
    let mut turn_began = clock.now();
    while at < size {
        let end = (at + SLICE_BYTES).min(size);
        let bytes = slice(file, at, end).await?;
        if at == 0 && ledger::starts_as_archive(&bytes) {
            return Some(Reading::Archive);
        }
        turn_began = turn_began.max(clock.now() - TURN_MILLISECONDS);
        for step in bytes.chunks(STEP_BYTES) {
            import.push(step, &mut places);
            if clock.now() - turn_began > TURN_MILLISECONDS {
                progress(u32::try_from(at * 100 / size).unwrap_or(0));
                give_way().await;
                turn_began = clock.now();
            }
        }
        at = end;
    }
    let found = Box::new(import.finish(&mut places));
    Some(Reading::Found(found, places))
}

async fn slice(file: &File, from: u64, to: u64) -> Option<Vec<u8>> {
    let blob = file.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Lets the browser paint and answer: a message to oneself, which unlike a
/// timer is not slowed down.
async fn give_way() {
    let promise = Promise::new(&mut |resolve, _| {
        if let Ok(channel) = MessageChannel::new() {
            channel.port1().set_onmessage(Some(&resolve));
            if channel.port2().post_message(&JsValue::NULL).is_ok() {
                return;
            }
        }
        // Without a channel, go on at once.
        let _ = resolve.call0(&JsValue::UNDEFINED);
    });
    let _ = JsFuture::from(promise).await;
}

/// What the reader found, in finished sentences.
fn describe(look: &mut Look, found: &Found, words: &UploadWords) {
    let Some(format) = found.format else {
        look.sentences.push(match found.candidates.is_empty() {
            true => words.unknown.clone(),
            false => words.needs_format.clone(),
        });
        look.is_odd = true;
        return;
    };
    let rows = counted(found.rows, &words.rows_one, &words.rows_many, words);
    let told = words.titles.iter().find(|(id, _)| id == format.id);
    let title = told.map_or(format.title, |(_, title)| title);
    look.sentences.push(format!("{title}, {rows}"));
    if found.refused > 0 {
        look.is_odd = true;
        look.sentences.push(refused(found, words));
    }
    if let Some((from, to)) = found.span {
        let span =
            words
                .span
                .replacen("{from}", &readable(from), 1)
                .replacen("{to}", &readable(to), 1);
        look.sentences.push(span);
    }
    if found.needs_zone {
        look.is_odd = true;
        look.sentences.push(words.needs_zone.clone());
    }
    if found.needs_day_order {
        look.is_odd = true;
        look.sentences.push(words.needs_order.clone());
    }
}

/// That cells look like keys, and where: nothing of what is in them.
fn tell_secrets(look: &mut Look, found: &Found, places: &Places, words: &UploadWords) {
    if found.secrets == 0 {
        return;
    }
    look.is_odd = true;
    look.has_secrets = true;
    let count = counted(found.secrets, &words.secret_one, &words.secret_many, words);
    let named = places.0.iter().map(|(line, column)| {
        words
            .secret_place
            .replacen("{line}", &grouped(*line, words), 1)
            .replacen("{column}", &column.to_string(), 1)
    });
    let mut named = named.collect::<Vec<_>>().join("; ");
    if found.secrets > places.0.len() as u64 {
        named.push_str(&words.more_lines);
    }
    look.sentences.push(format!("{count} ({named})"));
    look.sentences.push(words.secret_do.clone());
}

/// Shows the page's warning of what looks like keys, or hides it again.
fn warn(shown: Shown) {
    let looks = shown.looks.get_untracked();
    let has_secrets = looks.iter().any(|look| look.has_secrets);
    let warning = document().get_element_by_id("keys");
    if let Some(warning) = warning.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        warning.set_hidden(!has_secrets);
    }
}

/// Takes the files with what looks like keys out of the choice, and looks at the
/// rest again.
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

fn refused(found: &Found, words: &UploadWords) -> String {
    let count = counted(
        found.refused,
        &words.refused_one,
        &words.refused_many,
        words,
    );
    let named: Vec<String> = found
        .refused_lines
        .iter()
        .take(LINES_MAX)
        .map(|line| grouped(*line, words))
        .collect();
    let mut lines = named.join(", ");
    if found.refused > named.len() as u64 {
        lines.push_str(&words.more_lines);
    }
    format!("{count} ({})", words.lines.replacen("{}", &lines, 1))
}

fn counted(count: u64, one: &str, many: &str, words: &UploadWords) -> String {
    let form = if count == 1 { one } else { many };
    form.replacen("{}", &grouped(count, words), 1)
}

fn readable(moment: ledger::Moment) -> String {
    moment
        .to_string()
        .replacen('T', " ", 1)
        .replace('Z', " UTC")
}

fn grouped(count: u64, words: &UploadWords) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(&words.thousands);
        }
        text.push(digit);
    }
    text
}

/// Sends the form itself, so that progress can be shown. A success leads to its
/// page; of any other answer the page is put in the place of this one, as sending
/// the files a second time would only be refused a second time.
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
            // Sent as soon as all were looked at: keys are warned of before.
            event.prevent_default();
            shown.waits.set(true);
            return;
        }
        if looks.iter().any(|look| look.has_secrets) && !is_said() {
            event.prevent_default();
            shown.status.set(words.secret_held.clone());
            return;
        }
        if send(&sender, &words, shown).is_ok() {
            event.prevent_default();
        }
    });
}

/// The box that says to send what looks like keys all the same.
fn box_to_tick() -> Option<HtmlInputElement> {
    let said = document().get_element_by_id("send-anyway")?;
    said.dyn_into().ok()
}

/// What was said of one choice of files does not go for the next.
fn untick() {
    if let Some(said) = box_to_tick() {
        said.set_checked(false);
    }
}

/// Whether somebody said to send what looks like keys all the same.
fn is_said() -> bool {
    box_to_tick().is_some_and(|said| said.checked())
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

/// Puts the main part of an answered page in the place of this page's. The form,
/// the file field and the island stay the ones that are alive, with no file
/// chosen; none when the answer is no page of ours.
fn show(text: &str, form: &HtmlFormElement) -> Option<()> {
    // An element that is not part of the document: nothing in it runs or loads.
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
