//! Works out what the rows of a claim imply for each account, and stores it for the pages.

use ledger::balances::{Openings, Periods};
use ledger::{BalanceRules, Balances, Terms};
use store::{Rows, Store};

use crate::app::App;
use crate::jobs::progress::Progress;
use crate::jobs::valuation::LINES_PER_LOOK;

/// Spans below zero, contradictions and gaps that are stored for one holding or file. The
/// command line lists more.
const LISTED_MAX: usize = 5;

/// Works out the holdings of a claim's rows once for each generation, and stores them.
///
/// # Errors
/// Errors of the store.
pub(super) async fn keep_balances(
    app: &App,
    store: &Store,
    terms: &Terms,
    rows: &Rows,
    progress: &Progress,
) -> anyhow::Result<()> {
    let Some(generation) = rows.generation() else {
        return Ok(());
    };
    if store.has_balances(generation).await? {
        return Ok(());
    }
    let rules = BalanceRules {
        holdings_max: app.config.limits.reading.holdings_max,
        listed_max: LISTED_MAX,
        ..BalanceRules::default()
    };
    let (of, terms, progress) = (rows.clone(), terms.clone(), progress.clone());
    let found = tokio::task::spawn_blocking(move || balances_of(&of, &terms, &rules, &progress));
    store.set_balances(generation, &found.await??).await?;
    Ok(())
}

/// Reads the rows twice in the order of time: for the openings, then for the holdings.
pub(super) fn balances_of(
    rows: &Rows,
    terms: &Terms,
    rules: &BalanceRules,
    progress: &Progress,
) -> anyhow::Result<Balances> {
    let mut read = 0_u32;
    let mut look = || {
        read = read.wrapping_add(1);
        match read.is_multiple_of(LINES_PER_LOOK) {
            true => progress.stop_if_overtaken(),
            false => Ok(()),
        }
    };
    let mut periods = Periods::default();
    let mut openings = Openings::new(rules, terms);
    rows.scan_by_time(|counts, entry| {
        look()?;
        periods.add(&entry);
        if counts {
            openings.add(&entry);
        }
        anyhow::Ok(())
    })?;
    let mut holdings = openings.close();
    rows.scan_by_time(|counts, entry| {
        look()?;
        if counts {
            holdings.add(&entry);
        }
        anyhow::Ok(())
    })?;
    Ok(Balances::of(holdings, periods, rules))
}
