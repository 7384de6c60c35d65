//! Random claims valued row by row come to what they come to with every entry at hand.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::reference;
use super::*;
use crate::deals::{DealWord, Finding};
use crate::entry::Side;
use crate::entry::deal::{Deal, Volume};
use crate::entry::facts::FactSheet;
use crate::losses::value::value_settled_among;
use crate::losses::{
    Contesting, Context, LossLine, Period, Rule, Surroundings, TotalsSum, Valuer, note_deals,
    settle,
};
use crate::terms::Flat;
use crate::terms::limits::{Held, TooMany, ValuingLimits};

const EXCHANGES: [&str; 2] = ["ftx", "binance"];
const ACCOUNTS: [&str; 2] = ["", "main"];
const MARKETS: [&str; 3] = ["", "BTC-PERP", "BTC/USDT"];
const ASSETS: [&str; 6] = ["BTC", "USDT", "DMG", "XYZ", "LUNA", "LUNC"];
/// Moments are whole minutes after it.
const START: i64 = 1_653_696_000;

fn moment() -> impl Strategy<Value = Moment> {
    (-30_i64..30).prop_map(|minute| Moment::from_seconds(START + 60 * minute))
}

fn units() -> impl Strategy<Value = Amount> {
    prop_oneof![
        (1_i128..4).prop_map(|units| Amount::from_units(units, 0)),
        (1_i128..2000).prop_map(|units| Amount::from_units(units, 3)),
        Just(Amount::from_units(99_999_999_999_999, 2)),
    ]
}

fn quantities() -> impl Strategy<Value = Option<Quantity>> {
    option::weighted(
        0.7,
        (select(&ASSETS[..]), units()).prop_map(|(asset, amount)| Quantity {
            asset: asset.into(),
            amount,
        }),
    )
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => Just(Kind::Trade),
        3 => Just(Kind::Derivative),
        1 => Just(Kind::Deposit),
        3 => select(&Kind::ALL[..]),
    ]
}

prop_compose! {
    fn entries()(
        place in (select(&EXCHANGES[..]), select(&ACCOUNTS[..]), select(&MARKETS[..])),
        group in select(&["", "", "g", "h"][..]),
        kind in kind(),
        time in moment(),
        side in option::of(select(&[Side::Buy, Side::Sell][..])),
        size in option::weighted(0.95, (1_i128..3).prop_map(|units| Amount::from_units(units, 0))),
        price in option::weighted(0.95, units()),
        out in quantities(),
        in_ in quantities(),
        fee in quantities(),
        row in 1_u32..3,
        opened_at in option::weighted(0.05, moment()),
    ) -> Entry {
        let (exchange, account, market) = place;
        Entry {
            exchange: exchange.into(),
            account: account.into(),
            market: market.into(),
            group: group.into(),
            side,
            price,
            out,
            in_,
            fee,
            row,
            facts: FactSheet { contract_size: size, opened_at, ..FactSheet::default() }.into(),
            time,
            ..entry(1, "2022-05-28", kind, ["", "", ""])
        }
    }
}

fn rule(count: usize) -> impl Strategy<Value = Rule> {
    let any_of = |all: &'static [&'static str]| {
        prop_oneof![3 => Just(""), 1 => select(all)].prop_map(crate::base::text::Text::from)
    };
    let period = (
        moment(),
        moment(),
        any_of(&EXCHANGES),
        any_of(&ACCOUNTS),
        any_of(&ASSETS),
    );
    let key = move || (0..count.max(1)).prop_map(|key| key.to_string().into());
    prop_oneof![
        3 => period.prop_map(|(from, to, exchange, account, asset)| Rule::Period {
            period: Period { from, to },
            exchange,
            account,
            asset,
        }),
        1 => key().prop_map(Rule::Row),
        1 => key().prop_map(Rule::LeaveOut),
    ]
}

prop_compose! {
    fn deal()(
        account in select(&["bot", "ftx", "binance"][..]),
        base in select(&ASSETS[..3]),
        quote in select(&ASSETS[..3]),
        opened in moment(),
        minutes in option::of(0_i64..20),
        bought in option::of(units()),
        sold in option::of(units()),
    ) -> Deal {
        let volume = |base| Volume { base, quote: None };
        Deal {
            file: "deals.csv".into(),
            line: 2,
            id: "id".into(),
            status: "completed".into(),
            account: account.into(),
            bot: "b".into(),
            base: base.into(),
            quote: quote.into(),
            opened,
            closed: minutes.map(|m| Moment::from_seconds(opened.seconds + 60 * m)),
            bought: volume(bought),
            sold: volume(sold),
        }
    }
}

fn flat() -> impl Strategy<Value = Flat> {
    let place = (
        select(&EXCHANGES[..]),
        select(&ACCOUNTS[..]),
        select(&MARKETS[..]),
    );
    (place, select(&ASSETS[..4]), moment()).prop_map(|((exchange, account, market), margin, at)| {
        Flat {
            exchange: exchange.into(),
            account: account.into(),
            market: market.into(),
            margin: margin.into(),
            at,
        }
    })
}

prop_compose! {
    fn terms()(
        flat in vec(flat(), 0..3),
        flat_before in option::weighted(0.2, moment()),
        listed in vec((select(&ASSETS[..]), moment(), option::of(1_i64..40)), 0..3),
        is_of_a_day in prop::bool::weighted(0.1),
        par in prop::bool::ANY,
    ) -> Terms {
        let manipulated = listed.into_iter().map(|(asset, from, minutes)| crate::terms::Manipulated {
            asset: asset.into(),
            from,
            to: minutes.map(|m| Moment::from_seconds(from.seconds + 60 * m)),
        });
        Terms {
            flat,
            flat_before,
            manipulated: manipulated.collect(),
            basis: if is_of_a_day { "date:2022-05-28" } else { "event" }.parse().unwrap(),
            par: if par { vec!["USDT".into()] } else { Vec::new() },
            ..Terms::default()
        }
    }
}

#[derive(Clone, Debug)]
struct Claim {
    entries: Vec<Entry>,
    rules: Vec<Rule>,
    excluded: Vec<bool>,
    deals: Vec<Deal>,
    terms: Terms,
}

fn claim() -> impl Strategy<Value = Claim> {
    (0_usize..40).prop_flat_map(|count| {
        let parts = (
            vec(entries(), count),
            vec(rule(count), 0..8),
            vec(prop::bool::weighted(0.2), count),
            vec(deal(), 0..6),
            terms(),
        );
        parts.prop_map(|(mut entries, rules, excluded, mut deals, terms)| {
            for (line, entry) in (1..).zip(&mut entries) {
                entry.lines = line.into();
            }
            for (line, deal) in (1..).zip(&mut deals) {
                deal.line = line;
                deal.id = line.to_string().into();
            }
            Claim {
                entries,
                rules,
                excluded,
                deals,
                terms,
            }
        })
    })
}

fn prices() -> PriceBook {
    book(&[
        "BTC,USD,2022-05-27,20000.5,1d,invented",
        "BTC,USD,2022-05-27T23:50:00Z,20001.25,1h,invented",
        "BTC,USD,2022-05-28T00:10:00Z,20002,1h,other",
        "USDT,USD,2022-05-27,1.01,1d,invented",
        "DMG,USD,2022-05-27,0.0203,1d,invented",
        "DMG,USD,2022-05-28T00:05:00Z,0.61,1h,invented",
        "LUNA,USDT,2022-05-27T23:59:00Z,0.0001,1h,invented",
        "LUNA,USDT,2022-05-28T00:20:00Z,9,1h,invented",
    ])
}

/// What streaming a claim comes to.
struct Streamed {
    verdicts: Vec<(Option<usize>, Option<usize>)>,
    conflicts: Vec<crate::losses::Conflict>,
    terms: Terms,
    contexts: Vec<Context>,
    explained: Vec<Option<crate::base::text::Text>>,
    lines: Vec<LossLine>,
    totals: crate::losses::Totals,
}

fn stream(claim: &Claim, book: &PriceBook, limits: &ValuingLimits) -> Result<Streamed, TooMany> {
    let rows = || (0_u32..).zip(&claim.entries);
    let mut contesting = Contesting::new(&claim.rules, limits);
    for (row, entry) in rows() {
        contesting.learn(entry, &row.to_string())?;
    }
    let verdict = |row: u32, entry: &Entry| contesting.verdict(entry, &row.to_string());
    let is_contested = |row, entry: &Entry| verdict(row, entry).contested.is_some();
    let mut terms = claim.terms.clone();
    let mut around = Surroundings::new(&terms, &claim.deals, limits);
    for (row, entry) in rows() {
        match is_contested(row, entry) {
            true => around.contested(row, entry, !claim.excluded[row as usize])?,
            false => around.own(entry)?,
        }
    }
    let (mut around, conflicts) = around.settle(&mut terms);
    let mut valuer = Valuer::new(book, &terms).unwrap();
    let contested = || rows().filter(|(row, entry)| is_contested(*row, entry));
    if around.has_groups() {
        for (_, entry) in contested() {
            around.group_leg(&mut valuer, entry)?;
        }
    }
    let mut sum = TotalsSum::new(book, &terms, limits.unpriced_listed_max);
    let (mut contexts, mut lines, mut explained) = (Vec::new(), Vec::new(), Vec::new());
    for (row, entry) in contested() {
        let context = around.context(row, entry);
        let line = valuer.line(entry, &context);
        sum.add(entry, &line);
        explained.push(match around.finding(row, entry) {
            Finding::Explained(deal) => Some(deal.id.clone()),
            _ => None,
        });
        contexts.push(context);
        lines.push(line);
    }
    let places = rows().map(|(row, entry)| {
        let verdict = verdict(row, entry);
        let place = |no: crate::losses::RuleNo| no.place();
        (verdict.contested.map(place), verdict.left_out.map(place))
    });
    Ok(Streamed {
        verdicts: places.collect(),
        conflicts,
        contexts,
        explained,
        lines,
        totals: sum.finish(around.positions_not_valued().to_vec()),
        terms,
    })
}

fn check(claim: &Claim) {
    let book = prices();
    let streamed = stream(claim, &book, &ValuingLimits::NONE).unwrap();
    let all: Vec<&Entry> = claim.entries.iter().collect();
    let keys: Vec<String> = (0..all.len()).map(|row| row.to_string()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let verdicts = reference::verdicts(&claim.rules, &all, &keys);
    assert_eq!(streamed.verdicts, verdicts);
    let decided = &verdicts;
    let places = |is: bool| (0..all.len()).filter(move |at| decided[*at].0.is_some() == is);
    let contested: Vec<&Entry> = places(true).map(|at| all[at]).collect();
    let counted = places(true).filter(|at| !claim.excluded[*at]);
    let counted: Vec<&Entry> = counted.map(|at| all[at]).collect();
    let own: Vec<&Entry> = places(false).map(|at| all[at]).collect();

    let conflicts = reference::conflicts(&counted, &claim.terms);
    assert_eq!(streamed.conflicts, conflicts);
    let mut terms = claim.terms.clone();
    assert_eq!(settle(&counted, &mut terms), conflicts);
    assert_eq!(streamed.terms, terms);

    let mut valuer = Valuer::new(&book, &terms).unwrap();
    let is_contested: Vec<bool> = verdicts.iter().map(|verdict| verdict.0.is_some()).collect();
    let (contexts, not_valued) = reference::contexts(&all, &is_contested, &terms, &mut valuer);
    assert_eq!(streamed.totals.positions_not_valued, not_valued);
    let without_deal = |context: &Context| Context {
        deal: None,
        ..context.clone()
    };
    let without_deals: Vec<Context> = streamed.contexts.iter().map(without_deal).collect();
    assert_eq!(without_deals, contexts);
    let contested_at: Vec<usize> = places(true).collect();
    let mut valuation = value_settled_among(&all, &contested_at, &book, &terms).unwrap();
    assert_eq!(valuation.totals, streamed.totals);
    note_deals(&claim.deals, &own, &contested, &mut valuation.lines);
    assert_eq!(valuation.lines, streamed.lines);
    reference::check_totals(&streamed.totals, &contested, &streamed.lines);
    check_again(&streamed, &contested, &book);
    check_deals(claim, &streamed, &own, &contested);
}

/// A line is the same when it is made again from what is kept with it.
fn check_again(streamed: &Streamed, contested: &[&Entry], book: &PriceBook) {
    let kept = streamed.contexts.iter().zip(&streamed.lines);
    for (entry, (context, line)) in contested.iter().zip(kept).rev() {
        let json = serde_json::to_string(context).unwrap();
        let context: Context = serde_json::from_str(&json).unwrap();
        let mut valuer = Valuer::new(book, &streamed.terms).unwrap();
        assert_eq!(&valuer.line(entry, &context), line);
    }
}

fn check_deals(claim: &Claim, streamed: &Streamed, own: &[&Entry], contested: &[&Entry]) {
    // Rows that are neither whole trades nor have both legs have tests of their own.
    let is_plain = |entry: &&Entry| {
        entry.kind != Kind::Derivative
            && (entry.kind != Kind::Trade || (entry.out.is_some() && entry.in_.is_some()))
    };
    if !own.iter().chain(contested).all(is_plain) {
        return;
    }
    let explained = reference::explained(&claim.deals, own, contested);
    let explained = explained
        .into_iter()
        .map(|at| Some(claim.deals[at?].id.clone()));
    assert_eq!(streamed.explained, explained.collect::<Vec<_>>());
    for (entry, line) in contested.iter().zip(&streamed.lines) {
        let silent = entry.kind != Kind::Trade || claim.deals.is_empty();
        assert_eq!(line.deal.is_none(), silent);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn streamed_claims_equal_those_with_every_entry_at_hand(claim in claim()) {
        check(&claim);
    }

    #[test]
    fn streamed_claims_of_whole_trades_equal_those_with_every_entry_at_hand(
        mut claim in claim(),
    ) {
        claim.entries.retain(|entry| entry.out.is_some() && entry.in_.is_some());
        for entry in &mut claim.entries {
            entry.kind = Kind::Trade;
        }
        check(&claim);
    }
}

/// Two legs of two groups, and two fills of a contract that was flat before.
fn small_claim() -> Claim {
    let leg = |line, group: &str| Entry {
        group: group.into(),
        ..trade(line, "2022-05-28T00:01:00Z", ["1 BTC", "", ""])
    };
    let fill = |line| Entry {
        kind: Kind::Derivative,
        market: "BTC-PERP".into(),
        ..trade(line, "2022-05-28T00:02:00Z", ["", "", ""])
    };
    let mut entries = vec![leg(1, "g"), leg(2, "h"), fill(3), fill(4)];
    entries.push(trade(5, "2022-05-28T00:03:00Z", ["10 USDT", "2 XYZ", ""]));
    entries.push(trade(6, "2022-05-28T00:04:00Z", ["10 USDT", "2 BTC", ""]));
    entries.push(trade(7, "2022-05-28T00:05:00Z", ["10 USDT", "2 BTC", ""]));
    let all_of_time = Rule::Period {
        period: "2022-05-28..2022-05-29".parse().unwrap(),
        exchange: "".into(),
        account: "".into(),
        asset: "".into(),
    };
    let deal = Deal {
        file: "deals.csv".into(),
        line: 2,
        id: "7".into(),
        status: "completed".into(),
        account: "bot".into(),
        bot: "b".into(),
        base: "BTC".into(),
        quote: "USDT".into(),
        opened: at("2022-05-28T00:00:00Z"),
        closed: Some(at("2022-05-29")),
        bought: Volume {
            base: Some(amount("3")),
            quote: None,
        },
        sold: Volume::default(),
    };
    let flat = Flat {
        exchange: "ftx".into(),
        account: "main".into(),
        market: "BTC-PERP".into(),
        margin: "USD".into(),
        at: at("2022-05-28"),
    };
    Claim {
        excluded: vec![false; entries.len()],
        entries,
        rules: vec![all_of_time],
        deals: vec![deal],
        terms: Terms {
            flat: vec![flat],
            ..Terms::default()
        },
    }
}

#[test]
fn what_is_held_has_a_limit_that_the_error_names() {
    let claim = small_claim();
    let stream = |limits: ValuingLimits| stream(&claim, &prices(), &limits);
    let none = ValuingLimits::NONE;
    // The contract and two fills; two groups; four sorts of trades, and of two of them
    // two trades each.
    let limits = |fills_max, groups_max, deal_trades_max| ValuingLimits {
        fills_max,
        groups_max,
        deal_trades_max,
        ..none
    };
    assert!(stream(limits(3, 2, 8)).is_ok());
    for (limits, held, name) in [
        (limits(2, 2, 8), Held::Fills, "limits.valuing.fills_max"),
        (limits(3, 1, 8), Held::Groups, "limits.valuing.groups_max"),
        (
            limits(3, 2, 7),
            Held::DealTrades,
            "limits.valuing.deal_trades_max",
        ),
    ] {
        let error = stream(limits).err().unwrap();
        assert_eq!((error.held, error.limit().as_str()), (held, name));
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn quantities_without_a_price_are_listed_up_to_a_limit_and_all_counted() {
    let mut claim = small_claim();
    claim.entries.truncate(5);
    let mut more = claim.entries[4].clone();
    more.lines = 6.into();
    claim.entries.push(more);
    let totals = |unpriced_listed_max| {
        let limits = ValuingLimits {
            unpriced_listed_max,
            ..ValuingLimits::NONE
        };
        stream(&claim, &prices(), &limits).unwrap().totals
    };
    let (all, one) = (totals(2), totals(1));
    assert_eq!((all.unpriced.len(), all.unpriced_more), (2, 0));
    assert_eq!((one.unpriced.len(), one.unpriced_more), (1, 1));
    assert_eq!(one.unpriced[0], all.unpriced[0]);
    let json = serde_json::to_string(&all).unwrap();
    assert!(!json.contains("unpriced_more"), "{json}");
}

#[test]
fn a_deal_explains_what_it_bought_and_the_context_says_so() {
    let streamed = stream(&small_claim(), &prices(), &ValuingLimits::NONE).unwrap();
    let words: Vec<Option<DealWord>> = streamed.contexts.into_iter().map(|c| c.deal).collect();
    assert_eq!(words[5], Some(DealWord::Explained("7".into())));
    assert_eq!(words[6], Some(DealWord::Unexplained));
}
