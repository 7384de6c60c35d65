//! The form by which an investigator asks for a bundle. Reading it collects its errors in
//! it. Whether the key can be used is decided where bundles are encrypted.

use casework::BundleKind;

use super::limits::is_longer;
use super::{Form, claim_references};
use crate::text::Translator;

/// A requested bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleRequest {
    /// How much it shows of people.
    pub kind: BundleKind,
    /// References of the claims that it holds; none for all.
    pub claims: Vec<String>,
    /// Id of an earlier bundle, whose claims stay out as far as they are the same.
    pub since: Option<String>,
    /// The public key that it is encrypted to, as it was typed; empty where it is not.
    pub key: String,
}

/// What can be asked for under a release.
#[derive(Clone, Debug)]
pub struct Offered<'o> {
    /// The kind that the release covers; the other one covers less.
    pub released: BundleKind,
    /// References of the claims that may go to the recipient now.
    pub claims: &'o [String],
    /// The earlier bundles of the investigator: id and kind.
    pub earlier: &'o [(String, BundleKind)],
}

/// Reads a request: `kind`, `which`, `claims`, `since`, `key`. A form without them asks for
/// the whole bundle, as it was released.
pub fn build(form: &mut Form, texts: Translator, offered: &Offered<'_>) -> Option<BundleRequest> {
    let kind = kind(form, texts, offered);
    let mut request = BundleRequest {
        kind: kind.unwrap_or_default(),
        claims: Vec::new(),
        since: None,
        key: key(form, texts),
    };
    match form.value("which") {
        "" | "whole" => {}
        "claims" => request.claims = claims(form, texts, offered),
        "since" => request.since = since(form, texts, offered, request.kind),
        _ => form.fail("which", texts.t("bundles-error-which")),
    }
    form.is_valid().then_some(request)
}

fn kind(form: &mut Form, texts: Translator, offered: &Offered<'_>) -> Option<BundleKind> {
    let kind = match form.value("kind") {
        "" => Some(offered.released),
        word => word.parse::<BundleKind>().ok(),
    };
    let kind = kind.filter(|kind| kind.is_covered_by(offered.released));
    if kind.is_none() {
        form.fail("kind", texts.t("bundles-error-kind"));
    }
    kind
}

fn claims(form: &mut Form, texts: Translator, offered: &Offered<'_>) -> Vec<String> {
    let asked = claim_references(form.value("claims"));
    if asked.is_empty() {
        form.fail("claims", texts.t("bundles-error-claims-none"));
    }
    let is_unknown = |claim: &&String| !offered.claims.contains(claim);
    let unknown: Vec<&str> = asked
        .iter()
        .filter(is_unknown)
        .map(String::as_str)
        .collect();
    if !unknown.is_empty() {
        let args = [("claims", unknown.join(", ").into())];
        form.fail("claims", texts.with("bundles-error-claims", &args));
    }
    asked
}

fn since(
    form: &mut Form,
    texts: Translator,
    offered: &Offered<'_>,
    kind: BundleKind,
) -> Option<String> {
    let id = form.value("since").to_owned();
    let known = offered.earlier.iter().find(|(known, _)| *known == id);
    let error = match known {
        None => "bundles-error-since",
        Some((_, of)) if *of != kind => "bundles-error-since-kind",
        Some(_) => return Some(id),
    };
    form.fail("since", texts.t(error));
    None
}

fn key(form: &mut Form, texts: Translator) -> String {
    let key = form.value("key").to_owned();
    let most = form.limits().line_characters_max;
    if is_longer(&key, most) {
        let args = [("count", most.into())];
        form.fail("key", texts.with("bundles-error-key-long", &args));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::FormLimits;
    use crate::text::{Locale, Texts};

    fn read(released: BundleKind, pairs: &[(&str, &str)]) -> Result<BundleRequest, Box<Form>> {
        let pairs = pairs.iter();
        let pairs = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut form = Form::from_pairs(FormLimits::default(), pairs);
        let claims = ["R-2222-22", "R-3333-33"].map(str::to_owned);
        let earlier = [("b1".to_owned(), BundleKind::Identified)];
        let offered = Offered {
            released,
            claims: &claims,
            earlier: &earlier,
        };
        let read = build(&mut form, Texts::of(Locale::En), &offered);
        read.ok_or(Box::new(form))
    }

    #[test]
    fn form_without_fields_asks_for_the_whole_bundle_as_it_was_released() {
        for kind in BundleKind::ALL {
            let whole = BundleRequest {
                kind,
                claims: Vec::new(),
                since: None,
                key: String::new(),
            };
            assert_eq!(read(kind, &[]).ok(), Some(whole));
        }
    }

    #[test]
    fn kind_with_names_is_refused_under_a_release_without_names() {
        let (named, nameless) = (BundleKind::Identified, BundleKind::Pseudonymous);
        let less = read(named, &[("kind", "pseudonymous")]).unwrap();
        assert_eq!(less.kind, nameless);
        for word in ["identified", "everything"] {
            let form = read(nameless, &[("kind", word)]).unwrap_err();
            assert!(form.error("kind").is_some(), "{word}");
        }
    }

    #[test]
    fn some_claims_are_those_that_may_go_and_others_are_named() {
        let named = BundleKind::Identified;
        let asked = [
            ("which", "claims"),
            ("claims", "r-3333-33, R-2222-22 r-3333-33"),
        ];
        let some = read(named, &asked).unwrap();
        assert_eq!(some.claims, ["R-3333-33", "R-2222-22"]);
        let form = read(named, &[("which", "claims"), ("claims", "R-9999-99")]).unwrap_err();
        assert!(form.error("claims").unwrap().contains("R-9999-99"));
        let form = read(named, &[("which", "claims")]).unwrap_err();
        assert!(form.error("claims").is_some());
    }

    #[test]
    fn what_is_new_is_beside_an_earlier_bundle_of_the_same_kind() {
        let named = BundleKind::Identified;
        let since = read(named, &[("which", "since"), ("since", "b1")]).unwrap();
        assert_eq!(since.since.as_deref(), Some("b1"));
        for pairs in [
            &[("which", "since"), ("since", "b2")][..],
            &[("which", "since")],
            &[
                ("which", "since"),
                ("since", "b1"),
                ("kind", "pseudonymous"),
            ],
        ] {
            let form = read(named, pairs).unwrap_err();
            assert!(form.error("since").is_some(), "{pairs:?}");
        }
        let form = read(named, &[("which", "other")]).unwrap_err();
        assert!(form.error("which").is_some());
    }

    #[test]
    fn key_has_a_length_that_is_a_setting() {
        let most = FormLimits::default().line_characters_max as usize;
        let at = "k".repeat(most);
        assert_eq!(
            read(BundleKind::Identified, &[("key", &at)]).unwrap().key,
            at
        );
        let past = "k".repeat(most + 1);
        let form = read(BundleKind::Identified, &[("key", &past)]).unwrap_err();
        assert!(form.error("key").is_some());
    }
}
