//! Words of ours in data that another program wrote.

use std::borrow::Cow;

use borsh::BorshDeserialize;
use borsh::io::{Error, ErrorKind, Read, Result};

/// A word that is written in the code, or was once and came over from the engine's program.
pub type Word = Cow<'static, str>;

/// A word of a list in the code.
pub type Known = &'static str;

/// Reads one of `words`.
///
/// # Errors
/// The data has another word.
pub(crate) fn one_of<R: Read>(from: &mut R, words: &[Known]) -> Result<Known> {
    let read = String::deserialize_reader(from)?;
    let known = words.iter().find(|word| **word == read);
    known.copied().ok_or_else(|| Error::new(ErrorKind::InvalidData, "a word that is not known"))
}
