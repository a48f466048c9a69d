//! Go's `time.Duration` as text.

/// `1h2m3.5s`
#[must_use]
pub fn duration_text(nanos: i64) -> String {
    let sign = if nanos < 0 { "-" } else { "" };
    let size = nanos.unsigned_abs();
    let unit = |scale: u64, name: &str| format!("{sign}{}{name}", decimal(size, scale));
    match size {
        0 => "0s".into(),
        1..1_000 => unit(1, "ns"),
        1_000..1_000_000 => unit(1_000, "µs"),
        1_000_000..1_000_000_000 => unit(1_000_000, "ms"),
        _ => {
            const SECOND: u64 = 1_000_000_000;
            const MINUTE: u64 = 60 * SECOND;
            const HOUR: u64 = 60 * MINUTE;
            let hours = size / HOUR;
            let minutes = size % HOUR / MINUTE;
            let seconds = decimal(size % MINUTE, SECOND);
            match (hours, minutes) {
                (0, 0) => format!("{sign}{seconds}s"),
                (0, _) => format!("{sign}{minutes}m{seconds}s"),
                _ => format!("{sign}{hours}h{minutes}m{seconds}s"),
            }
        }
    }
}

/// `size / scale` with as many digits behind the point as it takes.
fn decimal(size: u64, scale: u64) -> String {
    let (Some(whole), Some(part)) = (size.checked_div(scale), size.checked_rem(scale)) else { return String::new() };
    if part == 0 {
        return whole.to_string();
    }
    let digits = scale.to_string().len().saturating_sub(1);
    let part = format!("{part:0digits$}");
    format!("{whole}.{}", part.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::duration_text;

    #[test]
    fn durations_read_as_in_go() {
        let cases = [
            (0, "0s"),
            (1_500, "1.5µs"),
            (250_000_000, "250ms"),
            (90_000_000_000, "1m30s"),
            (3_600_000_000_000, "1h0m0s"),
            (-5_000_000_000, "-5s"),
        ];
        for (nanos, text) in cases {
            assert_eq!(duration_text(nanos), text);
        }
    }
}
