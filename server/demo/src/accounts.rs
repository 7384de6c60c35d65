//! The export files of one account. They are made from its history, then cut, duplicated,
//! packed and damaged as real people's files are.

use std::io::{Cursor, Write};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::cast::{self, Account, Plan};
use crate::damage::replace_cell;
use crate::history::{History, history};
use crate::ids::Ids;
use crate::incident::File;
use crate::market::day;
use crate::random::Random;
use crate::trading::Fill;
use crate::{binance, bybit, coinbase_pro, ftx, kucoin, okx};

/// An account with its files.
pub struct Built {
    /// The files that the claimant uploads.
    pub files: Vec<File>,
    /// From the first stolen minute up to the minute after the last.
    pub period: (i64, i64),
    /// Lines of the first file that belong to the attack, the newest first.
    pub attacked_lines: Range<u64>,
    /// Line of the claimant's own trade in the middle of it, if there is one.
    pub own_line: Option<u64>,
}

/// Builds the `nth` account of a claim, which has `usd` of the claim's loss.
pub fn build(seed: u64, plan: &Plan, nth: usize, usd: u64) -> Built {
    let account = plan.accounts[nth];
    let mut random = Random::new(seed, &format!("claim {} account {nth}", plan.number));
    let History {
        fills,
        attacked,
        own,
    } = history(&mut random, plan.number, account, usd);
    // Rows are newest first, and the header is line 1.
    let line = |n: usize| (fills.len() - n + 1) as u64;
    let (first, last) = (attacked.start, attacked.end - 1);
    let mut desk = Desk {
        random,
        number: plan.number,
        account,
    };
    let files = desk.files(&fills);
    Built {
        period: (fills[first].at / 60 * 60, (fills[last].at / 60 + 1) * 60),
        attacked_lines: line(last)..line(first) + 1,
        own_line: own.map(line),
        files: desk.damaged(files),
    }
}

/// Makes the claimant's downloads, and what happens to them.
struct Desk {
    random: Random,
    number: usize,
    account: Account,
}

impl Desk {
    fn files(&mut self, fills: &[Fill]) -> Vec<File> {
        if cast::OVERLAPPING.contains(&self.number) {
            return self.two_overlapping(fills);
        }
        if self.number == cast::ARCHIVE {
            return vec![self.archive(fills)];
        }
        let mut files = vec![self.export(fills, "")];
        if let Account::Binance(_, true) = self.account {
            let user_id = self.random.between(20_000_000, 99_999_999);
            let (bytes, rows) = binance::statement(fills, user_id, &mut self.random);
            files.push(self.file("binance-statement-2022.csv".to_owned(), bytes, rows));
        }
        if self.number == cast::SAME_FILE_TWICE {
            let mut again = files[0].clone();
            again.name = again.name.replace(".csv", " (1).csv");
            files.push(again);
        }
        files
    }

    /// One download of some fills; `part` goes into its name.
    fn export(&mut self, fills: &[Fill], part: &str) -> File {
        let ids = Ids::new(self.number, day(9, 1));
        let (name, bytes) = match self.account {
            Account::FtxWeb(zone) => (format!("ftx-trades{part}.csv"), ftx::web(fills, &ids, zone)),
            Account::FtxApi => (
                format!("ftx-fills{part}.csv"),
                ftx::api(fills, &ids, &mut self.random),
            ),
            Account::Binance(..) => (
                format!("binance-trade-history{part}.csv"),
                binance::trades(fills, self.number.is_multiple_of(2)),
            ),
            Account::Kucoin(_, columns, offset) => (
                format!("Spot Orders_Filled Orders{part}.csv"),
                kucoin::filled_orders(fills, columns, offset, &mut self.random),
            ),
            Account::CoinbasePro(_) => (format!("fills{part}.csv"), coinbase_pro::fills(fills)),
            Account::Okx(_) => (
                format!("OKX-trade-history{part}.csv"),
                okx::trades(fills, &ids),
            ),
            Account::Bybit(_) => (
                format!("Bybit-Spot-TradeHistory{part}.csv"),
                bybit::spot_fills(fills, &ids),
            ),
        };
        self.file(name, bytes, fills.len() as u64)
    }

    fn file(&self, name: String, bytes: Vec<u8>, rows: u64) -> File {
        let (account, zone) = match self.account {
            Account::FtxWeb(zone) => ("FTX main", Some(zone)),
            Account::FtxApi => ("FTX main", None),
            Account::Binance(..) => ("Binance spot", None),
            Account::Kucoin(..) => ("KuCoin main", None),
            Account::CoinbasePro(_) => ("Coinbase Pro", None),
            Account::Okx(_) => ("OKX main", Some(okx::ZONE)),
            Account::Bybit(_) => ("Bybit spot", None),
        };
        File {
            name,
            account: account.to_owned(),
            zone,
            bytes,
            rows,
            damaged: 0,
        }
    }

    /// Two downloads with a third of the rows in both.
    fn two_overlapping(&mut self, fills: &[Fill]) -> Vec<File> {
        let third = fills.len() / 3;
        vec![
            self.export(&fills[..third * 2], "-to-the-night"),
            self.export(&fills[third..], "-complete"),
        ]
    }

    /// The parts of one download, packed as the exchange does.
    fn archive(&mut self, fills: &[Fill]) -> File {
        // The cut is not within a second, so that the parts of one download do not overlap.
        let half = (fills.len() / 2..fills.len())
            .find(|n| fills[*n].at > fills[n - 1].at)
            .unwrap_or(fills.len());
        let run = self.random.hex(12);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        for (n, part) in [&fills[half..], &fills[..half]].into_iter().enumerate() {
            let name = format!("part-{n:05}-{run}.csv");
            let bytes = binance::trades(part, false);
            let written = zip
                .start_file(name, options)
                .and_then(|()| Ok(zip.write_all(&bytes)?));
            written.expect("writing to memory cannot fail");
        }
        let packed = zip.finish().expect("writing to memory cannot fail");
        let name = "Binance-Spot-Trade-History-202212091104.zip".to_owned();
        self.file(name, packed.into_inner(), fills.len() as u64)
    }

    fn damaged(&self, mut files: Vec<File>) -> Vec<File> {
        if !cast::DAMAGED.contains(&self.number) {
            return files;
        }
        let file = &mut files[0];
        let cells: &[(usize, usize, &str)] = match self.account {
            // A column was too narrow for its dates and was saved as it looked.
            Account::FtxWeb(_) | Account::FtxApi => &[(3, 2, "\"########\""), (9, 6, "\"\"")],
            Account::Binance(..) => &[(2, 5, "#VALUE!"), (7, 1, "")],
            Account::Kucoin(..) => &[(4, 11, "n/a")],
            Account::CoinbasePro(_) => &[(4, 6, "n/a")],
            Account::Okx(_) => &[(4, 5, "n/a")],
            Account::Bybit(_) => &[(4, 6, "n/a")],
        };
        for (back, column, text) in cells {
            file.bytes = replace_cell(&file.bytes, *back, *column, text);
        }
        file.damaged = cells.len() as u64;
        files
    }
}
