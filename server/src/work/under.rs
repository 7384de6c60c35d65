//! Totals under another basis than the incident's own, the lines behind their
//! cells and what came back: computed anew by the code that makes what is kept,
//! one claim at a time, and kept nowhere.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use casework::ClaimState;
use casework::counting::{LineFilter, LineState, LineSums, TotalsBuilder, part_of};
use casework::totals::Totals;
use ledger::losses::{Basis, Context, Terms};
use ledger::{Money, PriceBook, Quantity, Side};
use store::{Claim, ClaimSummary, GroupCredit, Incident, LineView, Review, Store, Window};

use super::book::book;
use super::details::ShownLine;
use super::valuation::{ContestedLine, Prepared, prepare, problem_of};
use crate::web::App;

/// The group's totals under a basis.
///
/// # Errors
/// Of the store.
pub async fn totals_under(app: &App, incident: &Incident, basis: Basis) -> anyhow::Result<Totals> {
    let store = &app.store;
    let ground = Ground::of(store, incident, basis).await?;
    let mut sum = TotalsBuilder::new(&ground.terms, incident.price_version);
    for summary in store.claims(&incident.id).await? {
        sum.claim(&summary.reference, summary.state);
        if !summary.state.counts() {
            continue;
        }
        match ground.value(store, incident, &summary).await? {
            Some(valued) => valued.add_to(&mut sum),
            None => sum.not_valued(&summary.reference, summary.state),
        }
    }
    Ok(sum.finish()?)
}

/// The lines that a filter finds, valued under a basis: those of the window, and what
/// all of them add up to.
///
/// # Errors
/// Of the store.
pub async fn lines_under(
    app: &App,
    incident: &Incident,
    basis: Basis,
    filter: &LineFilter,
    window: Window,
) -> anyhow::Result<(LineSums, Vec<ShownLine>)> {
    let store = &app.store;
    let ground = Ground::of(store, incident, basis).await?;
    let mut found = Found {
        filter,
        window,
        sums: LineSums::of(filter),
        page: Vec::new(),
    };
    for summary in store.claims(&incident.id).await? {
        if !filter.takes_claim(&summary.reference, summary.state) {
            continue;
        }
        if let Some(valued) = ground.value(store, incident, &summary).await? {
            found.claim(store, &valued).await?;
        }
    }
    Ok((found.sums, found.page))
}

/// What came back to claims that count, valued under a basis, by claim and time.
///
/// # Errors
/// Of the store.
pub async fn credits_under(
    app: &App,
    incident: &Incident,
    basis: Basis,
) -> anyhow::Result<Vec<GroupCredit>> {
    let store = &app.store;
    let ground = Ground::of(store, incident, basis).await?;
    let mut all = Vec::new();
    for summary in store.claims(&incident.id).await? {
        if !summary.state.counts() {
            continue;
        }
        if let Some(valued) = ground.value(store, incident, &summary).await? {
            all.extend(valued.credits(store).await?);
        }
    }
    Ok(all)
}

/// What claims are valued with.
struct Ground {
    terms: Terms,
    book: Arc<PriceBook>,
}

impl Ground {
    async fn of(store: &Store, incident: &Incident, basis: Basis) -> anyhow::Result<Ground> {
        let mut terms = store.terms(incident).await?;
        let own = std::mem::replace(&mut terms.basis, basis);
        let book = book(store, &incident.id).await?;
        let mut ground = Ground { terms, book };
        if basis == Basis::Event && own != Basis::Event {
            ground.doubt(store, incident).await?;
        }
        Ok(ground)
    }

    /// Puts in doubt what the incident, by a date, has no doubts of: assets that are
    /// listed as manipulated from after some claim's trade of them.
    async fn doubt(&mut self, store: &Store, incident: &Incident) -> anyhow::Result<()> {
        let mut assets = BTreeSet::new();
        for summary in store.claims(&incident.id).await? {
            if summary.state.counts()
                && let Some(valued) = self.value(store, incident, &summary).await?
            {
                let conflicts = valued.prepared.conflicts.into_iter();
                assets.extend(conflicts.map(|conflict| conflict.asset));
            }
        }
        self.terms.unsettled = assets.into_iter().collect();
        Ok(())
    }

    /// A claim valued; none when its loss cannot be worked out.
    async fn value(
        &self,
        store: &Store,
        incident: &Incident,
        summary: &ClaimSummary,
    ) -> anyhow::Result<Option<Valued>> {
        let claim = store.claim(&incident.id, &summary.id).await?;
        let prepared = match prepare(store, &claim, &self.book, &self.terms).await {
            Ok(prepared) => prepared,
            Err(error) => {
                problem_of(error)?;
                return Ok(None);
            }
        };
        let reviews = store.reviews(&claim.id).await?.into_iter();
        Ok(Some(Valued {
            state: summary.state,
            reviews: reviews
                .map(|review| (review.entry_key.clone(), review))
                .collect(),
            claim,
            prepared,
        }))
    }
}

/// A claim with its lines, and what was said of them.
struct Valued {
    claim: Claim,
    /// As the list of claims told it.
    state: ClaimState,
    prepared: Prepared,
    reviews: HashMap<String, Review>,
}

impl Valued {
    fn add_to(&self, sum: &mut TotalsBuilder) {
        let claim = self.claim.reference.as_str();
        for line in self.prepared.contested_lines() {
            sum.line(self.state_of(&line), &line.valued(claim));
        }
        let held = &self.prepared.totals.positions_not_valued;
        sum.positions(claim, self.state, held);
        sum.conflicts(self.state, &self.prepared.row_conflicts);
        for (_, credit) in &self.prepared.credits {
            sum.credit(claim, self.state, credit);
        }
    }

    fn state_of(&self, line: &ContestedLine<'_>) -> LineState {
        let said = self.reviews.get(&line.key);
        LineState {
            claim: self.state,
            review: said.map(|review| review.state).unwrap_or_default(),
        }
    }

    async fn credits(&self, store: &Store) -> anyhow::Result<Vec<GroupCredit>> {
        let values: HashMap<&str, Option<Money>> = self
            .prepared
            .credits
            .iter()
            .map(|(id, line)| (id.as_str(), line.value))
            .collect();
        let kept = store.credits(&self.claim.id).await?.into_iter();
        let credits = kept.filter_map(|credit| {
            let value = values.get(credit.id.as_str())?;
            Some(GroupCredit {
                reference: self.claim.reference.clone(),
                time_text: credit.time_text,
                asset: credit.asset,
                amount: credit.amount,
                evidence: credit.evidence,
                value: *value,
            })
        });
        Ok(credits.collect())
    }

    /// The lines that a filter finds, each with its place, in order of time.
    fn found(&self, filter: &LineFilter) -> Vec<(i64, ContestedLine<'_>)> {
        let lines = (0..).zip(self.prepared.contested_lines());
        let found = lines.filter(|(_, line)| {
            filter.finds(
                self.state_of(line),
                &line.valued(&self.claim.reference),
                &line.key,
            )
        });
        let mut found: Vec<(i64, ContestedLine<'_>)> = found.collect();
        found.sort_by_key(|(seq, line)| (line.entry.time.micros(), *seq));
        found
    }

    /// A line as the store would tell it. `names` are those of the files as given,
    /// by what entries call them.
    fn view(
        &self,
        seq: i64,
        line: &ContestedLine<'_>,
        names: &HashMap<String, String>,
        asset: Option<&str>,
    ) -> ShownLine {
        let entry = line.entry;
        let (file, member) = entry
            .file
            .split_once('!')
            .unwrap_or((entry.file.as_str(), ""));
        let (out_asset, out_amount) = told(entry.out.as_ref());
        let (in_asset, in_amount) = told(entry.in_.as_ref());
        let (fee_asset, fee_amount) = told(entry.fee.as_ref());
        let typed = line.typed.map(|typed| typed.time_text.clone());
        let review = self.reviews.get(&line.key);
        let view = LineView {
            reference: self.claim.reference.clone(),
            state: self.state,
            valuation: String::new(),
            seq,
            entry_key: line.key.clone(),
            file: names.get(file).cloned().unwrap_or_default(),
            member: member.to_owned(),
            sha256: line.sha256.unwrap_or_default().to_owned(),
            line: entry.line(),
            row_no: entry.row.into(),
            exchange: entry.exchange.to_string(),
            account: entry.account.to_string(),
            time_text: typed.unwrap_or_else(|| entry.time.to_string()),
            kind: entry.kind.as_str().to_owned(),
            market: entry.market.to_string(),
            side: entry.side.map_or("", Side::as_str).to_owned(),
            out_asset,
            out_amount,
            in_asset,
            in_amount,
            fee_asset,
            fee_amount,
            order_id: entry.order_id.to_string(),
            trade_id: entry.trade_id.to_string(),
            reader_version: entry.reader_version.to_string(),
            support: line.support,
            reason: line.reason.to_owned(),
            loss: line.loss.loss,
            entry: entry.clone(),
            context: Context::default(),
            review: review.map(|said| said.state).unwrap_or_default(),
            review_reason: review.map_or_else(String::new, |said| said.reason.clone()),
            part: asset.and_then(|asset| part_of(line.loss, asset)),
        };
        ShownLine {
            line: view,
            loss: line.loss.clone(),
        }
    }
}

fn told(quantity: Option<&Quantity>) -> (String, String) {
    quantity.map_or_else(Default::default, |quantity| {
        (quantity.asset.to_string(), quantity.amount.to_string())
    })
}

/// The lines that were found up to now: their sums, and those of the page.
struct Found<'f> {
    filter: &'f LineFilter,
    window: Window,
    sums: LineSums,
    page: Vec<ShownLine>,
}

impl Found<'_> {
    async fn claim(&mut self, store: &Store, valued: &Valued) -> anyhow::Result<()> {
        let found = valued.found(self.filter);
        let first = self.window.offset.saturating_sub(self.sums.lines).max(0);
        for (_, line) in &found {
            self.sums.add(valued.state_of(line).review, line.loss);
        }
        let room = usize::try_from(self.window.limit)?.saturating_sub(self.page.len());
        let skipped = usize::try_from(first).unwrap_or(usize::MAX);
        let mut shown = found.iter().skip(skipped).take(room).peekable();
        if shown.peek().is_none() {
            return Ok(());
        }
        let files = store.files(&valued.claim.id).await?.into_iter();
        let names = files.map(|file| (file.read_as, file.name)).collect();
        let asset = self.filter.asset.as_deref();
        for (seq, line) in shown {
            self.page.push(valued.view(*seq, line, &names, asset));
        }
        Ok(())
    }
}
