//! Halves of a conversion that stand in two seconds of a file that does not join them.
//!
//! Such a file tells each change of a balance in a row of its own. Legs of one second
//! share a group already. Where exactly two opposite legs of one conversion stand a few
//! seconds apart, they share the group of the earlier (METHOD.md, "Groups"). To see that
//! there are no more, entries wait from a half on until nothing that comes can be near it.

use std::collections::VecDeque;

use crate::base::text::{self, Text};
use crate::entry::deal::Deal;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::entry::{Entry, Kind};

/// How far apart the halves of one conversion may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalvesApart {
    /// In seconds.
    pub seconds_max: u32,
}

impl Default for HalvesApart {
    fn default() -> HalvesApart {
        HalvesApart { seconds_max: 3 }
    }
}

/// Parts of the words that exchanges have for a conversion, in small letters.
const CONVERSIONS: [&str; 18] = [
    "conver",
    "konver",
    "konwer",
    "конвер",
    "dönüştür",
    "chuyển đổi",
    "兑换",
    "兌換",
    "闪兑",
    "閃兌",
    "変換",
    "변환",
    "전환",
    "swap",
    "otc trading",
    "the easiest way to trade",
    "small assets exchange",
    "auto-invest",
];

/// Entries that wait at most.
const HELD_MAX: usize = 10_000;
/// Words whose meaning is remembered at most.
const WORDS_MAX: usize = 64;

/// Entries on their way to the sink, and the halves among them.
pub(crate) struct Halves {
    seconds_max: i64,
    held: VecDeque<Held>,
    /// Halves that one that waits may be near, in the order of the file.
    near: VecDeque<Half>,
    count: u64,
    /// Words of operations, and whether they are of conversions.
    words: Vec<(Text, bool)>,
}

struct Held {
    entry: Entry,
    /// Which half it is.
    half: Option<u64>,
}

/// One leg of a conversion.
#[derive(Clone)]
struct Half {
    id: u64,
    word: Text,
    account: Text,
    group: Text,
    seconds: i64,
    is_out: bool,
    is_joined: bool,
    is_handed_on: bool,
}

impl Half {
    /// Whether another half may be of the same conversion.
    fn is_near(&self, other: &Half, seconds_max: i64) -> bool {
        self.id != other.id
            && (self.seconds - other.seconds).abs() <= seconds_max
            && self.word == other.word
            && self.account == other.account
    }
}

impl Halves {
    /// Nothing waits.
    pub fn new(apart: HalvesApart) -> Halves {
        Halves {
            seconds_max: apart.seconds_max.into(),
            held: VecDeque::new(),
            near: VecDeque::new(),
            count: 0,
            words: Vec::new(),
        }
    }

    /// Takes an entry of a row whose operation is `word`.
    fn take(&mut self, word: &str, entry: &mut Entry, sink: &mut dyn Sink) {
        let half = self.half(word, entry);
        if half.is_none() && self.held.is_empty() {
            return sink.entry(entry);
        }
        let newest = entry.time.seconds;
        self.held.push_back(Held {
            entry: std::mem::take(entry),
            half,
        });
        self.settle(newest, sink);
    }

    /// Hands on what is not near an entry of this time.
    fn settle(&mut self, newest: i64, sink: &mut dyn Sink) {
        // A half that is near may have another near it.
        let reach = 2 * self.seconds_max;
        while let Some(first) = self.held.front() {
            let is_near = (first.entry.time.seconds - newest).abs() <= reach;
            let place = first.half.and_then(|id| self.place(id));
            let waits = place.is_some_and(|at| !self.is_whole(at));
            if waits && is_near && self.held.len() <= HELD_MAX {
                break;
            }
            self.hand_on_first(sink);
        }
        let is_far = |half: &Half| (half.seconds - newest).abs() > 2 * reach;
        while self.near.front().is_some_and(is_far) {
            self.near.pop_front();
        }
    }

    /// Hands on all that waits.
    pub fn finish(&mut self, sink: &mut dyn Sink) {
        while !self.held.is_empty() {
            self.hand_on_first(sink);
        }
    }

    fn hand_on_first(&mut self, sink: &mut dyn Sink) {
        let Some(Held { mut entry, half }) = self.held.pop_front() else {
            return;
        };
        if let Some(id) = half
            && !self.join(id, &mut entry)
        {
            sink.diagnostic(alone(&entry, self.seconds_max));
        }
        sink.entry(&mut entry);
    }

    /// Keeps an entry as a half, if it is one.
    fn half(&mut self, word: &str, entry: &Entry) -> Option<u64> {
        if entry.kind != Kind::Trade || !self.is_of_conversion(word) {
            return None;
        }
        let is_out = match (&entry.out, &entry.in_) {
            (Some(_), None) => true,
            (None, Some(_)) => false,
            _ => return None,
        };
        // The second is the last part of such a group.
        let (account, _) = entry.group.rsplit_once('@')?;
        self.count += 1;
        self.near.push_back(Half {
            id: self.count,
            word: Text::new(word),
            account: Text::new(account),
            group: entry.group.clone(),
            seconds: entry.time.seconds,
            is_out,
            is_joined: false,
            is_handed_on: false,
        });
        Some(self.count)
    }

    fn is_of_conversion(&mut self, word: &str) -> bool {
        if let Some((_, is)) = self.words.iter().find(|(known, _)| known == word) {
            return *is;
        }
        let lower = text::lower(word);
        let is = CONVERSIONS.iter().any(|part| lower.contains(part));
        if self.words.len() < WORDS_MAX {
            self.words.push((Text::new(word), is));
        }
        is
    }

    /// Gives a half its group; whether the other half is there.
    fn join(&mut self, id: u64, entry: &mut Entry) -> bool {
        let Some(at) = self.place(id) else {
            return true;
        };
        self.near[at].is_handed_on = true;
        if self.near[at].is_joined {
            entry.group = self.near[at].group.clone();
            return true;
        }
        if self.is_whole(at) {
            return true;
        }
        let [other] = self.near_to(at)[..] else {
            return false;
        };
        let own = &self.near[at];
        if self.near[other].is_out == own.is_out || self.near_to(other) != [at] {
            return false;
        }
        let is_others = self.near[other].is_handed_on || self.near[other].seconds < own.seconds;
        let group = self.near[if is_others { other } else { at }].group.clone();
        for half in [at, other] {
            self.near[half].is_joined = true;
            self.near[half].group = group.clone();
        }
        entry.group = group;
        true
    }

    /// Where a half stands among those that are near: they are numbered in their order.
    fn place(&self, id: u64) -> Option<usize> {
        let place = id.checked_sub(self.near.front()?.id)?;
        let place = usize::try_from(place).ok()?;
        (place < self.near.len()).then_some(place)
    }

    /// Whether the other half stands in the same second: then both share a group already,
    /// and neither waits for another.
    fn is_whole(&self, at: usize) -> bool {
        let own = &self.near[at];
        let is_other = |other: &Half| other.is_near(own, 0) && other.is_out != own.is_out;
        self.near.iter().any(is_other)
    }

    /// The halves that may be of the same conversion as this one.
    fn near_to(&self, at: usize) -> Vec<usize> {
        let own = &self.near[at];
        let all = self.near.iter().enumerate();
        let near = all.filter(|(_, half)| half.is_near(own, self.seconds_max));
        near.map(|(at, _)| at).collect()
    }
}

/// Says that a half has not exactly one other.
fn alone(entry: &Entry, seconds_max: i64) -> Diagnostic {
    Diagnostic {
        file: entry.file.to_string(),
        line: entry.lines.start(),
        column: 0,
        code: Code::NoteHalf,
        message: Message::lazy(|| Message::HalfAlone {
            count: seconds_max.unsigned_abs(),
        }),
    }
}

/// Passes all on, and entries by way of the halves.
pub(crate) struct Joining<'a> {
    /// Where entries wait.
    pub halves: &'a mut Halves,
    /// The operation of the row.
    pub word: &'a str,
    /// Where all goes.
    pub sink: &'a mut dyn Sink,
}

impl Sink for Joining<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        self.halves.take(self.word, entry, self.sink);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnostic(diagnostic);
    }

    fn deal(&mut self, deal: Deal) {
        self.sink.deal(deal);
    }
}
