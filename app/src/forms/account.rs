//! The forms of accounts: signing in, joining by a link, changing a password.

use super::Form;
use super::limits::is_longer;
use crate::text::Translator;

/// Fields that hold a password; they are never shown again and never stored.
pub const SECRET_FIELDS: [&str; 2] = ["password", "current"];

/// Somebody who wants to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Mail address, lower case.
    pub email: String,
    /// Password as typed.
    pub password: String,
}

/// Reads the sign-in form; errors go to the form.
pub fn sign_in(form: &mut Form, texts: Translator) -> Option<SignIn> {
    let email = form.value("email").to_lowercase();
    let password = form.raw("password").to_owned();
    if email.is_empty() {
        form.fail("email", texts.t("account-email-missing"));
    }
    if password.is_empty() {
        form.fail("password", texts.t("account-password-missing"));
    }
    form.is_valid().then_some(SignIn { email, password })
}

/// Somebody who joins: a name and a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The name that the person chose.
    pub name: String,
    /// Password as typed.
    pub password: String,
}

/// Reads the form of a link. `wrong_with` states what is wrong with a new password, in the
/// reader's language; the server has the rules.
pub fn join(
    form: &mut Form,
    texts: Translator,
    wants_name: bool,
    wrong_with: impl Fn(&str, &str) -> Option<String>,
) -> Option<Join> {
    let name = form.value("name").to_owned();
    if wants_name {
        check_name(form, texts, &name);
    }
    let password = new_password(form, texts, |password| wrong_with(password, &name));
    let password = password?;
    form.is_valid().then_some(Join { name, password })
}

/// Reports what is wrong with a name.
pub fn check_name(form: &mut Form, texts: Translator, name: &str) {
    if name.is_empty() {
        form.fail("name", texts.t("account-name-missing"));
    } else {
        bound_name(form, texts, name);
    }
}

/// Reports a name that is too long.
pub fn bound_name(form: &mut Form, texts: Translator, name: &str) {
    let most = form.limits().person_characters_max;
    if is_longer(name, most) {
        form.fail(
            "name",
            texts.with("account-name-long", &[("count", most.into())]),
        );
    }
}

/// Reads a new password. It is typed once, because it can be shown while it is typed.
pub fn new_password(
    form: &mut Form,
    texts: Translator,
    wrong_with: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let password = form.raw("password").to_owned();
    if password.is_empty() {
        form.fail("password", texts.t("account-password-missing"));
        return None;
    }
    if let Some(wrong) = wrong_with(&password) {
        form.fail("password", wrong);
        return None;
    }
    Some(password)
}
