//! The operator's log: one line an event, whatever it contains. Text that somebody typed can
//! neither move the cursor, nor clear the screen, nor begin a line of its own.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Writes events that pass the filter, without colours, because both programs and people on
/// terminals read the log.
pub fn subscriber<W, M>(filter: EnvFilter, make: M) -> impl Subscriber + Send + Sync
where
    W: Write,
    M: Fn() -> W + Send + Sync + 'static,
    for<'a> M: MakeWriter<'a>,
{
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(move || OneLine(make()))
        .finish()
}

/// A text with its control characters spelt out (`\n`, `\u{1b}`).
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(ledger::is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => plain.push_str("\\n"),
            '\t' => plain.push(' '),
            c if ledger::is_hidden(c) => {
                write!(plain, "\\u{{{:x}}}", u32::from(c)).ok();
            }
            c => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

/// A writer that receives one event a call from the formatter.
struct OneLine<W>(W);

impl<W: Write> Write for OneLine<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = escaped(text.strip_suffix('\n').unwrap_or(&text));
        self.0.write_all(format!("{line}\n").as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_event_is_one_line_without_terminal_codes_whatever_is_in_it() {
        let (kept, name) = (Kept::default(), "a\u{1b}[2J\r\n\u{9b}31mERROR\u{202e}\u{7}");
        let to = kept.clone();
        let made = subscriber(EnvFilter::new("info"), move || to.clone());
        tracing::subscriber::with_default(made, || {
            let span = tracing::info_span!("request", name);
            let _inside = span.enter();
            let cause = anyhow::anyhow!("{name}").context("reading");
            tracing::error!(%name, ?cause, "a file was not read: {name}");
            tracing::info!("next");
        });
        let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<&str> = log.lines().collect();
        assert_eq!(lines.len(), 2, "{log:?}");
        let hidden = |line: &&str| line.contains(ledger::is_hidden);
        assert!(!lines.iter().any(hidden), "{log:?}");
        assert!(lines[0].contains("\\u{202e}") && lines[0].contains("a file was not read"));
    }
}
