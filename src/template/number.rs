//! Number literals (`parse.NumberNode`): what a literal can be taken for.

use super::format::{quote, unquote_char};
use super::lex::Kind;

/// A number literal, as every type it fits.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Number {
    pub int: Option<i64>,
    pub unsigned: Option<u64>,
    pub float: Option<f64>,
    pub complex: Option<(f64, f64)>,
    /// Whether it is written as a floating-point number.
    pub has_point: bool,
}

impl Number {
    /// Reads the literal `text` of a token `kind`.
    ///
    /// # Errors
    /// Go's message.
    pub fn read(text: &str, kind: Kind) -> Result<Number, String> {
        match kind {
            Kind::CharConstant => return character(text),
            Kind::Complex => return complex(text),
            _ => {}
        }
        if let Some(im) = text.strip_suffix('i').and_then(parse_float) {
            return Ok(Number::from_complex(0.0, im));
        }
        let unsigned = parse_unsigned(text);
        let int = parse_int(text);
        let mut number = Number { int, unsigned, ..Number::default() };
        if int == Some(0) {
            number.unsigned = Some(0);
        }
        number.float = int.map(as_float).or(unsigned.map(as_float_unsigned));
        if number.float.is_none() {
            let Some(float) = parse_float(text) else { return Err(format!("illegal number syntax: {}", quote(text))) };
            if !text.contains(['.', 'e', 'E', 'p', 'P']) {
                return Err(format!("integer overflow: {}", quote(text)));
            }
            number.float = Some(float);
            number.int = whole(float);
            number.unsigned = whole_unsigned(float);
        }
        let hex = text.starts_with("0x") || text.starts_with("0X");
        number.has_point = text.contains(if hex { &['p', 'P'][..] } else { &['.', 'e', 'E', 'p', 'P'][..] });
        Ok(number)
    }

    fn from_complex(re: f64, im: f64) -> Number {
        let mut number = Number { complex: Some((re, im)), ..Number::default() };
        if im == 0.0 {
            number.float = Some(re);
            number.int = whole(re);
            number.unsigned = whole_unsigned(re);
        }
        number
    }
}

fn character(text: &str) -> Result<Number, String> {
    let malformed = || format!("malformed character constant: {text}");
    let inner = text.strip_prefix('\'').ok_or_else(malformed)?;
    let (c, tail) = unquote_char(inner, '\'').ok_or("invalid syntax")?;
    if tail != "'" {
        return Err(malformed());
    }
    let code = u32::from(c);
    Ok(Number { int: Some(code.into()), unsigned: Some(code.into()), float: Some(code.into()), ..Number::default() })
}

/// `1+2i`
fn complex(text: &str) -> Result<Number, String> {
    let mut signs = text.char_indices().filter(|(at, c)| {
        let before = at.checked_sub(1).and_then(|at| text.get(at..)).and_then(|rest| rest.chars().next());
        matches!(c, '+' | '-') && before.is_some_and(|c| !matches!(c, 'e' | 'E' | 'p' | 'P'))
    });
    let parts = signs.next_back().and_then(|(at, _)| text.split_at_checked(at));
    let read = parts.and_then(|(re, im)| Some((parse_float(re)?, parse_float(im.strip_suffix('i')?)?)));
    read.map(|(re, im)| Number::from_complex(re, im)).ok_or_else(|| "syntax error scanning complex number".into())
}

/// `strconv.ParseUint(text, 0, 64)`
pub(super) fn parse_unsigned(text: &str) -> Option<u64> {
    let (radix, digits) = prefixed(text)?;
    u64::from_str_radix(&digits, radix).ok()
}

/// `strconv.ParseInt(text, 0, 64)`
pub(super) fn parse_int(text: &str) -> Option<i64> {
    let (negative, size) = match text.strip_prefix('-') {
        Some(size) => (true, size),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = prefixed(size)?;
    let sign = if negative { "-" } else { "" };
    i64::from_str_radix(&format!("{sign}{digits}"), radix).ok()
}

/// Radix by prefix, and the digits without underscores.
fn prefixed(text: &str) -> Option<(u32, String)> {
    let lower = text.to_ascii_lowercase();
    let (radix, digits, marked) = match lower.as_bytes() {
        [b'0', b'x', ..] => (16, lower.get(2..)?, true),
        [b'0', b'b', ..] => (2, lower.get(2..)?, true),
        [b'0', b'o', ..] => (8, lower.get(2..)?, true),
        [b'0', _, ..] => (8, lower.get(1..)?, true),
        _ => (10, lower.as_str(), false),
    };
    let digits = if marked { digits.strip_prefix('_').unwrap_or(digits) } else { digits };
    if digits.starts_with(['_', '+', '-']) || digits.ends_with('_') || digits.contains("__") || digits.is_empty() {
        return None;
    }
    Some((radix, digits.replace('_', "")))
}

/// `strconv.ParseFloat(text, 64)`
pub(super) fn parse_float(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let size = lower.trim_start_matches(['+', '-']);
    if size.starts_with("0x") {
        return hex_float(size).map(|value| if lower.starts_with('-') { -value } else { value });
    }
    let between = |at: usize| {
        let digit = |at: Option<usize>| at.and_then(|at| size.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
        digit(at.checked_sub(1)) && digit(at.checked_add(1))
    };
    if !size.match_indices('_').all(|(at, _)| between(at)) {
        return None;
    }
    let value: f64 = lower.replace('_', "").parse().ok()?;
    let spelled_out = size.starts_with("inf") || size.starts_with("nan");
    (value.is_finite() || spelled_out).then_some(value)
}

fn hex_float(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.strip_prefix("0x")?.split_once('p')?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}").replace('_', "");
    let shift = i32::try_from(fraction.len()).ok()?.checked_mul(4)?;
    let power: i32 = exponent.parse().ok()?;
    // Sixteen digits fit; longer mantissas are no literals anybody writes.
    let value = u64::from_str_radix(&digits, 16).ok()?;
    Some(as_float_unsigned(value) * f64::powi(2.0, power.checked_sub(shift)?))
}

// Go rounds such conversions the same way.
#[allow(clippy::cast_precision_loss)]
pub(super) fn as_float(value: i64) -> f64 {
    value as f64
}

#[allow(clippy::cast_precision_loss)]
fn as_float_unsigned(value: u64) -> f64 {
    value as f64
}

/// The whole number a float is exactly.
// The guard keeps the conversion exact.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9_223_372_036_854_775_808.0).then_some(value as i64)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole_unsigned(value: f64) -> Option<u64> {
    (value.fract() == 0.0 && (0.0..18_446_744_073_709_551_616.0).contains(&value)).then_some(value as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str) -> Option<i64> {
        Number::read(text, Kind::Number).ok()?.int
    }

    #[test]
    fn whole_numbers() {
        for (text, value) in
            [("0x1F", 31), ("0b11", 3), ("0o17", 15), ("017", 15), ("1_000", 1000), ("-7", -7), ("3.0", 3)]
        {
            assert_eq!(int(text), Some(value), "{text}");
        }
        assert_eq!(int("1.5"), None);
        assert_eq!(int("1__0"), None);
    }

    #[test]
    fn errors() {
        let error = |text| Number::read(text, Kind::Number).unwrap_err();
        assert_eq!(error("100000000000000000000"), "integer overflow: \"100000000000000000000\"");
        assert_eq!(error("1e400"), "illegal number syntax: \"1e400\"");
        assert_eq!(error("0x"), "illegal number syntax: \"0x\"");
        assert_eq!(Number::read("'ab'", Kind::CharConstant).unwrap_err(), "malformed character constant: 'ab'");
        assert_eq!(Number::read("''", Kind::CharConstant).unwrap_err(), "invalid syntax");
    }

    #[test]
    fn odd_kinds() {
        assert_eq!(Number::read("1i", Kind::Number).unwrap().complex, Some((0.0, 1.0)));
        assert_eq!(Number::read("1e3-2.5i", Kind::Complex).unwrap().complex, Some((1000.0, -2.5)));
        assert_eq!(Number::read("0x1.8p1", Kind::Number).unwrap().float, Some(3.0));
    }
}
