//! How a kind of bundle shows the rows of its tables ([`crate::shown`]).
//!
//! Names are replaced by pseudonyms that are made with the salt of the claim, so that they
//! are the same in every bundle and lead nobody to the name. Equal names stay equal, and the
//! losses can be computed again from what is shown.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use casework::counting::SumOf;
use casework::snapshot::{Claim, Content};
use casework::{BundleKind, pseudonym_of};
use ledger::Exchange;
use ledger::losses::PositionNotValued;

use crate::shown::{self, Shown};
use crate::tables::{self, Row};
use crate::totals::UnpricedLine;

/// What stands where a person wrote something.
const WRITTEN: &str = "yes";

/// How a bundle shows a report.
pub(crate) struct View<'c> {
    kind: BundleKind,
    /// The salt of each claim.
    salts: BTreeMap<&'c str, &'c str>,
    /// Exchanges that the coordinators named.
    exchanges: BTreeSet<&'c str>,
}

impl<'c> View<'c> {
    /// The view of a kind on a report.
    pub(crate) fn of(content: &'c Content, kind: BundleKind) -> View<'c> {
        let claims = content.claims.iter();
        let aliases = content.method.terms.aliases.iter();
        let named = aliases.filter_map(|alias| alias.exchange.as_deref());
        let venues = content.incident.venues.iter().map(String::as_str);
        View {
            kind,
            salts: claims
                .map(|claim| (&*claim.reference, &*claim.salt))
                .collect(),
            exchanges: named.chain(venues).collect(),
        }
    }

    /// The view on one table.
    pub(crate) fn table(&self, path: &str, columns: &[&str]) -> TableView<'_, 'c> {
        let table = shown::table(path);
        let column = |name: &&str| table.map_or(Shown::Hidden, |table| table.column(name));
        let columns = match self.kind.names_people() {
            true => Vec::new(),
            false => columns.iter().map(column).collect(),
        };
        TableView {
            view: self,
            columns,
        }
    }

    /// A quantity without a price, as it is listed.
    pub(crate) fn unpriced(&self, line: UnpricedLine) -> UnpricedLine {
        match self.kind.names_people() {
            true => line,
            false => UnpricedLine {
                file: self.member(&line.claim, &line.file),
                ..line
            },
        }
    }

    /// A quantity without a price of a credit. The list that names the credit is not shown.
    pub(crate) fn unpriced_credit(&self, line: UnpricedLine) -> UnpricedLine {
        match self.kind.names_people() {
            true => line,
            false => UnpricedLine {
                file: String::new(),
                ..line
            },
        }
    }

    /// The report whose totals are shown.
    pub(crate) fn totals<'d>(&self, content: &'d Content) -> Cow<'d, Content> {
        let mut content = Cow::Borrowed(content);
        if !self.kind.names_people() {
            let claims = &mut content.to_mut().claims;
            claims.iter_mut().for_each(|claim| self.sums(claim));
        }
        content
    }

    /// Replaces the names in the sums of a claim.
    fn sums(&self, claim: &mut Claim) {
        let reference = &claim.reference;
        for row in claim
            .lines
            .iter_mut()
            .flat_map(|file| &mut file.summary.sums)
        {
            if row.of == SumOf::Exchange {
                row.key = self.exchange(reference, &row.key);
            }
        }
        let held = &mut claim.positions_not_valued;
        for position in held.iter_mut() {
            position.exchange = self.exchange(reference, &position.exchange).into();
            position.account = self.name(reference, "account", &position.account).into();
        }
        // In the order in which the method finds them.
        let key = |held: &PositionNotValued| {
            let (exchange, account) = (held.exchange.clone(), held.account.clone());
            (exchange, account, held.market.clone())
        };
        held.sort_by_key(key);
    }

    fn name(&self, claim: &str, of: &str, name: &str) -> String {
        let salt = self.salts.get(claim).copied().unwrap_or_default();
        pseudonym_of(salt, of, name)
    }

    fn member(&self, claim: &str, path: &str) -> String {
        match path.split_once('!') {
            Some((file, member)) => format!("{file}!{}", self.name(claim, "file", member)),
            None => path.to_owned(),
        }
    }

    fn exchange(&self, claim: &str, id: &str) -> String {
        let is_known = Exchange::of_id(id).is_some_and(|known| known.id == id);
        match is_known || id.is_empty() || self.exchanges.contains(id) {
            true => id.to_owned(),
            false => self.name(claim, "exchange", id),
        }
    }

    fn cell(&self, claim: &str, shown: Shown, cell: String) -> String {
        match shown {
            Shown::Plain => cell,
            Shown::Pseudonym(of) => self.name(claim, of, &cell),
            Shown::Member => self.member(claim, &cell),
            Shown::Exchange => self.exchange(claim, &cell),
            Shown::Written | Shown::Reason => written(&cell),
            Shown::Hidden => String::new(),
        }
    }
}

fn written(words: &str) -> String {
    match words {
        "" => String::new(),
        _ => WRITTEN.to_owned(),
    }
}

/// How a bundle shows one table.
pub(crate) struct TableView<'v, 'c> {
    view: &'v View<'c>,
    /// How each column is shown; none where all are shown as they are.
    columns: Vec<Shown>,
}

impl TableView<'_, '_> {
    /// A row as it is shown. The first cell is the reference of its claim.
    pub(crate) fn row(&self, row: Row) -> Row {
        if self.columns.is_empty() {
            return row;
        }
        let claim = row.first().cloned().unwrap_or_default();
        let by_rule = tables::is_dropped(&row);
        let cells = self.columns.iter().zip(row);
        let cells = cells.map(|(shown, cell)| match shown {
            Shown::Reason if by_rule => cell,
            shown => self.view.cell(&claim, *shown, cell),
        });
        cells.collect()
    }
}
