//! Reads bytes from the browser, and works in turns so short that the page stays responsive.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, MessageChannel, Performance, ReadableStreamDefaultReader, ReadableWritablePair, Response,
};

/// Bytes requested from the browser at once.
const SLICE_BYTES: u64 = 1 << 20;
/// The longest time that one turn may block the page.
const TURN_MILLISECONDS: f64 = 12.0;

/// The browser did not return the requested bytes.
pub(super) struct Withheld;

impl From<JsValue> for Withheld {
    fn from(_: JsValue) -> Withheld {
        Withheld
    }
}

/// When this turn began.
pub(super) struct Turn {
    clock: Performance,
    began: f64,
}

impl Turn {
    /// Begins the first.
    pub fn begin() -> Result<Turn, Withheld> {
        let window = web_sys::window().ok_or(Withheld)?;
        let clock = window.performance().ok_or(Withheld)?;
        let began = clock.now();
        Ok(Turn { clock, began })
    }

    /// Yields to the page if this turn lasted long enough. Returns whether it did.
    pub async fn rest(&mut self) -> bool {
        let is_over = self.clock.now() - self.began > TURN_MILLISECONDS;
        if is_over {
            give_way().await;
            self.began = self.clock.now();
        }
        is_over
    }
}

/// Lets the browser paint and respond. It posts a message to itself, because browsers slow
/// down timers.
async fn give_way() {
    let promise = Promise::new(&mut |resolve: Function, _| {
        if let Ok(channel) = MessageChannel::new() {
            channel.port1().set_onmessage(Some(&resolve));
            if channel.port2().post_message(&JsValue::NULL).is_ok() {
                return;
            }
        }
        // Without a channel, continue at once.
        let _ = resolve.call0(&JsValue::UNDEFINED);
    });
    let _ = JsFuture::from(promise).await;
}

/// The selector of the boot script, and the files beside it: the script, and the tables of
/// formats and words.
const BOOT_SCRIPT: &str = "script[src$='boot.js']";
const BOOT: &str = "boot.js";
const TABLES: &str = "tables.txt";

/// Fetches the tables of formats and words that the readers need, unless they are there. A
/// page where nobody chooses a file needs none.
pub(super) async fn load_tables() -> Result<(), Withheld> {
    if ledger::has_tables() {
        return Ok(());
    }
    let window = web_sys::window().ok_or(Withheld)?;
    let document = window.document().ok_or(Withheld)?;
    let script = document.query_selector(BOOT_SCRIPT)?.ok_or(Withheld)?;
    let address = script.get_attribute("src").ok_or(Withheld)?;
    let address = address.replace(BOOT, TABLES);
    let response = JsFuture::from(window.fetch_with_str(&address)).await?;
    let response: Response = response.dyn_into()?;
    if !response.ok() {
        return Err(Withheld);
    }
    let text = JsFuture::from(response.text()?).await?;
    ledger::load_tables(text.as_string().ok_or(Withheld)?);
    Ok(())
}

/// A part of a file.
pub(super) fn part(file: &Blob, from: u64, to: u64) -> Result<Blob, Withheld> {
    Ok(file.slice_with_f64_and_f64(from as f64, to as f64)?)
}

/// All bytes of a part.
pub(super) async fn all(part: &Blob) -> Result<Vec<u8>, Withheld> {
    let buffer = JsFuture::from(part.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Bytes that come in pieces.
pub(super) struct Bytes {
    /// Bytes that were put back in front.
    ahead: Vec<u8>,
    source: Source,
}

enum Source {
    /// The rest of a file, unchanged.
    Plain(Blob, u64),
    /// Bytes that the browser unpacks.
    Unpacked(ReadableStreamDefaultReader),
}

impl Bytes {
    /// The bytes of a file, unchanged.
    pub fn of(file: &Blob) -> Bytes {
        Bytes {
            ahead: Vec::new(),
            source: Source::Plain(file.clone(), 0),
        }
    }

    /// The unpacked bytes of a file. `format` is `gzip` or `deflate-raw`; the browser
    /// unpacks it. Browsers from before 2023 cannot.
    pub fn unpacked(file: &Blob, format: &str) -> Result<Bytes, Withheld> {
        let means = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?;
        let means: Function = means.dyn_into()?;
        let unpacking = Reflect::construct(&means, &Array::of1(&format.into()))?;
        let pair: ReadableWritablePair = unpacking.unchecked_into();
        let stream = file.stream().pipe_through(&pair);
        Ok(Bytes {
            ahead: Vec::new(),
            source: Source::Unpacked(ReadableStreamDefaultReader::new(&stream)?),
        })
    }

    /// Puts bytes back that were taken off the front.
    pub fn put_back(&mut self, bytes: Vec<u8>) {
        self.ahead = bytes;
    }

    /// Whether the bytes are those of the file, not unpacked.
    pub fn are_plain(&self) -> bool {
        matches!(self.source, Source::Plain(..))
    }

    /// The next bytes; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Withheld> {
        if !self.ahead.is_empty() {
            return Ok(Some(std::mem::take(&mut self.ahead)));
        }
        match &mut self.source {
            Source::Plain(file, at) => {
                let end = (*at + SLICE_BYTES).min(file.size() as u64);
                if *at >= end {
                    return Ok(None);
                }
                let slice = all(&part(file, *at, end)?).await?;
                *at = end;
                Ok(Some(slice))
            }
            Source::Unpacked(reader) => {
                let piece = JsFuture::from(reader.read()).await?;
                let value = Reflect::get(&piece, &"value".into())?;
                let bytes = value.dyn_into::<Uint8Array>().ok();
                Ok(bytes.map(|bytes| bytes.to_vec()))
            }
        }
    }

    /// Stops reading.
    pub fn stop(&self) {
        if let Source::Unpacked(reader) = &self.source {
            let _ = reader.cancel();
        }
    }
}
