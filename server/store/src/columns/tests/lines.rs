//! Lines of valuations: filters and sums give what a loop over all lines gives.

use casework::counting::{AssetIn, LineState, LineSums, RowNames, Scope, ValuedLine};
use casework::{ClaimState, ReviewState, Support};
use ledger::losses::{Basis, Context, Delta, LossLine, Missing, Part, Status, Unpriced};

use super::*;
use crate::valued::{LineOf, NewLine};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn lines_and_their_sums_are_those_that_a_loop_finds(
        lines in any_claim_lines(),
        part_lines_max in 1_u32..20,
        asked in collection::vec(any_line_filter(), 24),
    ) {
        let ground = Ground::new();
        let rows = ground.rows(&[lines.file()], 9);
        let of_rows = lines.rows.len();
        let mut writer =
            LinesWriter::new(ground.place("v"), "R-1", &rows, part_lines_max);
        for line in lines.all() {
            writer.push(&line.to_write()).unwrap();
        }
        let written = writer.finish().unwrap();
        prop_assert_eq!(written.lines() as usize, lines.all().count());
        prop_assert_eq!(written.typed() as usize, lines.typed.len());
        let unpriced = lines.all().filter(|line| line.loss.loss.is_none()).count();
        prop_assert_eq!(written.unpriced() as usize, unpriced);
        let open = Lines::open(&ground.home, &ground.cache(), LinesLayout::new(String::new(), written)).unwrap();
        // Lines by time; those of one time in the order in which they were written.
        let all: Vec<&TestLine> = lines.all().collect();
        let mut by_time: Vec<usize> = (0..all.len()).collect();
        by_time.sort_by_key(|seq| all[*seq].entry.time.micros());
        let keys: Vec<String> = all.iter().map(|line| line.key(&lines.sha256)).collect();
        // A review of a row applies to all its lines.
        let review_of = |seq: usize| lines.reviewed.get(&keys[seq]).copied();
        let reviewed: Vec<(u32, ReviewState)> = (0..).zip(&by_time)
            .filter_map(|(place, seq)| Some((place, review_of(*seq)?)))
            .collect();
        for (seq, line) in all.iter().enumerate() {
            if let Some(row) = line.row {
                prop_assert_eq!(open.of_row(row), Some(seq as u32));
            }
            let same = (0..all.len()).filter(|other| keys[*other] == keys[seq]);
            let same: Vec<u32> = same.map(|seq| seq as u32).collect();
            prop_assert_eq!(open.of_key(&rows, &keys[seq]).unwrap(), same.clone());
            let places = (0..).zip(&by_time).filter(|(_, seq)| same.contains(&(**seq as u32)));
            let places: RoaringBitmap = places.map(|(place, _)| place).collect();
            prop_assert_eq!(open.places_of_key(&rows, &keys[seq]).unwrap(), places);
        }
        let not_contested = (0..rows.len()).filter(|row| {
            all.iter().all(|line| line.row != Some(*row))
        });
        for row in not_contested {
            prop_assert_eq!(open.of_row(row), None);
        }
        prop_assert_eq!(open.of_typed().unwrap().len(), all.len() - of_rows);
        for filter in asked {
            let filter = filter.of(&all, &keys);
            let is_found = |seq: &usize| {
                let state = LineState {
                    claim: ClaimState::Submitted,
                    review: review_of(*seq).unwrap_or(ReviewState::Open),
                };
                let line = all[*seq];
                let ids = line.row.map_or([""; 7], |_| line.entry.ids());
                let row = RowNames { key: &keys[*seq], ids: &ids };
                filter.finds(state, &line.valued(), row)
            };
            let expected: Vec<usize> = by_time.iter().copied().filter(is_found).collect();
            let found = open.found(&filter, &reviewed, &rows).unwrap();
            let asset = filter.asset.as_deref();
            let kept_lines = open.at(found.iter(), asset).unwrap();
            let seqs: Vec<usize> = kept_lines.iter().map(|line| line.seq as usize).collect();
            prop_assert_eq!(&seqs, &expected, "{:?}", filter);
            let mut sums = LineSums::of(&filter);
            let mut loss = Money::ZERO;
            for (seq, kept) in expected.iter().zip(&kept_lines) {
                let line = all[*seq];
                sums.add(review_of(*seq).unwrap_or(ReviewState::Open), &line.loss);
                loss += line.loss.loss.unwrap_or_default();
                prop_assert_eq!(kept.row, line.row);
                prop_assert_eq!(&kept.typed, &line.typed);
                prop_assert_eq!(kept.support, line.support);
                prop_assert_eq!(&*kept.reason, &*line.reason);
                prop_assert_eq!(kept.loss, line.loss.loss);
                prop_assert_eq!(&kept.context, &line.context);
                let part = asset.and_then(|asset| {
                    casework::counting::part_of(&line.loss, asset)
                });
                prop_assert_eq!(kept.part, part);
            }
            prop_assert_eq!(open.loss(&found).unwrap(), loss, "{:?}", filter);
            let unpriced = (&found - open.priced()).len() as i64;
            prop_assert_eq!(unpriced, sums.unpriced, "{:?}", filter);
            if let Some(asset) = asset {
                let part = open.part(&found, asset).unwrap();
                let change = open.change(&found, asset).unwrap();
                if let Some((_, sum)) = sums.part {
                    prop_assert_eq!(part, sum, "{:?}", filter);
                }
                if let Some((_, sum)) = sums.units {
                    prop_assert_eq!(change.to_string(), sum.to_string(), "{:?}", filter);
                }
            }
        }
        let contested: RoaringBitmap = (0..rows.len())
            .filter(|place| {
                let row = rows.index().row(*place);
                all.iter().any(|line| line.row == row)
            })
            .collect();
        prop_assert_eq!(open.contested_places(), contested);
    }
}

/// A line with its inputs.
#[derive(Clone, Debug)]
struct TestLine {
    row: Option<u32>,
    typed: Option<String>,
    entry: Entry,
    support: Support,
    reason: String,
    loss: LossLine,
    context: Context,
}

impl TestLine {
    fn to_write(&self) -> NewLine<'_> {
        NewLine {
            of: match (self.row, &self.typed) {
                (Some(row), _) => LineOf::Row(row),
                (None, typed) => LineOf::Typed(typed.as_deref().unwrap()),
            },
            entry: &self.entry,
            support: self.support,
            reason: &self.reason,
            loss: &self.loss,
            context: &self.context,
        }
    }

    fn key(&self, sha256: &str) -> String {
        match &self.typed {
            Some(id) => format!("typed:{id}"),
            None => entry_key(sha256, &self.entry),
        }
    }

    fn valued(&self) -> ValuedLine<'_> {
        ValuedLine {
            claim: "R-1",
            exchange: &self.entry.exchange,
            time: self.entry.time,
            support: self.support,
            loss: &self.loss,
        }
    }
}

/// The contested lines of a claim with one file.
#[derive(Clone, Debug)]
struct ClaimLines {
    sha256: String,
    entries: Vec<Entry>,
    rows: Vec<TestLine>,
    typed: Vec<TestLine>,
    reviewed: BTreeMap<String, ReviewState>,
}

impl ClaimLines {
    fn file(&self) -> FileRead {
        FileRead {
            read_as: "one.csv".to_owned(),
            sha256: self.sha256.clone(),
            entries: self.entries.clone(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &TestLine> {
        self.rows.iter().chain(&self.typed)
    }
}

/// A line without a price that moves nothing.
fn no_loss() -> LossLine {
    LossLine {
        status: Status::Unpriced,
        loss: None,
        at_most: None,
        currency: "USD".into(),
        basis: Basis::Event,
        method: ledger::METHOD.into(),
        native: Vec::new(),
        parts: Vec::new(),
        prices: Vec::new(),
        unpriced: Vec::new(),
        round_trip: None,
        deal: None,
    }
}

/// A value with or without a price; a priced line may also lack the price of an asset.
fn any_loss() -> BoxedStrategy<LossLine> {
    let asset = || select(&ASSETS[..3]);
    let parts = collection::btree_map(asset(), prop_oneof![-1000_i64..1000, Just(1 << 60)], 0..3);
    let moved = collection::btree_map(asset(), any_amount(), 0..3);
    let gaps = collection::btree_set(asset(), 0..2);
    (parts, moved, gaps, any::<bool>())
        .prop_map(|(parts, moved, gaps, is_priced)| {
            let sum = parts.values().map(|units| Money::from_units(*units)).sum();
            let parts = parts.into_iter().filter(|_| is_priced);
            let moved = moved.into_iter();
            let gaps = gaps.into_iter();
            LossLine {
                status: if is_priced {
                    Status::Priced
                } else {
                    Status::Unpriced
                },
                loss: is_priced.then_some(sum),
                native: moved
                    .map(|(asset, units)| Delta {
                        asset: asset.into(),
                        units,
                    })
                    .collect(),
                parts: parts
                    .map(|(asset, units)| Part {
                        asset: asset.into(),
                        amount: Money::from_units(units),
                    })
                    .collect(),
                unpriced: gaps
                    .map(|asset| Unpriced {
                        asset: asset.into(),
                        units: Amount::from_units(1, 0),
                        missing: Missing::NoPrice,
                        at_most: None,
                    })
                    .collect(),
                ..no_loss()
            }
        })
        .boxed()
}

/// An entry of two days, in its stored form.
fn any_line_entry() -> BoxedStrategy<Entry> {
    (any_entry(), -2_i64..3, 1_u64..4)
        .prop_map(|(entry, half_days, line)| Entry {
            file: "one.csv".into(),
            lines: vec![line].into(),
            time: Moment::from_seconds(1_666_094_400 + half_days * 43_200),
            ..as_kept(&entry)
        })
        .boxed()
}

fn any_claim_lines() -> BoxedStrategy<ClaimLines> {
    let contested = (
        any::<bool>(),
        select(&Support::ALL[..]),
        any_loss(),
        any::<bool>(),
    );
    let entry = (any_line_entry(), contested);
    let entries = collection::vec(entry, 0..24);
    let typed = collection::vec((any_line_entry(), any_loss(), 0_u8..3), 0..6);
    let reviews = collection::vec((any::<At>(), select(&ReviewState::ALL[..])), 0..8);
    (entries, typed, reviews)
        .prop_map(|(drawn, typed, reviews)| {
            let (mut entries, mut rows) = (Vec::new(), Vec::new());
            for (row, (entry, (is_contested, support, loss, is_broken))) in (0..).zip(drawn) {
                entries.push(entry.clone());
                if is_contested {
                    rows.push(TestLine {
                        row: Some(row),
                        typed: None,
                        entry,
                        support,
                        reason: format!("reason {}", row % 3),
                        loss,
                        context: Context {
                            in_broken_group: is_broken,
                            ..Context::default()
                        },
                    });
                }
            }
            let typed = typed.into_iter().map(|(entry, loss, id)| TestLine {
                row: None,
                typed: Some(format!("t{id}")),
                entry: Entry {
                    file: Text::default(),
                    lines: Vec::new().into(),
                    ..entry
                },
                support: Support::Claimed,
                reason: String::new(),
                loss,
                context: Context::default(),
            });
            let mut lines = ClaimLines {
                sha256: "0a".repeat(32),
                entries,
                rows,
                typed: typed.collect(),
                reviewed: BTreeMap::new(),
            };
            let keys: Vec<String> = lines.all().map(|line| line.key(&lines.sha256)).collect();
            let reviews = reviews.into_iter().filter(|_| !keys.is_empty());
            let reviews = reviews.map(|(at, state)| (keys[at.index(keys.len())].clone(), state));
            lines.reviewed = reviews.collect();
            lines
        })
        .boxed()
}

#[derive(Clone, Debug)]
struct LineAsked {
    filter: LineFilter,
    /// Only the row of this line.
    key: Option<At>,
    /// Only rows that name this id of this line.
    id: Option<(At, usize)>,
}

impl LineAsked {
    fn of(self, lines: &[&TestLine], keys: &[String]) -> LineFilter {
        let key = self.key.filter(|_| !keys.is_empty());
        let id = self.id.filter(|_| !keys.is_empty());
        let id = id.map(|(at, sort)| lines[at.index(lines.len())].entry.ids()[sort].to_owned());
        LineFilter {
            key: key.map(|at| keys[at.index(keys.len())].clone()),
            id: id.filter(|id| !id.is_empty()),
            ..self.filter
        }
    }
}

fn any_line_filter() -> impl Strategy<Value = LineAsked> {
    let rare = |texts: &'static [&'static str]| {
        prop_oneof![
            2 => Just(None),
            1 => select(texts).prop_map(|text| Some(text.to_owned())),
        ]
    };
    let words = (
        rare(&["ftx", "", "kraken"]),
        rare(&["BTC", "USDT", "none"]),
        rare(&["2022-10-18", "2022-10-17", "2022-10-01"]),
    );
    let conditions = (
        option::weighted(0.3, any::<bool>()),
        option::weighted(0.3, any::<bool>()),
        option::weighted(0.3, select(&ReviewState::ALL[..])),
    );
    let how = (select(&AssetIn::ALL[..]), select(&Scope::ALL[..2]));
    let key = option::weighted(0.2, any::<At>());
    let id = option::weighted(0.3, (any::<At>(), 0_usize..7));
    (words, conditions, how, key, id).prop_map(|(words, conditions, how, key, id)| LineAsked {
        filter: LineFilter {
            exchange: words.0,
            asset: words.1,
            day: words.2,
            priced: conditions.0,
            documented: conditions.1,
            review: conditions.2,
            asset_in: how.0,
            scope: how.1,
            ..LineFilter::default()
        },
        key,
        id,
    })
}

#[test]
fn parts_of_an_asset_are_found_across_blocks_and_tables() {
    let ground = Ground::new();
    // Three tables of two blocks each, with 8,192 and 1,808 lines. The second block of the
    // first table has no part.
    const LINES: u32 = 30_000;
    const WITHOUT_PARTS: Range<u32> = 8_192..10_000;
    let rows = ground.rows(&[plain_file(LINES)], LINES);
    let asset_of = |seq: u32| ASSETS[seq as usize % 3];
    let amount_of = |seq: u32| i64::from(seq) - 1_000;
    let mut writer = LinesWriter::new(ground.place("v"), "R-1", &rows, 10_000);
    for seq in 0..LINES {
        let (entry, has_parts) = (plain(seq), !WITHOUT_PARTS.contains(&seq));
        let amount = Money::from_units(amount_of(seq));
        let part = |asset: &str| Part {
            asset: asset.into(),
            amount,
        };
        let moved = Delta {
            asset: ASSETS[0].into(),
            units: Amount::from_units(seq.into(), 3),
        };
        let loss = LossLine {
            loss: Some(amount),
            parts: Vec::from_iter(has_parts.then(|| part(asset_of(seq)))),
            native: Vec::from_iter(has_parts.then_some(moved)),
            ..no_loss()
        };
        let line = NewLine {
            of: LineOf::Row(seq),
            entry: &entry,
            support: Support::Documented,
            reason: "",
            loss: &loss,
            context: &Context::default(),
        };
        writer.push(&line).unwrap();
    }
    let layout = LinesLayout::new(String::new(), writer.finish().unwrap());
    let open = Lines::open(&ground.home, &ground.cache(), layout).unwrap();
    for range in [
        0..LINES,
        0..1,
        8_190..8_194,
        WITHOUT_PARTS,
        9_999..10_001,
        18_191..18_193,
        19_000..29_999,
    ] {
        let found: RoaringBitmap = range.clone().collect();
        let with_parts = || range.clone().filter(|seq| !WITHOUT_PARTS.contains(seq));
        for asset in &ASSETS[..3] {
            let of_asset = with_parts().filter(|seq| asset_of(*seq) == *asset);
            let sum = Money::from_units(of_asset.map(amount_of).sum());
            assert_eq!(open.part(&found, asset).unwrap(), sum, "{asset} {range:?}");
        }
        let change = Amount::from_units(with_parts().map(i128::from).sum(), 3);
        assert_eq!(open.change(&found, ASSETS[0]).unwrap(), change, "{range:?}");
    }
}
