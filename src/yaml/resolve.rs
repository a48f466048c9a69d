//! What a scalar is: go-yaml's reading of YAML 1.1.

use super::number::{parse_binary, parse_float, parse_float_after_point, parse_int, parse_uint};
use super::timestamp::is_timestamp;
use std::borrow::Cow;

/// What all tags of YAML itself begin with.
const YAML: &str = "tag:yaml.org,2002:";

/// A scalar with its type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// Only for what is too large for `Int`.
    Uint(u64),
    Float(f64),
    Text(Cow<'a, str>),
}

/// The type of a scalar, as tags name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    Text,
}

impl Type {
    const ALL: [Type; 6] = [Type::Null, Type::Bool, Type::Int, Type::Float, Type::Timestamp, Type::Text];

    const fn name(self) -> &'static str {
        match self {
            Type::Null => "null",
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Float => "float",
            Type::Timestamp => "timestamp",
            Type::Text => "str",
        }
    }
}

/// Texts with a meaning of their own.
const WORDS: &[(&[&str], Scalar<'static>)] = &[
    (&["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"], Scalar::Bool(true)),
    (&["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"], Scalar::Bool(false)),
    (&["", "~", "null", "Null", "NULL"], Scalar::Null),
    (&[".nan", ".NaN", ".NAN"], Scalar::Float(f64::NAN)),
    (&[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"], Scalar::Float(f64::INFINITY)),
    (&["-.inf", "-.Inf", "-.INF"], Scalar::Float(f64::NEG_INFINITY)),
];

/// The value of a scalar with a tag, or of a plain one without.
///
/// # Errors
/// go-yaml's words about a text that is not of its tag's type.
pub(super) fn resolve<'a>(tag: Option<&str>, text: &'a str) -> Result<Scalar<'a>, String> {
    let wanted = match tag {
        None => None,
        Some(tag) => match tag.strip_prefix(YAML) {
            Some("binary") => return decode_base64(text).map(|bytes| Scalar::Text(Cow::Owned(to_json_text(&bytes)))),
            name => match Type::ALL.into_iter().find(|of| Some(of.name()) == name) {
                // A tag that is not YAML's says nothing about the value.
                None | Some(Type::Text) => return Ok(Scalar::Text(Cow::Borrowed(text))),
                wanted => wanted,
            },
        },
    };
    let (found, value) = resolve_plain(text, wanted.is_none_or(|of| of == Type::Timestamp));
    match (wanted, value) {
        (None, value) => Ok(value),
        (Some(wanted), value) if wanted == found => Ok(value),
        #[expect(clippy::cast_precision_loss, reason = "go-yaml converts as well")]
        (Some(Type::Float), Scalar::Int(int)) => Ok(Scalar::Float(int as f64)),
        (Some(wanted), _) => Err(format!("cannot decode !!{} `{text}` as a !!{}", found.name(), wanted.name())),
    }
}

/// Whether `text` would be read as something else than a text.
pub(super) fn is_text(text: &str) -> bool {
    resolve_plain(text, true).0 == Type::Text
}

fn resolve_plain(text: &str, may_be_timestamp: bool) -> (Type, Scalar<'_>) {
    let as_text = (Type::Text, Scalar::Text(Cow::Borrowed(text)));
    let first = text.bytes().next();
    if !matches!(first, None | Some(b'+' | b'-' | b'.' | b'0'..=b'9' | b'~'))
        && !matches!(first, Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O'))
    {
        return as_text;
    }
    if let Some((_, value)) = WORDS.iter().find(|(words, _)| words.contains(&text)) {
        let of = match value {
            Scalar::Null => Type::Null,
            Scalar::Bool(_) => Type::Bool,
            _ => Type::Float,
        };
        return (of, value.clone());
    }
    match first {
        Some(b'.') => parse_float_after_point(text).map_or(as_text, |float| (Type::Float, Scalar::Float(float))),
        Some(b'+' | b'-' | b'0'..=b'9') if may_be_timestamp && is_timestamp(text) => {
            // Read as a text all the same, for old times' sake.
            (Type::Timestamp, Scalar::Text(Cow::Borrowed(text)))
        }
        Some(b'+' | b'-' | b'0'..=b'9') => resolve_number(text).unwrap_or(as_text),
        _ => as_text,
    }
}

fn resolve_number(text: &str) -> Option<(Type, Scalar<'static>)> {
    let digits = text.replace('_', "");
    let int = parse_int(&digits).map(Scalar::Int).or_else(|| parse_uint(&digits).map(Scalar::Uint));
    if let Some(int) = int {
        return Some((Type::Int, int));
    }
    if let Some(float) = parse_float(&digits) {
        return Some((Type::Float, Scalar::Float(float)));
    }
    // `0b-1` and `0b+1`, which Go itself would not take.
    let binary = digits.strip_prefix("0b").map(str::to_owned);
    let binary = binary.or_else(|| digits.strip_prefix("-0b").map(|rest| format!("-{rest}")));
    Some((Type::Int, Scalar::Int(parse_binary(&binary?)?)))
}

/// `base64.StdEncoding`: padded, line breaks ignored.
fn decode_base64(text: &str) -> Result<Vec<u8>, String> {
    let wrong = || "!!binary value contains invalid base64 data".to_owned();
    let symbols: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let padding = symbols.iter().rev().take_while(|byte| **byte == b'=').count();
    if !symbols.len().is_multiple_of(4) || padding > 2 {
        return Err(wrong());
    }
    let mut bytes = Vec::with_capacity(symbols.len());
    let mut bits = 0u32;
    let data = symbols.len().saturating_sub(padding);
    for (at, symbol) in symbols.iter().take(data).enumerate() {
        let value = match symbol {
            b'A'..=b'Z' => symbol.wrapping_sub(b'A'),
            b'a'..=b'z' => symbol.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => symbol.wrapping_sub(b'0').wrapping_add(52),
            b'+' => 62,
            b'/' => 63,
            _ => return Err(wrong()),
        };
        bits = (bits << 6) | u32::from(value);
        // After the second, third and fourth symbol of four another byte is complete.
        let spare = match at % 4 {
            1 => 4,
            2 => 2,
            3 => 0,
            _ => continue,
        };
        bytes.push((bits >> spare).to_le_bytes()[0]);
    }
    Ok(bytes)
}

/// Bytes as `encoding/json` writes them: each one that is not UTF-8 becomes a replacement character.
fn to_json_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_yaml_1_1() {
        assert_eq!(resolve(None, "yes"), Ok(Scalar::Bool(true)));
        assert_eq!(resolve(None, "yES"), Ok(Scalar::Text("yES".into())));
        assert_eq!(resolve(None, ""), Ok(Scalar::Null));
        assert_eq!(resolve(None, "1:30"), Ok(Scalar::Text("1:30".into())));
        assert_eq!(resolve(None, "0b-11"), Ok(Scalar::Int(-3)));
        assert_eq!(resolve(None, "08"), Ok(Scalar::Float(8.0)));
        assert_eq!(resolve(None, "18446744073709551615"), Ok(Scalar::Uint(u64::MAX)));
        assert!(!is_text("2001-12-14") && is_text("2001-12-32"));
    }

    #[test]
    fn tags_convert_or_refuse() {
        assert_eq!(resolve(Some("tag:yaml.org,2002:float"), "1"), Ok(Scalar::Float(1.0)));
        assert_eq!(resolve(Some("tag:yaml.org,2002:str"), "1"), Ok(Scalar::Text("1".into())));
        assert_eq!(resolve(Some("!mine"), "1"), Ok(Scalar::Text("1".into())));
        assert_eq!(resolve(Some("tag:yaml.org,2002:int"), "1.0"), Err("cannot decode !!float `1.0` as a !!int".into()));
    }

    #[test]
    fn binary_is_strict_about_padding_only() {
        let decode = |text| resolve(Some("tag:yaml.org,2002:binary"), text);
        assert_eq!(decode("aGk="), Ok(Scalar::Text("hi".into())));
        assert_eq!(decode("aG\nk="), Ok(Scalar::Text("hi".into())));
        assert_eq!(decode("//8="), Ok(Scalar::Text("\u{fffd}\u{fffd}".into())));
        assert!(["aGk", "a===", "aG k", "=aGk"].iter().all(|text| decode(text).is_err()));
    }
}
