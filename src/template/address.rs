//! IP addresses as Go reads them (`net/netip`), with its messages.

use super::format::quote;

/// What kind of address a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// `1.2.3.4`
    V4,
    /// `::1`
    V6,
    /// A sixth version's with a zone: `fe80::1%eth0`.
    Zoned,
}

/// The address that `text` is (`netip.ParseAddr`).
///
/// # Errors
/// Go's message.
pub fn parse_address(text: &str) -> Result<Address, String> {
    let wrong = |what: &str, at: &str| match at {
        "" => format!("ParseAddr({}): {what}", quote(text)),
        at => format!("ParseAddr({}): {what} (at {})", quote(text), quote(at)),
    };
    match text.bytes().find(|byte| b".:%".contains(byte)) {
        Some(b'.') => version_4(text).map(|()| Address::V4).map_err(|(what, at)| wrong(what, at)),
        Some(b':') => {
            let (address, zone) = text.split_once('%').unwrap_or((text, "-"));
            if zone.is_empty() {
                return Err(wrong("zone must be a non-empty string", ""));
            }
            version_6(address).map_err(|(what, at)| wrong(what, at))?;
            Ok(if text.contains('%') { Address::Zoned } else { Address::V6 })
        }
        Some(_) => Err(wrong("missing IPv6 address", "")),
        None => Err(wrong("unable to parse IP", "")),
    }
}

/// What is wrong, and the rest of the text from where it is, if Go tells that.
type Wrong<'a> = (&'static str, &'a str);

fn version_4(text: &str) -> Result<(), Wrong<'_>> {
    let (mut value, mut has_digit, mut fields) = (0_u32, false, 1_u32);
    let mut before = '.';
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        match c.to_digit(10) {
            Some(_) if has_digit && value == 0 => return Err(("IPv4 field has octet with leading zero", "")),
            Some(digit) => {
                value = value.saturating_mul(10).saturating_add(digit);
                has_digit = true;
                if value > 255 {
                    return Err(("IPv4 field has value >255", ""));
                }
            }
            None if c != '.' => return Err(("unexpected character", rest)),
            None if before == '.' || rest.len() == 1 => {
                return Err(("IPv4 field must have at least one digit", rest));
            }
            None if fields == 4 => return Err(("IPv4 address too long", "")),
            None => (value, has_digit, fields) = (0, false, fields.saturating_add(1)),
        }
        before = c;
    }
    if fields < 4 { Err(("IPv4 address too short", "")) } else { Ok(()) }
}

fn version_6(text: &str) -> Result<(), Wrong<'_>> {
    let mut rest = text.strip_prefix("::").unwrap_or(text);
    let mut shortened = rest.len() < text.len();
    let mut fields = 0_u32;
    while fields < 8 && !(rest.is_empty() && shortened) {
        let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let after = rest.get(digits..).unwrap_or_default();
        match digits {
            0 => return Err(("each colon-separated field must have at least one digit", rest)),
            5.. => return Err(("each group must have 4 or less digits", rest)),
            _ => {}
        }
        if after.starts_with('.') {
            if !shortened && fields != 6 {
                return Err(("embedded IPv4 address must replace the final 2 fields of the address", rest));
            }
            if fields > 6 {
                return Err(("too many hex fields to fit an embedded IPv4 at the end of the address", rest));
            }
            version_4(rest)?;
            (rest, fields) = ("", fields.saturating_add(2));
            break;
        }
        fields = fields.saturating_add(1);
        rest = after;
        if rest.is_empty() {
            break;
        }
        let Some(next) = rest.strip_prefix(':') else { return Err(("unexpected character, want colon", rest)) };
        if next.is_empty() {
            return Err(("colon must be followed by more characters", rest));
        }
        rest = next;
        if let Some(next) = rest.strip_prefix(':') {
            if shortened {
                return Err(("multiple :: in address", rest));
            }
            (shortened, rest) = (true, next);
        }
    }
    match () {
        () if !rest.is_empty() => Err(("trailing garbage after address", rest)),
        () if fields < 8 && !shortened => Err(("address string too short", "")),
        () if fields == 8 && shortened => Err(("the :: must expand to at least one field of zeros", "")),
        () => Ok(()),
    }
}
