//! The forms of the people page: many addresses at once, and one officer.

use super::Form;
use super::account::bound_name;
use super::limits::cut;
use crate::text::Translator;

/// Somebody to be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitee {
    /// Mail address, lower case.
    pub email: String,
    /// The name, if one was given; may be empty.
    pub name: String,
}

/// Reads pasted addresses: one a line, or separated by commas or semicolons, plain or as
/// `Name <address>`. Each text that is no address is reported with its line. A repeated
/// address counts once.
pub fn invitees(form: &mut Form, texts: Translator, most: usize) -> Option<Vec<Invitee>> {
    let text = form.raw("addresses").to_owned();
    let names_max = form.limits().person_characters_max;
    let mut found: Vec<Invitee> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for piece in line
            .split([',', ';'])
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
        {
            match invitee(piece, names_max) {
                Some(one) if found.iter().all(|known| known.email != one.email) => found.push(one),
                Some(_) => {}
                None => wrong.push(texts.with(
                    "people-line-wrong",
                    &[("line", (index + 1).into()), ("text", piece.into())],
                )),
            }
        }
    }
    if !wrong.is_empty() {
        form.fail("addresses", wrong.join(" "));
    } else if found.is_empty() {
        form.fail("addresses", texts.t("people-addresses-missing"));
    } else if found.len() > most {
        form.fail(
            "addresses",
            texts.with(
                "people-addresses-many",
                &[("most", most.into()), ("count", found.len().into())],
            ),
        );
    }
    form.is_valid().then_some(found)
}

/// Reads one address and name, and the role of the invitation.
pub fn officer(form: &mut Form, texts: Translator) -> Option<(Invitee, String)> {
    let role = form.value("role").to_owned();
    if !["coordinator", "investigator"].contains(&role.as_str()) {
        form.fail("role", texts.t("people-role-missing"));
    }
    let address = form.value("email").to_owned();
    let name = form.value("name").to_owned();
    bound_name(form, texts, &name);
    match invitee(&address, form.limits().person_characters_max) {
        Some(one) => {
            let name = if name.is_empty() { one.name } else { name };
            form.is_valid().then_some((
                Invitee {
                    email: one.email,
                    name,
                },
                role,
            ))
        }
        None => {
            form.fail("email", texts.t("people-email-wrong"));
            None
        }
    }
}

/// Reads `Name <address>` or an address; a name that is too long is cut.
fn invitee(text: &str, name_characters_max: u32) -> Option<Invitee> {
    let (name, email) = match text.split_once('<') {
        Some((name, rest)) => (
            name.trim().trim_matches('"').trim(),
            rest.strip_suffix('>')?.trim(),
        ),
        None => ("", text),
    };
    is_address(email).then(|| Invitee {
        email: email.to_lowercase(),
        name: cut(name, name_characters_max),
    })
}

/// Whether a text looks like a mail address: one `@`, a domain with a point, no white space,
/// at most 254 characters (RFC 5321). Only a mail can prove more.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| !c.is_whitespace() && !c.is_control() && !"@<>()[],;:\\\"".contains(c))
    };
    let labels = domain.split('.').collect::<Vec<_>>();
    text.len() <= 254
        && local.len() <= 64
        && plain(local)
        && plain(domain)
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Locale, Texts};

    fn read(text: &str, most: usize) -> Result<Vec<String>, String> {
        let mut form = Form::default().with("addresses", text);
        let found = invitees(&mut form, Texts::of(Locale::En), most);
        found
            .map(|list| {
                list.into_iter()
                    .map(|one| format!("{}|{}", one.name, one.email))
                    .collect()
            })
            .ok_or_else(|| form.error("addresses").unwrap_or_default().to_owned())
    }

    #[test]
    fn takes_addresses_as_people_paste_them() {
        let text = "Ada Example <Ada@Example.org>, b@example.org\n\n;c@example.org;ada@example.org";
        let found = read(text, 3).unwrap();
        assert_eq!(
            found,
            [
                "Ada Example|ada@example.org",
                "|b@example.org",
                "|c@example.org"
            ]
        );
    }

    #[test]
    fn names_the_line_of_each_thing_that_is_no_address() {
        let error = read("a@example.org\nnot an address\nb@nodot", 9).unwrap_err();
        assert!(
            error.contains("Line 2") && error.contains("not an address"),
            "{error}"
        );
        assert!(error.contains("Line 3"), "{error}");
    }

    #[test]
    fn invitees_are_accepted_up_to_the_limit_and_not_beyond() {
        assert!(read("a@x.org b", 9).is_err());
        assert_eq!(read("a@x.org,b@x.org", 2).unwrap().len(), 2);
        assert!(
            read("a@x.org,b@x.org,c@x.org", 2)
                .unwrap_err()
                .contains('2')
        );
    }
}
