//! Values by name, in the order of the names.

/// A few hundred values by name. Each is put in its place, because a sort for each type of
/// value would weigh in the browser.
#[derive(Debug)]
pub(crate) struct ByName<T>(Vec<(&'static str, T)>);

impl<T> Default for ByName<T> {
    fn default() -> ByName<T> {
        ByName(Vec::new())
    }
}

impl<T> ByName<T> {
    /// Adds a value; the first one of a name stays.
    pub(crate) fn add(&mut self, name: &'static str, value: T) {
        if let Err(place) = self.place(name) {
            self.0.insert(place, (name, value));
        }
    }

    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        let place = self.place(name).ok()?;
        Some(&self.0[place].1)
    }

    /// Where a name stands, or where it would.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (*known).cmp(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_value_by_its_name_and_keeps_the_first() {
        let mut names = ByName::default();
        for (number, name) in ["ZEUR", "XXBT", "ZUSD", "XXBT", ""].into_iter().enumerate() {
            names.add(name, number);
        }
        let found = ["", "XXBT", "ZEUR", "ZUSD"].map(|name| names.get(name).copied());
        assert_eq!(found, [Some(4), Some(1), Some(0), Some(2)]);
        assert_eq!(names.get("XBT"), None);
    }
}
