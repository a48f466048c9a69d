//! Quantities (`500m`, `1Gi`) in the form in which the server gives them back.

use serde_json::Value;

/// One unit, in billionths.
const NANO: i128 = 1_000_000_000;

/// Suffixes of powers of 1024, the smallest first.
const BINARY: [(&str, i128); 6] =
    [("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30), ("Ti", 1 << 40), ("Pi", 1 << 50), ("Ei", 1 << 60)];

/// Suffixes of powers of 1000 in billionths, the smallest first.
const DECIMAL: [(&str, i128); 10] = [
    ("n", 1),
    ("u", 1_000),
    ("m", 1_000_000),
    ("", NANO),
    ("k", NANO * 1_000),
    ("M", NANO * 1_000_000),
    ("G", NANO * 1_000_000_000),
    ("T", NANO * 1_000_000_000_000),
    ("P", NANO * 1_000_000_000_000_000),
    ("E", NANO * 1_000_000_000_000_000_000),
];

/// The canonical form of a quantity; what is none comes back as it is.
pub(super) fn canonical(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.ends_with(|c: char| c.is_ascii_digit()) && text.contains(['e', 'E']) {
        return text;
    }
    parse(&text).map_or(text, |(nano, binary)| print(nano, binary))
}

/// A quantity in billionths, and whether it is written in powers of 1024.
pub(super) fn parse(text: &str) -> Option<(i128, bool)> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '.' | '+' | '-')).unwrap_or(text.len());
    let (number, suffix) = (text.get(..end)?, text.get(end..)?);
    if let Some((_, factor)) = BINARY.iter().find(|(name, _)| *name == suffix) {
        return Some((decimal(number)?.checked_mul(*factor)?, true));
    }
    if let Some((_, factor)) = DECIMAL.iter().find(|(name, _)| *name == suffix) {
        return Some((decimal(number)?.checked_mul(*factor)?.checked_div(NANO)?, false));
    }
    let exponent: u32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
    Some((decimal(number)?.checked_mul(10_i128.checked_pow(exponent)?)?, false))
}

/// A plain number in billionths.
fn decimal(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let nine: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let rest: i128 = nine.parse().ok()?;
    whole.checked_mul(NANO)?.checked_add(rest)?.checked_mul(sign)
}

fn print(nano: i128, binary: bool) -> String {
    if nano == 0 {
        return "0".to_owned();
    }
    if binary && nano % NANO == 0 {
        let units = nano / NANO;
        if units.abs() >= 1024 {
            let fits = BINARY.iter().rev().find(|(_, factor)| units.checked_rem(*factor) == Some(0));
            let (suffix, factor) = fits.unwrap_or(&("", 1));
            return format!("{}{suffix}", units.checked_div(*factor).unwrap_or(units));
        }
    }
    let fits = DECIMAL.iter().rev().find(|(_, factor)| nano.checked_rem(*factor) == Some(0));
    let (suffix, factor) = fits.unwrap_or(&("n", 1));
    format!("{}{suffix}", nano.checked_div(*factor).unwrap_or(nano))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn quantities_have_one_form() {
        let table = [
            ("1000m", "1"),
            ("0.5", "500m"),
            ("500m", "500m"),
            ("1Gi", "1Gi"),
            ("1024Mi", "1Gi"),
            ("1.5Gi", "1536Mi"),
            ("100", "100"),
            ("1000", "1k"),
            ("1e3", "1e3"),
            ("0", "0"),
            ("2048", "2048"),
            ("512Ki", "512Ki"),
            ("-1", "-1"),
            ("not a number", "not a number"),
        ];
        for (written, kept) in table {
            assert_eq!(canonical(&json!(written)), kept, "{written}");
        }
        assert_eq!(canonical(&json!(2)), "2");
        assert_eq!(canonical(&json!(0.25)), "250m");
    }

    proptest! {
        #[test]
        fn the_form_is_stable(number in 0..2_000_000_u64, suffix in "(|m|k|M|Ki|Mi|Gi)") {
            let once = canonical(&json!(format!("{number}{suffix}")));
            prop_assert_eq!(canonical(&json!(&once)), once.clone());
            prop_assert_eq!(parse(&once).map(|q| q.0), parse(&format!("{number}{suffix}")).map(|q| q.0));
        }
    }
}
