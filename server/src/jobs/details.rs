//! The ledger's details of stored lines. They are computed when a line is viewed, from its
//! entry and from the terms and prices of its valuation. A line whose computed figure
//! differs from the stored one is refused.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::ensure;
use ledger::PriceBook;
use ledger::losses::{LossLine, Terms, Valuer};
use store::{Incident, LineView, Store};

use crate::jobs::book::book_at;

/// A line with its details.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownLine {
    /// The line.
    pub line: LineView,
    /// Its details.
    pub loss: LossLine,
}

/// Lines of valuations that count, with their details.
///
/// # Errors
/// Errors of the store; when a line's computed figure differs from the stored one.
pub async fn shown(
    store: &Store,
    incident: &Incident,
    lines: Vec<LineView>,
) -> anyhow::Result<Vec<ShownLine>> {
    let mut grounds: HashMap<String, (Arc<PriceBook>, Terms)> = HashMap::new();
    for line in &lines {
        if !grounds.contains_key(&line.valuation) {
            let made = store.valuation_by_id(&line.valuation).await?;
            let book = book_at(store, &incident.id, made.price_version).await?;
            let terms = serde_json::from_str(&made.terms)?;
            grounds.insert(line.valuation.clone(), (book, terms));
        }
    }
    let shown = tokio::task::spawn_blocking(move || {
        let mut shown: Vec<ShownLine> = Vec::with_capacity(lines.len());
        // Lines of one claim are adjacent.
        for of_one in lines.chunk_by(|a, b| a.valuation == b.valuation) {
            let (book, terms) = &grounds[&of_one[0].valuation];
            let mut valuer = Valuer::new(book, terms)?;
            for line in of_one {
                let loss = valuer.line(&line.entry, &line.context);
                ensure!(
                    loss.loss == line.loss,
                    "the details of line {} of {} give {:?}, but the stored figure is {:?}",
                    line.entry_key,
                    line.reference,
                    loss.loss,
                    line.loss,
                );
                shown.push(ShownLine {
                    line: line.clone(),
                    loss,
                });
            }
        }
        Ok(shown)
    });
    shown.await?
}
