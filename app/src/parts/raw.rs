//! The elements whose text the renderer writes unescaped: `<textarea>`, `<script>`,
//! `<style>`, `<noscript>`. A person's data inside them would be markup. They are therefore
//! written only here, with escaped text (`tests/raw_elements.rs` checks that). `<title>` is
//! here too: browsers read it by rules of its own.

use leptos::prelude::*;

/// A text of several lines, to type or to copy.
#[derive(Clone, Debug, Default)]
pub struct TextArea {
    /// The element's id.
    pub id: Option<String>,
    /// The field's name, where it is part of a form.
    pub name: Option<String>,
    /// Lines shown at once.
    pub rows: u32,
    /// Its class.
    pub class: &'static str,
    /// The most characters it takes.
    pub length_max: Option<u32>,
    /// Whether it is only for copying.
    pub is_read_only: bool,
    /// Its name, where no label gives one.
    pub label: Option<String>,
    /// Ids of the elements that describe it.
    pub described_by: Option<String>,
    /// Whether its value is wrong.
    pub is_invalid: bool,
}

impl TextArea {
    /// The element with this text.
    pub fn view(self, text: &str) -> AnyView {
        let invalid = self.is_invalid.then_some("true");
        view! {
            <textarea id=self.id name=self.name rows=self.rows class=self.class maxlength=self.length_max
                readonly=self.is_read_only aria-label=self.label
                aria-describedby=self.described_by aria-invalid=invalid>{escaped(text)}</textarea>
        }
        .into_any()
    }
}

/// The title of the document.
pub fn title(text: String) -> impl IntoView + use<> {
    view! { <title>{text}</title> }
}

/// A script of our own, by its address; nothing stands between its tags.
pub fn module_script(address: String) -> impl IntoView + use<> {
    view! { <script type="module" src=address></script> }
}

/// Text that can neither end nor begin an element. A parser drops the first line end of a
/// text area, so that one more is put before the text.
fn escaped(text: &str) -> String {
    let first = if text.starts_with('\n') { "\n" } else { "" };
    let text = text.replace('&', "&amp;");
    let text = text.replace('<', "&lt;").replace('>', "&gt;");
    format!("{first}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let area = TextArea {
            id: Some("note".into()),
            rows: 3,
            ..TextArea::default()
        };
        Owner::new().with(|| crate::render::html(area.view(text)))
    }

    #[test]
    fn a_text_can_not_end_the_text_area_it_stands_in() {
        let page = html("a</textarea><meta http-equiv=refresh content=0>&amp;");
        let (_, inside) = page.split_once('>').unwrap();
        assert_eq!(
            inside,
            "a&lt;/textarea&gt;&lt;meta http-equiv=refresh content=0&gt;&amp;amp;</textarea>"
        );
    }

    #[test]
    fn a_text_keeps_its_first_line_end_and_an_empty_one_stays_empty() {
        assert!(html("\nsecond").ends_with(">\n\nsecond</textarea>"));
        assert!(html("").ends_with("></textarea>"));
    }
}
