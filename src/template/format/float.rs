//! Go's texts of floating-point numbers (`strconv.FormatFloat`).

/// The decimal digits of a positive finite number: `0.d₁d₂… × 10^point`.
struct Digits {
    digits: String,
    point: i32,
}

/// How [`float`] writes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `d.ddde±dd`
    Exponent,
    /// `ddd.ddd`
    Plain,
    /// Whichever is shorter by Go's rule.
    General,
}

/// `number` in a style; `precision` `None` means as many digits as it takes to read the number back.
#[must_use]
pub fn float(number: f64, style: Style, precision: Option<usize>) -> String {
    if number.is_nan() {
        return "NaN".into();
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    let size = number.abs();
    if size.is_infinite() {
        return format!("{}Inf", if sign.is_empty() { "+" } else { sign });
    }
    let body = match (style, precision) {
        (Style::Exponent, None) => exponent(&shortest(size), None),
        (Style::Exponent, Some(n)) => exponent(&rounded(size, n), Some(n)),
        (Style::Plain, None) => format!("{size}"),
        (Style::Plain, Some(n)) => format!("{size:.n$}"),
        (Style::General, None) => general(&shortest(size), 6, true),
        (Style::General, Some(n)) => {
            let n = n.max(1);
            general(&rounded(size, n.saturating_sub(1)), n, false)
        }
    };
    format!("{sign}{body}")
}

/// `%v` and `%g` without precision.
#[must_use]
pub fn shortest_text(number: f64) -> String {
    float(number, Style::General, None)
}

fn shortest(size: f64) -> Digits {
    digits_of(&format!("{size:e}"))
}

fn rounded(size: f64, places: usize) -> Digits {
    digits_of(&format!("{size:.places$e}"))
}

/// Reads Rust's `d.ddde-d`.
fn digits_of(text: &str) -> Digits {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits = mantissa.replace('.', "");
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let zero = digits.bytes().all(|digit| digit == b'0');
    Digits { digits, point: if zero { 1 } else { exponent.saturating_add(1) } }
}

fn exponent(number: &Digits, precision: Option<usize>) -> String {
    let (first, rest) = number.digits.split_at_checked(1).unwrap_or(("0", ""));
    let rest = if precision == Some(0) { "" } else { rest };
    let dot = if rest.is_empty() { "" } else { "." };
    let exponent = number.point.saturating_sub(1);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{dot}{rest}e{sign}{:02}", exponent.unsigned_abs())
}

fn general(number: &Digits, precision: usize, shortest: bool) -> String {
    let kept = number.digits.trim_end_matches('0');
    let kept = if kept.is_empty() { "0" } else { kept };
    let mut limit = i32::try_from(precision).unwrap_or(i32::MAX);
    let have = i32::try_from(kept.len()).unwrap_or(i32::MAX);
    if !shortest && limit > have && have >= number.point {
        limit = have;
    }
    if shortest {
        limit = 6;
    }
    let power = number.point.saturating_sub(1);
    let trimmed = Digits { digits: kept.into(), point: number.point };
    if power < -4 || power >= limit { exponent(&trimmed, None) } else { plain(&trimmed) }
}

fn plain(number: &Digits) -> String {
    let point = usize::try_from(number.point).unwrap_or(0);
    if number.point <= 0 {
        let zeros = "0".repeat(usize::try_from(number.point.unsigned_abs()).unwrap_or(0));
        return format!("0.{zeros}{}", number.digits);
    }
    match number.digits.split_at_checked(point) {
        Some((whole, "")) => whole.into(),
        Some((whole, part)) => format!("{whole}.{part}"),
        None => format!("{:0<point$}", number.digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_is_gos_general() {
        let cases = [
            (0.0, "0"),
            (-0.0, "-0"),
            (100_000.0, "100000"),
            (999_999.0, "999999"),
            (1_000_000.0, "1e+06"),
            (123_456_789.0, "1.23456789e+08"),
            (0.0001, "0.0001"),
            (0.000_01, "1e-05"),
            (1.5e21, "1.5e+21"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "+Inf"),
        ];
        for (number, text) in cases {
            assert_eq!(shortest_text(number), text);
        }
    }

    #[test]
    fn precision_counts_as_in_go() {
        assert_eq!(float(1_234_567.0, Style::General, Some(3)), "1.23e+06");
        assert_eq!(float(100.0, Style::General, Some(3)), "100");
        assert_eq!(float(0.00012345, Style::General, Some(2)), "0.00012");
        assert_eq!(float(1.0, Style::Exponent, Some(6)), "1.000000e+00");
        assert_eq!(float(2.5, Style::Exponent, Some(0)), "2e+00");
        assert_eq!(float(2.7193, Style::Plain, Some(2)), "2.72");
    }
}
