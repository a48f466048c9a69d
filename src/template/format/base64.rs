//! Standard base64 with padding.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes `bytes`.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| (word << 8) | u32::from(*byte));
        let missing = 3usize.saturating_sub(chunk.len());
        let word = if missing == 2 {
            word << 16
        } else if missing == 1 {
            word << 8
        } else {
            word
        };
        for place in 0..4usize {
            let code = (word >> [18, 12, 6, 0].get(place).copied().unwrap_or(0)) & 63;
            let digit = usize::try_from(code).ok().and_then(|code| ALPHABET.get(code)).copied().unwrap_or(b'=');
            out.push(if place.saturating_add(missing) > 3 { '=' } else { char::from(digit) });
        }
    }
    out
}

/// Decodes `text`; line ends are skipped.
///
/// # Errors
/// Go's words with the place of the byte that does not fit: for a group that is too short its
/// beginning.
pub fn unbase64(text: &str) -> Result<Vec<u8>, String> {
    let mut input = text.bytes().enumerate().filter(|(_, byte)| !matches!(byte, b'\r' | b'\n'));
    let mut out = Vec::new();
    loop {
        let mut digits = Vec::with_capacity(4);
        while digits.len() < 4 {
            let Some((at, byte)) = input.next() else {
                if digits.is_empty() {
                    return Ok(out);
                }
                return corrupt(text.len().saturating_sub(digits.len()));
            };
            match ALPHABET.iter().position(|digit| *digit == byte) {
                Some(code) => digits.push(code),
                None if byte != b'=' || digits.len() < 2 => return corrupt(at),
                None => break,
            }
        }
        if digits.len() == 2 {
            match input.next() {
                None => return corrupt(text.len()),
                Some((at, byte)) if byte != b'=' => return corrupt(at),
                Some(_) => {}
            }
        }
        let word = digits.iter().fold(0u32, |word, code| (word << 6) | u32::try_from(*code).unwrap_or(0));
        let shift = if digits.len() == 2 {
            12
        } else if digits.len() == 3 {
            6
        } else {
            0
        };
        let bytes = (word << shift).to_be_bytes();
        out.extend_from_slice(bytes.get(1..digits.len()).unwrap_or_default());
        if digits.len() < 4 {
            return match input.next() {
                None => Ok(out),
                Some((at, _)) => corrupt(at),
            };
        }
    }
}

fn corrupt<T>(at: usize) -> Result<T, String> {
    Err(format!("illegal base64 data at input byte {at}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        for text in ["", "f", "fo", "foo", "foob", "fooba", "foobar"] {
            assert_eq!(unbase64(&base64(text.as_bytes())).as_deref(), Ok(text.as_bytes()), "{text}");
        }
        assert_eq!(base64(b"fo"), "Zm8=");
    }

    #[test]
    fn corrupt_input() {
        for (text, at) in [("!!", 0), ("Zm9", 0), ("Zg==Zg==", 4), ("Zm=v", 3), ("Zm9v!", 4)] {
            assert_eq!(unbase64(text), Err(format!("illegal base64 data at input byte {at}")), "{text}");
        }
    }
}
