//! Source text: spans, lines, and what can be said about a place in it.
//!
//! Positions are byte offsets everywhere in the engine; [`LineIndex`] converts them to lines and to
//! the UTF-16 columns editors use.

mod bytes;
mod calendar;
mod diagnostic;
mod line_index;
mod memo;
mod order;
mod packed;
mod suggest;
mod word;

pub use bytes::{from_bytes, from_owned_bytes, to_bytes};
pub use calendar::{date_of, days_in_month, days_to};
pub use diagnostic::{Diagnostic, Edit, Fix, Label, Severity};
pub use line_index::{LineColumn, LineIndex, byte_offset, utf16_offset};
pub use memo::Memo;
pub use order::{filled, order_of, sort, sort_by, sort_by_key};
pub use packed::Packed;
pub use suggest::nearest;
pub(crate) use word::one_of;
pub use word::{Known, Word};

/// A range of bytes in one text, `start <= end`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; a reversed pair is put right.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Span { start: start.min(end), end: end.max(start) }
    }

    /// The empty span at `offset`.
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Span { start: offset, end: offset }
    }

    /// The part of `text` this span covers; empty where it reaches outside or cuts a character.
    #[must_use]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether `offset` lies in the span (its end counts).
    #[must_use]
    pub fn touches(&self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }
}
