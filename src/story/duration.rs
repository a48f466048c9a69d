//! Durations as Go writes them: `2s`, `1m30s`, `1.5h`.

/// Nanoseconds of each unit, longest names first so that `ms` is not read as `m`.
const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Reads a duration as Go's `time.ParseDuration` does; milliseconds, the rest cut off.
///
/// `None` for what Go refuses, and for negative durations.
#[must_use]
pub fn parse_duration(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (whole, after) = digits(rest);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => digits(after),
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let (unit, after) = UNITS.iter().find_map(|(name, unit)| Some((*unit, after.strip_prefix(name)?)))?;
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        total = total.checked_add(whole.checked_mul(unit)?)?.checked_add(part_of(fraction, unit))?;
        rest = after;
    }
    i64::try_from(total).ok()?;
    Some(total / 1_000_000)
}

/// Writes milliseconds so that [`parse_duration`] reads them back.
#[must_use]
pub(super) fn write_duration(milliseconds: u64) -> String {
    if milliseconds.is_multiple_of(1000) { format!("{}s", milliseconds / 1000) } else { format!("{milliseconds}ms") }
}

/// The leading digits, and what follows.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The digits behind a point as a part of `unit`.
fn part_of(fraction: &str, unit: u64) -> u64 {
    let mut scale = unit;
    fraction.bytes().fold(0, |sum: u64, digit| {
        scale /= 10;
        sum.saturating_add(scale.saturating_mul(u64::from(digit.saturating_sub(b'0'))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_does() {
        for (text, expected) in [
            ("2s", Some(2000)),
            ("500ms", Some(500)),
            ("1m30s", Some(90_000)),
            ("1.5h", Some(5_400_000)),
            (".5s", Some(500)),
            ("1.s", Some(1000)),
            ("5m0s", Some(300_000)),
            ("0", Some(0)),
            ("+1s", Some(1000)),
            ("999us", Some(0)),
            ("", None),
            ("2", None),
            ("s", None),
            (".s", None),
            ("-1s", None),
            ("2 s", None),
            ("2d", None),
            ("9999999999999h", None),
        ] {
            assert_eq!(parse_duration(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for milliseconds in [0, 1, 999, 1000, 1500, 60_000] {
            assert_eq!(parse_duration(&write_duration(milliseconds)), Some(milliseconds));
        }
    }
}
