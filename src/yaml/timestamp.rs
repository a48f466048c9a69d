//! Which texts are timestamps: go-yaml quotes them when it writes, and refuses others as `!!timestamp`.

use crate::text::days_in_month;

/// Whether `text` is in one of the four forms that go-yaml knows, with a date that exists.
pub(super) fn is_timestamp(text: &str) -> bool {
    let mut text = Text(text.as_bytes());
    let Some(year) = text.digits(4) else { return false };
    let (Some(month), Some(day)) = (text.part(b'-', 1, 12), text.part(b'-', 1, 31)) else { return false };
    if day > days_in_month(year, month) {
        return false;
    }
    match text.0 {
        [] => true,
        [b' ', ..] => {
            while text.eat(b' ') {}
            text.clock() && text.0.is_empty()
        }
        [b'T' | b't', ..] => {
            text.0 = text.0.get(1..).unwrap_or_default();
            text.clock() && text.zone() && text.0.is_empty()
        }
        _ => false,
    }
}

/// What has not been read yet.
struct Text<'a>(&'a [u8]);

impl Text<'_> {
    fn eat(&mut self, byte: u8) -> bool {
        let Some(rest) = self.0.strip_prefix(&[byte]) else { return false };
        self.0 = rest;
        true
    }

    /// A number of exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number =
            digits.iter().all(u8::is_ascii_digit).then(|| std::str::from_utf8(digits).ok()?.parse().ok())??;
        self.0 = rest;
        Some(number)
    }

    /// A number of one or two digits between two bounds.
    fn number(&mut self, least: i64, most: i64) -> Option<i64> {
        self.digits(2).or_else(|| self.digits(1)).filter(|number| (least..=most).contains(number))
    }

    /// The same after a separator.
    fn part(&mut self, separator: u8, least: i64, most: i64) -> Option<i64> {
        self.eat(separator).then_some(())?;
        self.number(least, most)
    }

    /// `15:04:05` with or without a fraction.
    fn clock(&mut self) -> bool {
        let whole =
            self.number(0, 23).is_some() && self.part(b':', 0, 59).is_some() && self.part(b':', 0, 59).is_some();
        if whole && matches!(self.0, [b'.' | b',', b'0'..=b'9', ..]) {
            self.0 = self.0.get(1..).unwrap_or_default();
            while self.digits(1).is_some() {}
        }
        whole
    }

    /// `Z` or `+01:00`.
    fn zone(&mut self) -> bool {
        if self.eat(b'Z') {
            return true;
        }
        (self.eat(b'+') || self.eat(b'-'))
            && self.digits(2).is_some_and(|hours| hours <= 24)
            && self.eat(b':')
            && self.digits(2).is_some_and(|minutes| minutes <= 60)
    }
}

#[cfg(test)]
mod tests {
    use super::is_timestamp;

    #[test]
    fn the_four_forms() {
        let yes = [
            "2001-12-14",
            "2001-1-2",
            "2001-12-14T10:00:00Z",
            "2001-12-14t1:2:3.25+01:30",
            "2001-12-14 10:00:00",
            "2001-12-14   10:00:00.123456789012",
            "2000-02-29",
        ];
        let no = [
            "",
            "2001",
            "2001-12",
            "2001-13-01",
            "2001-02-29",
            "1900-02-29",
            "2001-12-14T10:00:00",
            "2001-12-14 10:00:00Z",
            "2001-12-14T24:00:00Z",
            "2001-12-14T10:00:00 Z",
            "02001-12-14",
            "2001-123-1",
        ];
        assert!(yes.iter().all(|text| is_timestamp(text)), "{:?}", yes.map(is_timestamp));
        assert!(no.iter().all(|text| !is_timestamp(text)), "{:?}", no.map(is_timestamp));
    }
}
