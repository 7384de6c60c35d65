//! The common ground of the pages of all roles: the visitor, the language and the roles;
//! forms and posted files; errors, headers and redirects. It knows no page.

pub mod context;
pub mod download;
pub mod error;
pub mod form;
#[cfg(test)]
mod form_limits_tests;
pub mod headers;
pub mod job_progress;
pub mod late_forms;
#[cfg(test)]
mod late_forms_tests;
#[cfg(test)]
mod limits_tests;
pub mod posted_files;
pub mod redirect;
pub mod sessions;
pub mod site;
pub mod visitor;

pub use context::MemberContext;
pub use error::WebError;
pub use form::{Posted, QueryForm};
pub use posted_files::PostedFiles;
pub use redirect::{done, go_to, page_of_ours};
pub use visitor::{SignedIn, Visitor};

/// Marks a response that is already a whole page.
#[derive(Clone, Copy, Debug)]
pub struct Finished;
