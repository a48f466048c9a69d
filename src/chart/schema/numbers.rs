//! Limits of numbers, and how numbers are told.

use serde_json::{Map, Number, Value};

use crate::template::number_text;

/// The limits that a number crosses.
pub(super) fn limits<'s>(schema: &'s Map<String, Value>, number: &Number) -> Vec<(&'static str, &'s Number)> {
    type IsWrong = fn(Option<f64>, Option<f64>) -> bool;
    const RULES: [(&str, &str, IsWrong); 4] = [
        ("minimum", "exclusiveMinimum", |got, want| got < want),
        ("maximum", "exclusiveMaximum", |got, want| got > want),
        ("exclusiveMinimum", "minimum", |got, want| got <= want),
        ("exclusiveMaximum", "maximum", |got, want| got >= want),
    ];
    let get = |keyword: &str| schema.get(keyword);
    let crossed = |(keyword, other, is_wrong): (&'static str, &str, IsWrong)| {
        // The fourth draft says with a word that the other limit is an exclusive one.
        let limit = match (get(keyword)?, get(other)) {
            (Value::Bool(true), Some(Value::Number(limit))) => limit,
            (Value::Number(limit), other) if other != Some(&Value::Bool(true)) => limit,
            _ => return None,
        };
        is_wrong(number.as_f64(), limit.as_f64()).then_some((keyword, limit))
    };
    RULES.into_iter().filter_map(crossed).collect()
}

/// Whether a number is a multiple of another. Helm takes both for the decimals they are written as, which are never so
/// near to a multiple that a `float64` would not tell.
pub(super) fn is_multiple(number: &Number, of: &Number) -> bool {
    let ratio = number.as_f64().unwrap_or_default() / of.as_f64().unwrap_or_default();
    (ratio - ratio.round()).abs() <= ratio.abs() * 1e-15
}

/// A number as the English of `x/text` has it: with commas after each three digits, or with a power of ten.
pub(super) fn measured(number: &Number) -> String {
    let text = number_text(number.as_f64().unwrap_or_default());
    let Some((digits, exponent)) = text.split_once('e') else { return grouped(&text) };
    let raised = |c: char| match c.to_digit(10) {
        Some(digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(usize::try_from(digit).unwrap_or_default()),
        None => (c == '-').then_some('⁻'),
    };
    format!("{digits}×10{}", exponent.chars().filter_map(raised).collect::<String>())
}

/// A decimal number with commas after each three digits.
pub(super) fn grouped(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let digits = whole.trim_start_matches('-');
    let mut out = String::from(if whole.len() > digits.len() { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len().saturating_sub(i).checked_rem(3) == Some(0) {
            out.push(',');
        }
        out.push(digit);
    }
    fraction.map_or(out.clone(), |fraction| format!("{out}.{fraction}"))
}
