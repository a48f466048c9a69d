//! Bytes that are no text, kept in texts.
//!
//! Go's strings hold any bytes, and charts bring packed files along. Such a byte stands as a private character
//! (U+10F780 to U+10F7FF), so that what encodes or writes the text later finds the byte again.

use std::borrow::Cow;

/// The private character of the byte 0.
const BASE: u32 = 0x0010_F700;

/// The first byte of every private character of ours in UTF-8.
const LEAD: u8 = 0xF4;

/// The text of `bytes`.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| with_private(bytes), str::to_owned)
}

/// As [`from_bytes`], without a copy of what is text already.
#[must_use]
pub fn from_owned_bytes(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| with_private(error.as_bytes()))
}

fn with_private(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().filter_map(|byte| char::from_u32(BASE.saturating_add(u32::from(*byte)))));
    }
    text
}

/// The bytes of `text`.
#[must_use]
pub fn to_bytes(text: &str) -> Cow<'_, [u8]> {
    if !text.as_bytes().contains(&LEAD) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c).checked_sub(BASE).and_then(|byte| u8::try_from(byte).ok()).filter(|byte| !byte.is_ascii()) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Cow::Owned(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_come_back() {
        let all: Vec<u8> = (0..=255).chain("größer 😀".bytes()).chain([0xC3]).collect();
        assert_eq!(*to_bytes(&from_bytes(&all)), *all);
        assert_eq!(from_owned_bytes(all.clone()), from_bytes(&all));
        assert_eq!(from_bytes("größer".as_bytes()), "größer");
        assert!(matches!(to_bytes("größer"), Cow::Borrowed(_)));
    }
}
