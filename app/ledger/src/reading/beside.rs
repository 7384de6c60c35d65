//! Members of one archive beside each other: what one advises to fetch is not said where
//! another member is that file.

use crate::catalogue::format_by_id;
use crate::entry::Entry;
use crate::entry::deal::Deal;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::{Advice, Message};
use crate::entry::sink::Sink;
use crate::reading::report::FileReport;

/// Holds advice back until all members are known.
pub(super) struct Beside<'a> {
    sink: &'a mut dyn Sink,
    held: Vec<Diagnostic>,
}

impl<'a> Beside<'a> {
    /// Begins before the first member.
    pub fn new(sink: &'a mut dyn Sink) -> Beside<'a> {
        Beside {
            sink,
            held: Vec::new(),
        }
    }

    /// Says the advice that no member follows, and takes the other back.
    pub fn finish(self, reports: &mut [FileReport]) {
        let formats = reports.iter().filter_map(|report| report.format);
        let ids: Vec<&str> = formats.map(|format| format.id).collect();
        let is_followed = |id: &str| {
            let instead = format_by_id(id).map_or(&[][..], |format| format.instead);
            instead.iter().any(|other| ids.contains(other))
        };
        for report in reports.iter_mut() {
            if report.format.is_some_and(|format| is_followed(format.id)) {
                report.advice = "";
            }
            let why = report.why.take();
            report.why = why.map(|why| without_advice(why, &is_followed));
        }
        for mut diagnostic in self.held {
            if let Message::FileInstead { advice: Advice(id) } = &diagnostic.message
                && is_followed(id)
            {
                continue;
            }
            diagnostic.message = without_advice(diagnostic.message, &is_followed);
            self.sink.diagnostic(diagnostic);
        }
    }
}

/// What a file is that is known and not read, without what to fetch where it is there.
fn without_advice(message: Message, is_followed: &dyn Fn(&str) -> bool) -> Message {
    match message {
        Message::FileUnread { format, .. } if is_followed(&format.0) => {
            Message::FileUnreadBeside { format }
        }
        message => message,
    }
}

impl Sink for Beside<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        self.sink.entry(entry);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        let is_unread = matches!(diagnostic.message, Message::FileUnread { .. });
        match diagnostic.code == Code::NoteInstead || is_unread {
            true => self.held.push(diagnostic),
            false => self.sink.diagnostic(diagnostic),
        }
    }

    fn deal(&mut self, deal: Deal) {
        self.sink.deal(deal);
    }
}
