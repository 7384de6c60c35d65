//! Diagnostics about one file on their way to the sink.

use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::sink::Sink;

/// Where diagnostics about one file go, and the codes that are given once for it.
pub(crate) struct DiagnosticSink {
    file: String,
    codes: Vec<Code>,
}

impl DiagnosticSink {
    /// No diagnostics yet.
    pub fn new(file: &str) -> DiagnosticSink {
        DiagnosticSink {
            file: file.to_owned(),
            codes: Vec::new(),
        }
    }

    /// The file, as diagnostics name it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether a code was given by [`DiagnosticSink::once`].
    pub fn has(&self, code: Code) -> bool {
        self.codes.contains(&code)
    }

    /// Gives it, unless the code was given in this way before.
    pub fn once(
        &mut self,
        line: u64,
        code: Code,
        message: impl FnOnce() -> Message,
        sink: &mut dyn Sink,
    ) {
        if !self.has(code) {
            self.codes.push(code);
            self.say(line, code, message, sink);
        }
    }

    /// Says it of a whole row, or of the file (line 0).
    #[inline(always)]
    pub fn say(
        &self,
        line: u64,
        code: Code,
        message: impl FnOnce() -> Message,
        sink: &mut dyn Sink,
    ) {
        self.at(line, 0, code, message, sink);
    }

    /// Says that a cell looks like a secret, and nothing of what is in it.
    pub fn secret(&self, line: u64, column: u32, sink: &mut dyn Sink) {
        self.at(line, column, Code::WarnSecret, || Message::RowSecret, sink);
    }

    /// Says it of one cell.
    #[inline(always)]
    pub fn at(
        &self,
        line: u64,
        column: u32,
        code: Code,
        message: impl FnOnce() -> Message,
        sink: &mut dyn Sink,
    ) {
        self.hand_on(line, column, code, Message::lazy(message), sink);
    }

    #[inline(never)]
    fn hand_on(&self, line: u64, column: u32, code: Code, message: Message, sink: &mut dyn Sink) {
        sink.diagnostic(Diagnostic {
            file: self.file.clone(),
            line,
            column,
            code,
            message,
        });
    }
}
