//! The civil calendar: days since 1970 and dates, in eras of 400 years whose years begin in March, so that leap days
//! come last.

/// From the first of March of the year 0 to the first of January 1970.
const TO_1970: i64 = 719_468;

/// Days of an era.
const ERA: i64 = 146_097;

/// Year, month from 1 and day from 1 of a number of days since 1970-01-01.
#[must_use]
pub fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(TO_1970);
    let of_era = days.rem_euclid(ERA);
    let year =
        of_era.saturating_sub(of_era / 1_460).saturating_add(of_era / 36_524).saturating_sub(of_era / 146_096) / 365;
    let of_year = of_era.saturating_sub(days_before(year));
    let month = of_year.saturating_mul(5).saturating_add(2) / 153;
    let day = of_year.saturating_sub(days_before_month(month)).saturating_add(1);
    let month = if month < 10 { month.saturating_add(3) } else { month.saturating_sub(9) };
    let year = year.saturating_add(days.div_euclid(ERA).saturating_mul(400)).saturating_add(i64::from(month <= 2));
    (year, month, day)
}

/// Days from 1970-01-01 to a date.
#[must_use]
pub fn days_to(year: i64, month: i64, day: i64) -> i64 {
    let year = year.saturating_sub(i64::from(month <= 2));
    let month = if month > 2 { month.saturating_sub(3) } else { month.saturating_add(9) };
    let of_era = days_before(year.rem_euclid(400)).saturating_add(days_before_month(month)).saturating_add(day);
    of_era.saturating_sub(1).saturating_add(year.div_euclid(400).saturating_mul(ERA)).saturating_sub(TO_1970)
}

/// How many days a month has, from 1.
#[must_use]
pub fn days_in_month(year: i64, month: i64) -> i64 {
    let next =
        if month < 12 { days_to(year, month.saturating_add(1), 1) } else { days_to(year.saturating_add(1), 1, 1) };
    next.saturating_sub(days_to(year, month, 1))
}

/// Days before a year of an era.
fn days_before(year: i64) -> i64 {
    year.saturating_mul(365).saturating_add(year / 4).saturating_sub(year / 100)
}

/// Days before a month of a year, counted from March as 0.
fn days_before_month(month: i64) -> i64 {
    month.saturating_mul(153).saturating_add(2) / 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates() {
        let known = [(0, (1970, 1, 1)), (10_956, (1999, 12, 31)), (11_016, (2000, 2, 29)), (-719_162, (1, 1, 1))];
        for (days, (year, month, day)) in known {
            assert_eq!(date_of(days), (year, month, day));
            assert_eq!(days_to(year, month, day), days);
        }
    }

    #[test]
    fn every_day_of_an_era_follows_the_one_before() {
        let mut before = date_of(-TO_1970);
        for days in -TO_1970 + 1..ERA - TO_1970 {
            let (year, month, day) = date_of(days);
            let next_month = (day, before.2) == (1, days_in_month(before.0, before.1));
            assert!(next_month || (year, month, day) == (before.0, before.1, before.2 + 1), "{before:?}, then {days}");
            assert_eq!(days_to(year, month, day), days);
            before = (year, month, day);
        }
        assert_eq!([1900, 2000, 2023, 2024].map(|year| days_in_month(year, 2)), [28, 29, 28, 29]);
        assert_eq!([4, 12].map(|month| days_in_month(2023, month)), [30, 31]);
    }
}
