//! Virtual time as the objects show it.

use crate::text::date_of;

/// The moment at which every story begins: 2026-01-01T00:00:00Z, in seconds since 1970.
const BEGIN: i64 = 1_767_225_600;

/// RFC 3339, to the second, as API objects write it, for a time in milliseconds since the story began.
#[must_use]
pub fn timestamp(at: u64) -> String {
    let seconds = BEGIN.saturating_add_unsigned(at / 1000);
    let (year, month, day) = date_of(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
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
    }
}
