//! Questions and answers as bytes.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The bytes of a question or an answer.
#[must_use]
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    // Everything that crosses has a length known beforehand, which is all that could fail.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// The question or answer of these bytes; `None` if they are none.
#[must_use]
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
