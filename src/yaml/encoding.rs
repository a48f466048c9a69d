//! Bytes to text, as go-yaml's reader decodes them.

use super::YamlError;
use super::input::Mark;
use super::problem::{Problem, Stage};
use std::borrow::Cow;

/// The text of a file: UTF-8, or UTF-16 where it begins with that encoding's byte order mark.
///
/// # Errors
/// go-yaml's, about bytes that are no text, with the offset of the first of them. go-yaml reads in pieces and
/// may find a mistake in the YAML before it gets there; here the bytes come first.
pub fn decode_bytes(bytes: &[u8]) -> Result<Cow<'_, str>, YamlError> {
    let little_endian: fn([u8; 2]) -> u16 = u16::from_le_bytes;
    let decoded = match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, little_endian).map(Cow::Owned),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        _ => match str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(problem(why_not_utf8(bytes, error.valid_up_to()), error.valid_up_to())),
        },
    };
    decoded.map_err(|problem| problem.into_error(""))
}

fn problem(words: &'static str, at: usize) -> Problem {
    Problem::new(Stage::Reader, words, Mark { at, ..Mark::default() })
}

/// What go-yaml says about the bytes at `at`, which are no UTF-8.
fn why_not_utf8(bytes: &[u8], at: usize) -> &'static str {
    let rest = bytes.get(at..).unwrap_or_default();
    let width = match rest.first() {
        Some(0xC0..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(0xF0..=0xF7) => 4,
        _ => return "invalid leading UTF-8 octet",
    };
    let Some(sequence) = rest.get(..width) else { return "incomplete UTF-8 octet sequence" };
    if sequence.iter().skip(1).any(|byte| byte & 0xC0 != 0x80) {
        return "invalid trailing UTF-8 octet";
    }
    match sequence {
        [0xC0 | 0xC1, ..] | [0xE0, ..=0x9F, ..] | [0xF0, ..=0x8F, ..] => "invalid length of a UTF-8 sequence",
        _ => "invalid Unicode character",
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Problem> {
    let (units, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    // The byte order mark was before.
    let mut at = 2usize;
    for decoded in char::decode_utf16(units.iter().copied().map(unit)) {
        let character = decoded.map_err(|error| {
            let is_low = error.unpaired_surrogate() & 0xFC00 == 0xDC00;
            problem(if is_low { "unexpected low surrogate area" } else { "expected low surrogate area" }, at)
        })?;
        text.push(character);
        at = at.saturating_add(character.len_utf16().saturating_mul(2));
    }
    if rest.is_empty() { Ok(text) } else { Err(problem("incomplete UTF-16 character", at)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_told_by_its_mark() {
        assert_eq!(decode_bytes(b"\xFE\xFF\0a\xD8\x3D\xDE\0").unwrap(), "a😀");
        assert_eq!(decode_bytes(b"\xFF\xFEa\0\x00\xDC").unwrap_err().message, "yaml: unexpected low surrogate area");
        assert_eq!(decode_bytes(b"\xFF\xFEa\0b").unwrap_err().message, "yaml: incomplete UTF-16 character");
        assert_eq!(decode_bytes("é".as_bytes()).unwrap(), "é");
    }

    #[test]
    fn bytes_that_are_no_text_have_a_place() {
        let error = decode_bytes(b"a: \xC3").unwrap_err();
        assert_eq!((error.message.as_str(), error.span.start), ("yaml: incomplete UTF-8 octet sequence", 3));
    }
}
