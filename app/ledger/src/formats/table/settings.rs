//! The settings of a format: its own, and those of its exchange.

use crate::base::features::COMPLETE;
use crate::formats::field::Field;
use crate::formats::rows::Rows;
use crate::formats::table::DEFAULTS;
use crate::formats::table::rules::RULES;
use crate::tables::{Errors, Line, Named, Problem, Section, Sign, place};
use crate::time::parse_time::Dates;
use crate::time::zone::Zone;

/// The settings of one format, and what is wrong with them.
pub(super) struct Settings<'a> {
    section: &'a Section,
    defaults: Option<&'a Section>,
    /// Names that were asked for.
    asked: Vec<&'static str>,
    pub errors: &'a mut Errors,
}

impl<'a> Settings<'a> {
    /// The settings of a section, then those of the exchange.
    pub fn new(
        section: &'a Section,
        defaults: Option<&'a Section>,
        errors: &'a mut Errors,
    ) -> Settings<'a> {
        Settings {
            section,
            defaults,
            asked: Vec::new(),
            errors,
        }
    }

    fn line(&mut self, name: &'static str) -> Option<Line> {
        if COMPLETE {
            self.asked.push(name);
        }
        let of = |section: &Section| {
            let mut lines = section.lines.iter();
            lines
                .find(|line| line.name == name && line.sign == Sign::Equals)
                .copied()
        };
        of(self.section).or_else(|| {
            let defaults = self.defaults.filter(|_| DEFAULTS.contains(&name))?;
            of(defaults)
        })
    }

    /// Says that the value of a setting is wrong.
    #[inline(always)]
    pub fn wrong(&mut self, name: &'static str, problem: impl FnOnce() -> Problem) {
        if COMPLETE {
            let at = self.line(name).map_or(self.section.at, |line| line.at);
            self.errors.add(at, problem);
        }
    }

    /// The value of a setting; empty where there is none.
    pub fn text(&mut self, name: &'static str) -> &'static str {
        self.line(name).map_or("", |line| line.value)
    }

    /// The value of a setting that every format has.
    pub fn needed(&mut self, name: &'static str) -> &'static str {
        match self.text(name) {
            "" => {
                self.errors.add(self.section.at, || Problem::Missing(name));
                ""
            }
            text => text,
        }
    }

    /// The alternatives of a setting.
    pub fn list(&mut self, name: &'static str) -> Vec<&'static str> {
        let line = self.line(name);
        line.map_or_else(Vec::new, |line| line.alternatives().collect())
    }

    /// A value that is one of few words.
    pub fn word<T: Named>(&mut self, name: &'static str, usual: T) -> T {
        let place = self.place(name, T::NAMES);
        place.map_or(usual, |at| T::ALL[at])
    }

    /// Where a value stands in a list of words.
    #[inline(never)]
    fn place(&mut self, name: &'static str, all: &'static [&'static str]) -> Option<usize> {
        let text = self.text(name);
        let found = place(all, text);
        if found.is_none() && !text.is_empty() {
            self.wrong(name, || Problem::Word {
                word: text,
                of: name,
                all,
            });
        }
        found
    }

    /// What a value names, of a list.
    pub fn one_of<T: Copy>(&mut self, name: &'static str, all: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let found = all.iter().find(|(known, _)| *known == text);
        if found.is_none() {
            self.wrong(name, || Problem::Word {
                word: text,
                of: name,
                all: Vec::leak(all.iter().map(|(known, _)| *known).collect()),
            });
        }
        found.map(|(_, value)| *value)
    }

    /// The field that a value names.
    pub fn field(&mut self, name: &'static str) -> Option<Field> {
        let text = self.text(name);
        let field = Field::named(text);
        if field.is_none() && !text.is_empty() {
            self.wrong(name, || Problem::Field(text));
        }
        field
    }

    /// The fields that a value names.
    pub fn fields(&mut self, name: &'static str) -> Vec<Field> {
        let mut fields = Vec::new();
        for text in self.list(name) {
            match Field::named(text) {
                Some(field) => fields.push(field),
                None => self.wrong(name, || Problem::Field(text)),
            }
        }
        fields
    }

    /// The zone of times that carry none; None where they follow the account's setting.
    pub fn zone(&mut self) -> Option<Zone> {
        match self.text("zone") {
            "" | "account" => None,
            text => {
                let zone = Zone::offset(text);
                if zone.is_none() {
                    self.wrong("zone", || Problem::Zone(text));
                }
                zone
            }
        }
    }

    /// How the format writes dates.
    pub fn dates(&mut self) -> Dates {
        const ALL: [(&str, Dates); 6] = [
            ("year first", Dates::YearFirst),
            ("month first, american clock", Dates::AmericanClock),
            ("day first", Dates::DayFirst),
            ("month first", Dates::MonthFirst),
            ("unix", Dates::Unix),
            ("any order", Dates::AnyOrder),
        ];
        self.one_of("dates", &ALL).unwrap_or(Dates::YearFirst)
    }

    /// Whether the format writes numbers as a country does.
    pub fn local_numbers(&mut self) -> bool {
        let found = self.one_of("numbers", &[("points", false), ("local", true)]);
        found.unwrap_or_default()
    }

    /// Says which settings nobody asked for, and which stand twice.
    pub fn check_leftover(&mut self, rows: &Rows) {
        if !COMPLETE {
            return;
        }
        let is_setting = |line: &&Line| line.sign == Sign::Equals;
        let own: Vec<&Line> = self.section.lines.iter().filter(is_setting).collect();
        for (at, line) in own.iter().enumerate() {
            let name = line.name;
            if own[..at].iter().any(|other| other.name == name) {
                self.errors.add(line.at, || Problem::Twice(name));
            } else if RULES.contains(&name) && !rows.rules.contains(&name) {
                self.errors.add(line.at, || Problem::Rule {
                    rule: name,
                    rows: rows.name,
                    all: rows.rules,
                });
            } else if !self.asked.contains(&name) {
                self.errors.add(line.at, || Problem::Setting(name));
            }
        }
    }
}
