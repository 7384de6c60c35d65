//! Previews a mapping while somebody chooses the columns. It sends the page's own form as
//! the button would, and puts only the preview of the answer into the page. The live preview
//! is therefore what the server reads, including named zones, and nothing is computed twice.

use leptos::prelude::*;

/// Keeps the preview up to date. It stands beside the form `columns`, whose `data-working`
/// says that the preview is being made, and whose `data-failed` says that it could not be
/// loaded. The button works in any case.
#[island]
pub fn ColumnsPreview() -> impl IntoView {
    let status = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    browser::watch(status);
    view! { <p role="status" class="hint">{move || status.get()}</p> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::Cell;
    use std::rc::Rc;

    use leptos::prelude::*;
    use wasm_bindgen::prelude::*;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{
        DomParser, Event, FormData, HtmlFormElement, SupportedType, UrlSearchParams, XmlHttpRequest,
    };

    /// Finished texts.
    #[derive(Clone)]
    struct Words {
        working: String,
        failed: String,
    }

    fn words(form: &HtmlFormElement) -> Words {
        let text = |name| form.get_attribute(name).unwrap_or_default();
        Words {
            working: text("data-working"),
            failed: text("data-failed"),
        }
    }

    /// Sends the form whenever a field of it changes.
    pub(super) fn watch(status: RwSignal<String>) {
        Effect::new(move |_| {
            let Some(form) = form() else { return };
            let (words, turn) = (words(&form), Rc::new(Cell::new(0_u32)));
            let changed = Closure::<dyn FnMut(Event)>::new(move |_| {
                turn.set(turn.get() + 1);
                if ask(&words, status, &turn).is_err() {
                    status.set(words.failed.clone());
                }
            });
            let listener = changed.as_ref().unchecked_ref();
            if form
                .add_event_listener_with_callback("change", listener)
                .is_ok()
            {
                changed.forget();
            }
        });
    }

    fn form() -> Option<HtmlFormElement> {
        document().get_element_by_id("columns")?.dyn_into().ok()
    }

    fn ask(words: &Words, status: RwSignal<String>, turn: &Rc<Cell<u32>>) -> Result<(), JsValue> {
        let form = form().ok_or(JsValue::NULL)?;
        let data = FormData::new_with_form(&form)?;
        data.append_with_str("act", "show")?;
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&data)?;
        let request = XmlHttpRequest::new()?;
        request.open("POST", &form.action())?;
        request.set_request_header("Content-Type", "application/x-www-form-urlencoded")?;
        let (own, turn, words) = (turn.get(), Rc::clone(turn), words.clone());
        status.set(words.working.clone());
        let answer = request.clone();
        let ended = Closure::once_into_js(move || {
            // A later change is on its way; its answer is newer.
            if turn.get() != own {
                return;
            }
            let is_shown = answer
                .response_text()
                .ok()
                .flatten()
                .is_some_and(|html| put(&html));
            status.set(if is_shown {
                String::new()
            } else {
                words.failed
            });
        });
        request.set_onloadend(Some(ended.unchecked_ref()));
        request.send_with_opt_str(Some(&String::from(fields.to_string())))
    }

    /// Puts the preview of a whole page into this one.
    fn put(html: &str) -> bool {
        let parsed = DomParser::new()
            .and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
        let theirs = parsed
            .ok()
            .and_then(|page| page.get_element_by_id("preview"));
        match (theirs, document().get_element_by_id("preview")) {
            (Some(theirs), Some(ours)) => {
                ours.set_inner_html(&theirs.inner_html());
                true
            }
            _ => false,
        }
    }
}
