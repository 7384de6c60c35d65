//! Form fields: label, hint, error and input linked for screen readers, and the error
//! summary that leads to them (GOV.UK pattern).

use std::borrow::Cow;

use leptos::prelude::*;

use super::raw::TextArea;
use crate::forms::Form;
use crate::text::Translator;

/// The summary on top of a page whose form has errors; it takes focus by
/// `autofocus` and links to each field.
pub fn error_summary(texts: Translator, form: &Form) -> AnyView {
    if form.is_valid() {
        return ().into_any();
    }
    let items = form
        .errors()
        .iter()
        .map(|error| {
            let message = error.message.clone();
            if error.field.is_empty() {
                view! { <li>{message}</li> }.into_any()
            } else {
                let href = format!("#{}", form.id(&error.field));
                view! { <li><a href=href>{message}</a></li> }.into_any()
            }
        })
        .collect_view();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus>
            <h2>{texts.t("common-error-summary")}</h2>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}

/// One line or several lines of text input.
#[derive(Clone, Debug, Default)]
pub struct TextField {
    name: Cow<'static, str>,
    label: String,
    hint: Option<String>,
    kind: &'static str,
    autocomplete: Option<&'static str>,
    rows: Option<u32>,
    class: &'static str,
    length_max: Option<u32>,
    input_mode: Option<&'static str>,
    list: Option<&'static str>,
    step: Option<&'static str>,
    optional: bool,
}

impl TextField {
    /// A text field; `label` in the reader's language.
    pub fn new(name: impl Into<Cow<'static, str>>, label: impl Into<String>) -> TextField {
        TextField {
            name: name.into(),
            label: label.into(),
            kind: "text",
            ..TextField::default()
        }
    }

    /// A hint under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> TextField {
        self.hint = Some(hint.into());
        self
    }

    /// The input's type (`email`, `password`, `date`, `url` …).
    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> TextField {
        self.kind = kind;
        self
    }

    /// What the browser may fill in (WCAG 1.3.5).
    #[must_use]
    pub fn autocomplete(mut self, purpose: &'static str) -> TextField {
        self.autocomplete = Some(purpose);
        self
    }

    /// Several lines instead of one.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> TextField {
        self.rows = Some(rows);
        self
    }

    /// A narrower input (`short`, `medium`).
    #[must_use]
    pub fn class(mut self, class: &'static str) -> TextField {
        self.class = class;
        self
    }

    /// The most characters the field takes.
    #[must_use]
    pub fn length_max(mut self, characters: u32) -> TextField {
        self.length_max = Some(characters);
        self
    }

    /// Which keys a phone offers (`decimal`, `numeric`).
    #[must_use]
    pub fn input_mode(mut self, mode: &'static str) -> TextField {
        self.input_mode = Some(mode);
        self
    }

    /// The id of a `<datalist>` with suggestions.
    #[must_use]
    pub fn list(mut self, id: &'static str) -> TextField {
        self.list = Some(id);
        self
    }

    /// The step of a date, time or number (`1` shows the seconds).
    #[must_use]
    pub fn step(mut self, step: &'static str) -> TextField {
        self.step = Some(step);
        self
    }

    /// Puts `(optional)` after the label.
    #[must_use]
    pub fn optional(mut self) -> TextField {
        self.optional = true;
        self
    }

    /// The field with the form's value and error.
    pub fn view(self, texts: Translator, form: &Form) -> AnyView {
        let name = self.name.into_owned();
        let id = form.id(&name);
        let error = form.error(&name).map(str::to_owned);
        let described = described_by(&id, self.hint.is_some(), error.is_some());
        let invalid = error.is_some().then_some("true");
        let value = if self.kind == "password" {
            String::new()
        } else {
            form.raw(&name).to_owned()
        };
        let class = self.class;
        let input = match self.rows {
            Some(rows) => TextArea {
                id: Some(id.clone()),
                name: Some(name.clone()),
                rows,
                class,
                length_max: self.length_max,
                described_by: described,
                is_invalid: error.is_some(),
                ..TextArea::default()
            }
            .view(&value),
            None => view! {
                <input id=id.clone() name=name.clone() type=self.kind value=value class=class
                    maxlength=self.length_max inputmode=self.input_mode
                    list=self.list step=self.step
                    autocomplete=self.autocomplete aria-describedby=described
                    aria-invalid=invalid/>
            }
            .into_any(),
        };
        let label = if self.optional {
            format!("{} {}", self.label, texts.t("common-optional"))
        } else {
            self.label
        };
        view! {
            <div class="field" class:wrong=error.is_some()>
                <label for=id.clone()>{label}</label>
                {hint(&id, self.hint)}
                {error_line(texts, &id, error.as_deref())}
                {input}
            </div>
        }
        .into_any()
    }
}

/// One of several choices: value, label, hint.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A sentence under the label.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice {
            value: value.into(),
            label: label.into(),
            hint: None,
        }
    }

    /// The same with a sentence under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = Some(hint.into());
        self
    }
}

/// A group of radio buttons (`radio`) or checkboxes (`checkbox`).
pub fn choices(
    texts: Translator,
    form: &Form,
    kind: &'static str,
    name: &str,
    legend: &str,
    options: Vec<Choice>,
) -> AnyView {
    choices_about(texts, form, kind, name, (legend, None), options)
}

/// The same with a sentence under the legend.
pub fn choices_about(
    texts: Translator,
    form: &Form,
    kind: &'static str,
    name: &str,
    (legend, about): (&str, Option<String>),
    options: Vec<Choice>,
) -> AnyView {
    let of_all = form.id(name);
    let error = form.error(name).map(str::to_owned);
    let described = described_by(&of_all, about.is_some(), error.is_some());
    let items = options
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            // The summary links to the field's id, which is on the first input.
            let id = if index == 0 {
                of_all.clone()
            } else {
                format!("{of_all}-{index}")
            };
            let checked = form.has(name, &choice.value);
            let hint_id = choice.hint.is_some().then(|| format!("{id}-about"));
            view! {
                <div class="choice">
                    <input type=kind id=id.clone() name=name.to_owned() value=choice.value checked=checked
                        aria-describedby=hint_id.clone()/>
                    <label for=id>{choice.label}</label>
                    {choice.hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" class:wrong=error.is_some() aria-describedby=described>
            <legend>{legend.to_owned()}</legend>
            {hint(&of_all, about)}
            {error_line(texts, &of_all, error.as_deref())}
            {items}
        </fieldset>
    }
    .into_any()
}

/// A list to pick one from.
pub fn select(
    texts: Translator,
    form: &Form,
    name: &str,
    label: &str,
    hint_text: Option<String>,
    options: Vec<Choice>,
) -> AnyView {
    let id = form.id(name);
    let error = form.error(name).map(str::to_owned);
    let described = described_by(&id, hint_text.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let items = options
        .into_iter()
        .map(|choice| {
            let selected = form.has(name, &choice.value);
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <div class="field" class:wrong=error.is_some()>
            <label for=id.clone()>{label.to_owned()}</label>
            {hint(&id, hint_text)}
            {error_line(texts, &id, error.as_deref())}
            <select id=id name=name.to_owned() aria-describedby=described aria-invalid=invalid>{items}</select>
        </div>
    }
    .into_any()
}

/// The chosen item of a list, as the list shows it. None where it is the first choice of a
/// filter, which means any.
pub fn chosen(form: &Form, name: &str, options: &[Choice]) -> Option<String> {
    let value = form.value(name);
    let found = options
        .iter()
        .skip(1)
        .find(|choice| choice.value == value && !value.is_empty());
    found.map(|choice| choice.label.clone())
}

/// A hidden value of the form.
pub fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    view! { <input type="hidden" name=name value=value.into()/> }.into_any()
}

fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    let mut ids = Vec::new();
    if has_hint {
        ids.push(format!("{id}-hint"));
    }
    if has_error {
        ids.push(format!("{id}-error"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

fn hint(field: &str, text: Option<String>) -> Option<impl IntoView + use<>> {
    let id = format!("{field}-hint");
    text.map(|text| view! { <p class="hint" id=id>{text}</p> })
}

/// The error beside a field, with the word "Error" for people who cannot see red.
fn error_line(
    texts: Translator,
    field: &str,
    error: Option<&str>,
) -> Option<impl IntoView + use<>> {
    let id = format!("{field}-error");
    error.map(|message| {
        let message = message.to_owned();
        view! {
            <p class="error" id=id>
                <span class="visually-hidden">{texts.t("common-error")}{texts.t("common-colon")}</span>
                {message}
            </p>
        }
    })
}
