//! The values of a form and their errors.
//!
//! A handler parses a [`Form`] and collects errors in it. It either acts, or shows the same
//! page again with the values kept and each error beside its field. Each form has a module
//! with its rules, which the page and the handler share.

pub mod account;
pub mod bundles;
pub mod claim;
pub mod columns;
pub mod group;
pub mod limits;
pub mod number;
pub mod people;

pub use ledger::tickers::in_capitals as ticker;
pub use limits::FormLimits;

use std::collections::BTreeMap;

/// References of claims in a text, each once, in capitals and in their order. They are
/// separated by spaces or commas.
pub fn claim_references(text: &str) -> Vec<String> {
    let mut references = Vec::new();
    let words = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    for word in words.filter(|word| !word.is_empty()) {
        let reference = word.to_ascii_uppercase();
        if !references.contains(&reference) {
            references.push(reference);
        }
    }
    references
}

/// The sent values, the errors found in them, and the limits of the fields.
#[derive(Clone, Debug)]
pub struct Form {
    limits: FormLimits,
    /// The key of this form among several equal forms of a page; empty where it is the only
    /// one.
    key: String,
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldError>,
}

/// An error beside a field; the summary on top uses the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field; empty when the error is about the whole form.
    pub field: String,
    /// What is wrong and what to do, in the reader's language.
    pub message: String,
}

impl Form {
    /// A form that nobody has filled in.
    pub fn new(limits: FormLimits) -> Form {
        Form {
            limits,
            key: String::new(),
            values: BTreeMap::new(),
            errors: Vec::new(),
        }
    }

    /// The same form as one of several equal forms on a page. The ids of its fields contain
    /// the key of its row, so that each label and each error leads to its own field.
    #[must_use]
    pub fn keyed(mut self, key: &str) -> Form {
        key.clone_into(&mut self.key);
        self
    }

    /// The key of this form among several equal forms.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The id of a field on the page. The field's name, which is sent, has no key.
    pub fn id(&self, name: &str) -> String {
        match self.key.as_str() {
            "" => name.to_owned(),
            key => format!("{name}-{key}"),
        }
    }

    /// An empty form under the same limits.
    pub fn blank(&self) -> Form {
        Form::new(self.limits)
    }

    /// The limits of its fields.
    pub fn limits(&self) -> &FormLimits {
        &self.limits
    }

    /// A form with the values that were sent.
    pub fn from_pairs(
        limits: FormLimits,
        pairs: impl IntoIterator<Item = (String, String)>,
    ) -> Form {
        let mut form = Form::new(limits);
        for (name, value) in pairs {
            form.values.entry(name).or_default().push(value);
        }
        form
    }

    /// The same form with one field set, as an initial value of a page.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Form {
        self.values.insert(name.to_owned(), vec![value.into()]);
        self
    }

    /// The same form with values that were sent before, in place of the initial values.
    #[must_use]
    pub fn with_all(mut self, fields: &[(String, String)]) -> Form {
        for (name, _) in fields {
            self.values.remove(name);
        }
        for (name, value) in fields {
            let values = self.values.entry(name.clone()).or_default();
            values.push(value.clone());
        }
        self
    }

    /// The field's value without surrounding white space; empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The field's value as sent (passwords keep their spaces).
    pub fn raw(&self, name: &str) -> &str {
        self.values
            .get(name)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    /// All values of a field that may be sent several times.
    pub fn values(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a checkbox or radio of that name and value was chosen.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values(name).iter().any(|sent| sent == value)
    }

    /// Every field with its values, in order of name.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.values
            .iter()
            .map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// Puts an error beside a field; only the first error of a field is kept.
    pub fn fail(&mut self, field: &str, message: impl Into<String>) {
        if self.error(field).is_none() {
            self.errors.push(FieldError {
                field: field.to_owned(),
                message: message.into(),
            });
        }
    }

    /// The error of a field.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.as_str())
    }

    /// All errors, in the order they were found.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Whether nothing is wrong.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Removes the values of fields that must not be sent back (passwords).
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Form {
        for name in names {
            self.values.remove(*name);
        }
        self
    }
}

/// The form with which tests of pages and forms start.
#[cfg(test)]
impl Default for Form {
    fn default() -> Form {
        Form::new(FormLimits::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_equal_forms_have_ids_of_their_own_and_one_name() {
        let blank = Form::default();
        assert_eq!(blank.id("case_number"), "case_number");
        let second = blank.keyed("r2");
        assert_eq!(
            (second.key(), &*second.id("case_number")),
            ("r2", "case_number-r2")
        );
        assert_eq!(second.blank().id("case_number"), "case_number");
    }

    #[test]
    fn form_keeps_typed_values_and_the_first_error_of_a_field() {
        let mut form = Form::from_pairs(
            FormLimits::default(),
            [("email".into(), " a@example.org ".into())],
        );
        form.fail("email", "first");
        form.fail("email", "second");
        assert_eq!(form.value("email"), "a@example.org");
        assert_eq!(form.error("email"), Some("first"));
        assert!(!form.is_valid());
    }
}
