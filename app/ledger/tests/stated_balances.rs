//! Balances that fixtures state follow from the entries of the same files, also where an order
//! or a position holds money apart from the balance.

use std::fs::File;
use std::path::Path;

use ledger::{BalanceRules, Collected, Entry, ReadOptions, Terms, balances, read_file};

fn read(name: &str) -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let file = File::open(folder.join(name)).unwrap();
    let mut read = Collected::default();
    read_file(name, file, &ReadOptions::default(), &mut read).unwrap();
    read.entries
}

#[test]
fn balances_of_fixtures_follow_from_their_entries() {
    for (files, expected) in [
        (&["cexio_history.csv"][..], 0),
        // Its last balance but six contradicts on purpose.
        (&["gate_billing.csv"], 1),
        (&["okx_trading.csv"], 0),
        // Two wallets of one user.
        (&["okx_trading.csv", "okx_funding.csv"], 0),
        (&["okx_trading_2022.csv", "okx_funding_empty_column.csv"], 0),
        (&["deribit_transaction_log-12345-BTC-2024.csv"], 0),
    ] {
        let entries: Vec<Entry> = files.iter().flat_map(|name| read(name)).collect();
        let rules = BalanceRules::default();
        let found = balances(&entries, [], &Terms::default(), &rules);
        let contradictions: Vec<String> = found
            .holdings
            .iter()
            .flat_map(|holding| {
                let described = |own: &ledger::balances::Contradiction| {
                    format!("{} {} {}", holding.asset, own.expected, own.stated)
                };
                holding
                    .contradictions
                    .iter()
                    .map(described)
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(
            contradictions.len(),
            expected,
            "{files:?}: {contradictions:?}"
        );
    }
}
