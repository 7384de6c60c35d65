//! Bounds what a reader of lines or rows may read for one of them.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Stops reading when a part exceeds its bytes. Otherwise an unclosed quote could make one
/// row of a whole file.
pub(crate) struct Leash<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R> Leash<R> {
    /// A leash on `inner`; the owner of `left` sets how many more bytes it may read.
    pub(crate) fn new(inner: R, left: &Rc<Cell<usize>>) -> Leash<R> {
        let left = Rc::clone(left);
        Leash { inner, left }
    }
}

impl<R: Read> Read for Leash<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = buffer.len().min(self.left.get());
        if wanted == 0 && !buffer.is_empty() {
            return Err(io::Error::other("a row is longer than a row may be"));
        }
        let read = self.inner.read(&mut buffer[..wanted])?;
        self.left.set(self.left.get() - read);
        Ok(read)
    }
}
