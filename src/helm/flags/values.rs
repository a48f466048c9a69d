//! How Go reads the values of flags.

use crate::helm::log::quoted;
use crate::story::parse_duration;

/// `strconv.ParseBool`
pub(super) fn boolean(value: &str) -> Result<bool, String> {
    match value {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err(format!("strconv.ParseBool: parsing {}: invalid syntax", quoted(value))),
    }
}

/// A number; a negative one counts as 0.
pub(super) fn number(value: &str) -> Result<usize, String> {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let number = digits.parse::<usize>();
    match number {
        Ok(number) => Ok(if value.starts_with('-') { 0 } else { number }),
        Err(_) => Err(format!("strconv.ParseInt: parsing {}: invalid syntax", quoted(value))),
    }
}

/// Milliseconds of a Go duration.
pub(super) fn duration(value: &str) -> Result<u64, String> {
    parse_duration(value).ok_or_else(|| format!("time: invalid duration {}", quoted(value)))
}

/// `a=1,b=2`
pub(super) fn pairs(value: &str) -> Result<Vec<(String, String)>, String> {
    let pairs = value.split(',').map(|pair| match pair.split_once('=') {
        Some((key, value)) => Ok((key.to_owned(), value.to_owned())),
        None => Err(format!("{pair} must be formatted as key=value")),
    });
    pairs.collect()
}
