//! Words of ours in data that another program wrote.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};

/// A word that is written in the code, or was once and came over from the engine's program.
pub type Word = Cow<'static, str>;

/// A word of a list in the code; by this name serde does not take it for text borrowed from the data.
pub type Known = &'static str;

/// Reads one of `words`.
///
/// # Errors
/// The data has another word.
pub(crate) fn one_of<'de, D: Deserializer<'de>>(from: D, words: &[&'static str]) -> Result<&'static str, D::Error> {
    let read = Word::deserialize(from)?;
    words
        .iter()
        .find(|word| **word == read)
        .copied()
        .ok_or_else(|| D::Error::custom(format_args!("unknown word {read}")))
}
