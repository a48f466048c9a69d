//! Virtual time as the objects show it.

/// The moment at which every story begins: 2026-01-01T00:00:00Z, in seconds since 1970.
const BEGIN: u64 = 1_767_225_600;

/// RFC 3339, to the second, as API objects write it, for a time in milliseconds since the story began.
#[must_use]
pub fn timestamp(at: u64) -> String {
    let seconds = BEGIN.saturating_add(at / 1000);
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Year, month and day of a number of days since 1970-01-01 (civil calendar, counted in eras of 400 years
/// whose years begin in March).
fn date(days: u64) -> (u64, u64, u64) {
    let days = days.saturating_add(719_468);
    let (era, day) = (days / 146_097, days % 146_097);
    let leap_days = (day / 1460).saturating_add(day / 146_096);
    let year = day.saturating_add(day / 36_524).saturating_sub(leap_days) / 365;
    let day_of_year =
        day.saturating_sub((365_u64.saturating_mul(year)).saturating_add(year / 4).saturating_sub(year / 100));
    let march_month = day_of_year.saturating_mul(5).saturating_add(2) / 153;
    let day_of_month = day_of_year.saturating_sub(march_month.saturating_mul(153).saturating_add(2) / 5);
    let month = if march_month < 10 { march_month.saturating_add(3) } else { march_month.saturating_sub(9) };
    let year = year.saturating_add(era.saturating_mul(400)).saturating_add(u64::from(month <= 2));
    (year, month, day_of_month.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_counted_from_the_beginning() {
        assert_eq!(timestamp(0), "2026-01-01T00:00:00Z");
        assert_eq!(timestamp(1999), "2026-01-01T00:00:01Z");
        assert_eq!(timestamp(59 * 86_400_000), "2026-03-01T00:00:00Z");
        assert_eq!(timestamp((365 + 365 + 59) * 86_400_000), "2028-02-29T00:00:00Z");
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(10_956), (1999, 12, 31));
    }
}
