//! Numbers as Go reads and writes them.

/// `strconv.ParseInt(text, 0, 64)`, for texts without underscores.
pub(super) fn parse_int(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'+' => (false, text.get(1..)?),
        b'-' => (true, text.get(1..)?),
        _ => (false, text),
    };
    let magnitude = i128::from(parse_uint(digits)?);
    i64::try_from(if negative { magnitude.checked_neg()? } else { magnitude }).ok()
}

/// `strconv.ParseUint(text, 0, 64)`, for texts without underscores: the base is in the prefix.
pub(super) fn parse_uint(text: &str) -> Option<u64> {
    let (base, digits) = match text.as_bytes() {
        [b'0', b'b' | b'B', _, ..] => (2, text.get(2..)?),
        [b'0', b'o' | b'O', _, ..] => (8, text.get(2..)?),
        [b'0', b'x' | b'X', _, ..] => (16, text.get(2..)?),
        [b'0', _, ..] => (8, text.get(1..)?),
        _ => (10, text),
    };
    // Rust would take a sign here.
    digits.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(())?;
    u64::from_str_radix(digits, base).ok()
}

/// `strconv.ParseInt(text, 2, 64)`, for texts without underscores.
pub(super) fn parse_binary(text: &str) -> Option<i64> {
    i64::from_str_radix(text, 2).ok()
}

/// A decimal number with point or exponent, `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, that a
/// float can hold.
pub(super) fn parse_float(text: &str) -> Option<f64> {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (rest, None),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let well_formed = is_digits(whole)
        && is_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && is_digits(exponent));
    if !well_formed {
        return None;
    }
    text.parse().ok().filter(|float: &f64| float.is_finite())
}

/// `strconv.ParseFloat` for a text that begins with a point: underscores may stand between digits.
pub(super) fn parse_float_after_point(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let digit_at = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let well_placed = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'_')
        .all(|(at, _)| digit_at(at.checked_sub(1)) && digit_at(at.checked_add(1)));
    if !well_placed {
        return None;
    }
    parse_float(&text.replace('_', ""))
}

/// `strconv.FormatFloat(float, 'g', -1, 64)`.
pub(super) fn format_float(float: f64) -> String {
    general(float, &serde_json::to_string(&float).unwrap_or_default())
}

/// `strconv.FormatFloat(float, 'g', -1, 32)`: what keys and texts get.
#[expect(clippy::cast_possible_truncation, reason = "rounding to 32 bits is what Helm does here")]
pub(super) fn format_float_as_f32(float: f64) -> String {
    let short = float as f32;
    general(f64::from(short), &serde_json::to_string(&short).unwrap_or_default())
}

/// A number of JSON where a text is wanted, as [`super::read_into`] writes it.
#[must_use]
pub fn number_text(number: &serde_json::Number) -> String {
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(float) => format_float_as_f32(float),
        None => number.to_string(),
    }
}

/// How `encoding/json` writes a float that is finite.
pub(super) fn json_float(float: f64) -> String {
    let digits = Digits::of(&serde_json::to_string(&float).unwrap_or_default());
    if float == 0.0 || (1e-6..1e21).contains(&float.abs()) {
        return digits.positional();
    }
    digits.scientific().replace("e-0", "e-")
}

/// The `%g` form of a float, given its shortest digits in some form.
///
/// The digits are those of `serde_json`: of two that are equally short and near it takes the even one, as Go
/// does and Rust's own formatting does not.
fn general(float: f64, shortest: &str) -> String {
    if float.is_nan() {
        return "NaN".to_owned();
    }
    if float.is_infinite() {
        return if float > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let digits = Digits::of(shortest);
    if (-3..=6).contains(&digits.point) { digits.positional() } else { digits.scientific() }
}

/// A decimal number, `0.DIGITS` times ten to the power of `point`.
struct Digits {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    point: i32,
}

impl Digits {
    /// Reads `-12.5`, `1e-7` and the like.
    fn of(text: &str) -> Self {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let leading = all.len().saturating_sub(significant.len());
        let size = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let exponent: i32 = exponent.parse().unwrap_or(0);
        let point = exponent.saturating_add(size(whole.len())).saturating_sub(size(leading));
        let digits = significant.trim_end_matches('0').to_owned();
        // Zero counts as one digit before the point.
        let point = if digits.is_empty() { 1 } else { point };
        Digits { negative, digits, point }
    }

    /// `1200`, `12.5`, `0.0012`
    fn positional(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let point = usize::try_from(self.point).unwrap_or(0);
        let zeros = usize::try_from(self.point.saturating_neg()).unwrap_or(0);
        let (whole, fraction) = self.digits.split_at_checked(point).unwrap_or((&self.digits, ""));
        let whole = if point == 0 { "0".to_owned() } else { format!("{whole:0<point$}") };
        if fraction.is_empty() {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{}{fraction}", "0".repeat(zeros))
    }

    /// `1.2e+07`
    fn scientific(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let (first, rest) = self.digits.split_at_checked(1).unwrap_or(("0", ""));
        let dot = if rest.is_empty() { "" } else { "." };
        let exponent = self.point.saturating_sub(1);
        let direction = if exponent < 0 { '-' } else { '+' };
        format!("{sign}{first}{dot}{rest}e{direction}{:02}", exponent.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_take_their_base_from_the_prefix() {
        let read = |text| parse_int(text);
        let cases = [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("010", Some(8)),
            ("-0x10", Some(-16)),
            ("+0b11", Some(3)),
            ("0O17", Some(15)),
            ("0x", None),
            ("08", None),
            ("", None),
            ("+", None),
            ("--1", None),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(parse_uint("18446744073709551615"), Some(u64::MAX));
        assert_eq!(parse_uint("+1"), None);
    }

    #[test]
    fn floats_are_decimal_and_finite() {
        assert_eq!(parse_float("1."), Some(1.0));
        assert_eq!(parse_float("-.5e+3"), Some(-500.0));
        assert_eq!(parse_float_after_point(".5_0"), Some(0.5));
        for text in ["", ".", "1e", "1e400", "inf", "nan", "0x1p4", "1_0.0", "+-1"] {
            assert_eq!(parse_float(text), None, "{text}");
        }
        assert_eq!(parse_float_after_point("._5"), None);
    }

    /// From the table of Go's own test, and the recorded heads.
    #[test]
    fn floats_are_written_as_go_does() {
        let cases = [
            (20.0, "20"),
            (200_000.0, "200000"),
            (2_000_000.0, "2e+06"),
            (1_234_567.8, "1.2345678e+06"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (5e-324, "5e-324"),
            (-0.0, "-0"),
            (1.5, "1.5"),
            (123_456.5, "123456.5"),
            (758_292_600_731_192.2, "7.582926007311922e+14"),
            (f64::INFINITY, "+Inf"),
            (f64::NAN, "NaN"),
        ];
        for (float, expected) in cases {
            assert_eq!(format_float(float), expected);
        }
        assert_eq!(format_float_as_f32(16_777_217.0), "1.6777216e+07");
        assert_eq!(format_float_as_f32(0.1), "0.1");
        assert_eq!(json_float(1e21), "1e+21");
        assert_eq!(json_float(1e20), "100000000000000000000");
        assert_eq!(json_float(1e-7), "1e-7");
        assert_eq!(json_float(0.000_001), "0.000001");
        assert_eq!(json_float(-0.0), "-0");
    }
}
