//! The lists of words of one exchange that tell the kind of a row.

use crate::formats::rules::Operations;
use crate::formats::table::settings::Settings;
use crate::tables::{Errors, ExchangeTable, Problem, Section, check_language};

/// The lists of one exchange.
pub(super) struct Lists(Vec<&'static Operations>);

impl Lists {
    /// Gathers the sections `[operations NAME, …]`, `[remarks NAME, …]` and `[coins]`. Coins
    /// are of all lists.
    pub fn read(table: &ExchangeTable, errors: &mut Errors) -> Lists {
        let mut lists: Vec<Operations> = Vec::new();
        for section in &table.sections {
            let Some((sort, name)) = sort_and_name(section) else {
                continue;
            };
            check_language(section, errors);
            let at = lists.iter().position(|list| list.name == name);
            let at = at.unwrap_or_else(|| {
                lists.push(Operations {
                    name,
                    ..Operations::default()
                });
                lists.len() - 1
            });
            for line in &section.lines {
                match sort {
                    "operations" => lists[at].kinds.take(line, errors),
                    _ => lists[at].remarks.take(line, errors),
                }
            }
        }
        let coins = table
            .sections
            .iter()
            .filter(|section| section.head == ["coins"]);
        for line in coins.flat_map(|section| &section.lines) {
            // Errors are the same for each list.
            let mut others = Errors::default();
            for (at, list) in lists.iter_mut().enumerate() {
                let errors = if at == 0 { &mut *errors } else { &mut others };
                list.coins.take(line, errors);
            }
        }
        let leaked = lists.into_iter().map(|list| &*Box::leak(Box::new(list)));
        Lists(leaked.collect())
    }

    /// The list that a format names.
    pub fn named(&self, settings: &mut Settings<'_>) -> Option<&'static Operations> {
        let name = settings.text("operations");
        let found = self.0.iter().copied().find(|list| list.name == name);
        if found.is_none() && !name.is_empty() {
            settings.wrong("operations", || Problem::NoList(name));
        }
        found
    }
}

/// What words of a section are, and the list that they belong to.
fn sort_and_name(section: &Section) -> Option<(&'static str, &'static str)> {
    let (sort, name) = section.head[0].split_once(' ')?;
    matches!(sort, "operations" | "remarks").then_some((sort, name))
}
