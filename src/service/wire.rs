//! Questions and answers as bytes.

use borsh::{BorshDeserialize, BorshSerialize};

/// The bytes of a question or an answer.
#[must_use]
pub fn encode(message: &impl BorshSerialize) -> Vec<u8> {
    // Memory takes everything; only a list of more than four thousand million entries could fail.
    borsh::to_vec(message).unwrap_or_default()
}

/// The question or answer of these bytes; `None` if they are none.
#[must_use]
pub fn decode<T: BorshDeserialize>(bytes: &[u8]) -> Option<T> {
    borsh::from_slice(bytes).ok()
}
