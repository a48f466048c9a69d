//! Go's layouts of dates: `Mon Jan 2 15:04:05 MST 2006` and all that can be made of it (`time/format.go`).

use super::format::quote;
use crate::text::{date_of, days_to};

/// A moment in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// Since 1970.
    pub seconds: i64,
    /// From 0 to a second.
    pub nanos: i64,
}

const DAY: i64 = 86_400;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

impl Moment {
    /// Go's zero time, the first of January of the year 1.
    pub const ZERO: Moment = Moment { seconds: -62_135_596_800, nanos: 0 };

    /// `by` nanoseconds later.
    pub fn plus(self, by: i64) -> Moment {
        const SECOND: i64 = 1_000_000_000;
        let nanos = self.nanos.saturating_add(by.rem_euclid(SECOND));
        let seconds = self.seconds.saturating_add(by.div_euclid(SECOND)).saturating_add(nanos.div_euclid(SECOND));
        Moment { seconds, nanos: nanos.rem_euclid(SECOND) }
    }

    /// Year, month from 1, day from 1.
    fn date(self) -> (i64, i64, i64) {
        date_of(self.seconds.div_euclid(DAY))
    }

    fn of(year: i64, month: i64, day: i64) -> i64 {
        days_to(year, month, day).saturating_mul(DAY)
    }

    fn day_of_year(self) -> i64 {
        let (year, ..) = self.date();
        self.seconds.saturating_sub(Moment::of(year, 1, 1)).div_euclid(DAY).saturating_add(1)
    }

    fn hour(self) -> i64 {
        self.seconds.rem_euclid(DAY) / 3_600
    }
}

/// A part of a layout that stands for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    LongMonth,
    Month,
    NumberMonth,
    ZeroMonth,
    LongWeekday,
    Weekday,
    Day,
    SpaceDay,
    ZeroDay,
    SpaceYearDay,
    ZeroYearDay,
    Hour,
    Hour12,
    ZeroHour12,
    Minute,
    ZeroMinute,
    Second,
    ZeroSecond,
    LongYear,
    Year,
    Upper,
    Lower,
    Zone,
    /// `Z07:00` and the like: `Z` for UTC.
    IsoZone,
    /// What an offset of nothing looks like.
    Offset(&'static str),
    /// `.000`: so many digits, always.
    Fraction(usize),
    /// `.999`: so many digits, without zeros at the end.
    ShortFraction(usize),
}

/// Longer ones before what they begin with.
const PARTS: &[(&str, Part)] = &[
    ("January", Part::LongMonth),
    ("Jan", Part::Month),
    ("Monday", Part::LongWeekday),
    ("Mon", Part::Weekday),
    ("MST", Part::Zone),
    ("002", Part::ZeroYearDay),
    ("01", Part::ZeroMonth),
    ("02", Part::ZeroDay),
    ("03", Part::ZeroHour12),
    ("04", Part::ZeroMinute),
    ("05", Part::ZeroSecond),
    ("06", Part::Year),
    ("15", Part::Hour),
    ("1", Part::NumberMonth),
    ("2006", Part::LongYear),
    ("2", Part::Day),
    ("__2", Part::SpaceYearDay),
    ("_2", Part::SpaceDay),
    ("3", Part::Hour12),
    ("4", Part::Minute),
    ("5", Part::Second),
    ("PM", Part::Upper),
    ("pm", Part::Lower),
    ("-070000", Part::Offset("+000000")),
    ("-07:00:00", Part::Offset("+00:00:00")),
    ("-0700", Part::Offset("+0000")),
    ("-07:00", Part::Offset("+00:00")),
    ("-07", Part::Offset("+00")),
    ("Z070000", Part::IsoZone),
    ("Z07:00:00", Part::IsoZone),
    ("Z0700", Part::IsoZone),
    ("Z07:00", Part::IsoZone),
    ("Z07", Part::IsoZone),
];

/// The text before the next part, the part, how it is written, and the rest.
fn next_part(layout: &str) -> Option<(&str, Part, &str, &str)> {
    for (at, _) in layout.char_indices() {
        let rest = layout.get(at..)?;
        let before = layout.get(..at)?;
        if rest.starts_with("_2006") {
            let (before, rest) = layout.split_at_checked(at.saturating_add(1))?;
            return Some((before, Part::LongYear, "2006", rest.get(4..)?));
        }
        if let Some((part, length)) = fraction(rest) {
            return Some((before, part, rest.get(..length)?, rest.get(length..)?));
        }
        let found = PARTS.iter().find(|(text, _)| rest.starts_with(text));
        let Some((text, part)) = found else { continue };
        let after = rest.get(text.len()..)?;
        let word = matches!(part, Part::Month | Part::Weekday);
        if word && after.starts_with(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        return Some((before, *part, text, after));
    }
    None
}

/// `.000` or `,999` here, and its length.
fn fraction(text: &str) -> Option<(Part, usize)> {
    let digits = text.strip_prefix(['.', ','])?;
    let digit = digits.chars().next().filter(|c| matches!(c, '0' | '9'))?;
    let count = digits.chars().take_while(|c| *c == digit).count();
    if digits.chars().nth(count).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let part = if digit == '0' { Part::Fraction(count) } else { Part::ShortFraction(count) };
    Some((part, count.saturating_add(1)))
}

/// `at` in a layout.
pub(super) fn format(at: Moment, layout: &str) -> String {
    let mut out = String::new();
    let mut rest = layout;
    while let Some((before, part, text, after)) = next_part(rest) {
        out.push_str(before);
        out.push_str(&shown(at, part, text));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn name(names: &[&'static str], at: i64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

fn shown(at: Moment, part: Part, text: &str) -> String {
    let (year, month, day) = at.date();
    let minute = at.seconds.rem_euclid(3_600) / 60;
    let second = at.seconds.rem_euclid(60);
    let hour12 = match at.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let weekday = name(&DAYS, at.seconds.div_euclid(DAY).saturating_add(4).rem_euclid(7));
    let month_name = name(&MONTHS, month.saturating_sub(1));
    let morning = at.hour() < 12;
    match part {
        Part::LongMonth => month_name.into(),
        Part::Month => month_name.get(..3).unwrap_or_default().into(),
        Part::NumberMonth => month.to_string(),
        Part::ZeroMonth => format!("{month:02}"),
        Part::LongWeekday => weekday.into(),
        Part::Weekday => weekday.get(..3).unwrap_or_default().into(),
        Part::Day => day.to_string(),
        Part::SpaceDay => format!("{day:>2}"),
        Part::ZeroDay => format!("{day:02}"),
        Part::SpaceYearDay => format!("{:>3}", at.day_of_year()),
        Part::ZeroYearDay => format!("{:03}", at.day_of_year()),
        Part::Hour => format!("{:02}", at.hour()),
        Part::Hour12 => hour12.to_string(),
        Part::ZeroHour12 => format!("{hour12:02}"),
        Part::Minute => minute.to_string(),
        Part::ZeroMinute => format!("{minute:02}"),
        Part::Second => second.to_string(),
        Part::ZeroSecond => format!("{second:02}"),
        Part::LongYear => format!("{year:04}"),
        Part::Year => format!("{:02}", year.rem_euclid(100)),
        Part::Upper => if morning { "AM" } else { "PM" }.into(),
        Part::Lower => if morning { "am" } else { "pm" }.into(),
        Part::Zone => "UTC".into(),
        Part::IsoZone => "Z".into(),
        Part::Offset(text) => text.into(),
        Part::Fraction(digits) => format!("{}{}", sign(text), fraction_digits(at, digits)),
        Part::ShortFraction(digits) => match fraction_digits(at, digits).trim_end_matches('0') {
            "" => String::new(),
            digits => format!("{}{digits}", sign(text)),
        },
    }
}

fn sign(text: &str) -> &str {
    text.get(..1).unwrap_or_default()
}

fn fraction_digits(at: Moment, digits: usize) -> String {
    let all = format!("{:09}", at.nanos);
    format!("{:0<digits$}", all.get(..digits.min(9)).unwrap_or_default())
}

/// What was read so far.
struct Read {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    nanos: i64,
    afternoon: Option<bool>,
    offset: i64,
}

/// Whether `text` is a time in a layout.
///
/// # Errors
/// Go's message.
pub fn is_date(layout: &str, text: &str) -> Result<(), String> {
    parse(layout, text).map(drop)
}

/// Reads `text` in a layout.
///
/// # Errors
/// Go's message.
pub(super) fn parse(layout: &str, text: &str) -> Result<Moment, String> {
    let wrong = |what: String| format!("parsing time {} as {}: {what}", quote(text), quote(layout));
    let mut read =
        Read { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanos: 0, afternoon: None, offset: 0 };
    let (mut layout_rest, mut rest) = (layout, text);
    loop {
        let (before, part, shape, after) = match next_part(layout_rest) {
            Some((before, part, shape, after)) => (before, Some(part), shape, after),
            None => (layout_rest, None, "", ""),
        };
        rest = rest
            .strip_prefix(before)
            .ok_or_else(|| wrong(format!("cannot parse {} as {}", quote(rest), quote(before))))?;
        let Some(part) = part else { break };
        rest = read_part(&mut read, part, shape, rest)
            .ok_or_else(|| wrong(format!("cannot parse {} as {}", quote(rest), quote(shape))))?;
        layout_rest = after;
        // A fraction may follow the seconds though the layout has none.
        let has_fraction = rest.get(1..).is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit()));
        if matches!(part, Part::Second | Part::ZeroSecond) && has_fraction && rest.starts_with(['.', ',']) {
            let next = next_part(after).map(|(_, part, ..)| part);
            if !matches!(next, Some(Part::Fraction(_) | Part::ShortFraction(_))) {
                rest = read_part(&mut read, Part::Fraction(0), "", rest).unwrap_or(rest);
            }
        }
    }
    if !rest.is_empty() {
        return Err(format!("parsing time {}: extra text: {}", quote(text), quote(rest)));
    }
    let days_in_month = Moment::of(read.year, read.month.saturating_add(1), 1)
        .saturating_sub(Moment::of(read.year, read.month, 1))
        .div_euclid(DAY);
    let days_in_month = if read.month == 12 { 31 } else { days_in_month };
    for (value, most, what) in [
        (read.month.saturating_sub(1), 11, "month"),
        (read.day.saturating_sub(1), days_in_month.saturating_sub(1), "day"),
        (read.hour, 23, "hour"),
        (read.minute, 59, "minute"),
        (read.second, 59, "second"),
    ] {
        if !(0..=most).contains(&value) {
            return Err(format!("parsing time {}: {what} out of range", quote(text)));
        }
    }
    let hour = match read.afternoon {
        Some(true) if read.hour < 12 => read.hour.saturating_add(12),
        Some(false) if read.hour == 12 => 0,
        _ => read.hour,
    };
    let of_day = hour.saturating_mul(60).saturating_add(read.minute).saturating_mul(60).saturating_add(read.second);
    let seconds = Moment::of(read.year, read.month, read.day).saturating_add(of_day).saturating_sub(read.offset);
    Ok(Moment { seconds, nanos: read.nanos })
}

/// `least` to `most` digits at the start of `text`.
fn number(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(count)?;
    (count >= least).then_some((digits.parse().ok()?, rest))
}

fn named<'t>(text: &'t str, names: &[&str], length: Option<usize>) -> Option<(i64, &'t str)> {
    for (at, name) in names.iter().enumerate() {
        let name = name.get(..length.unwrap_or(name.len()))?;
        if text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return Some((i64::try_from(at).ok()?, text.get(name.len()..)?));
        }
    }
    None
}

fn read_part<'t>(read: &mut Read, part: Part, shape: &str, text: &'t str) -> Option<&'t str> {
    let (value, rest) = match part {
        Part::LongMonth | Part::Month => named(text, &MONTHS, (part == Part::Month).then_some(3))?,
        Part::LongWeekday | Part::Weekday => {
            return named(text, &DAYS, (part == Part::Weekday).then_some(3)).map(|(_, rest)| rest);
        }
        Part::ZeroMonth
        | Part::ZeroDay
        | Part::Hour
        | Part::ZeroHour12
        | Part::ZeroMinute
        | Part::ZeroSecond
        | Part::Year => number(text, 2, 2)?,
        Part::SpaceDay => number(text.trim_start_matches(' '), 1, 2)?,
        Part::LongYear => number(text, 4, 4)?,
        Part::SpaceYearDay | Part::ZeroYearDay => number(text.trim_start_matches(' '), 1, 3)?,
        Part::NumberMonth | Part::Day | Part::Hour12 | Part::Minute | Part::Second => number(text, 1, 2)?,
        Part::Upper | Part::Lower => {
            let (half, rest) = text.split_at_checked(2)?;
            read.afternoon = Some(half.eq_ignore_ascii_case("pm"));
            return half.get(1..)?.eq_ignore_ascii_case("m").then_some(rest);
        }
        Part::Zone => return text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")),
        Part::IsoZone => return text.strip_prefix('Z').or_else(|| offset(read, shape, text)),
        Part::Offset(_) => return offset(read, shape, text),
        Part::Fraction(_) | Part::ShortFraction(_) => {
            let Some(digits) = text.strip_prefix(['.', ',']) else {
                return matches!(part, Part::ShortFraction(_)).then_some(text);
            };
            let count = digits.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, rest) = digits.split_at_checked(count)?;
            read.nanos = format!("{digits:0<9}").get(..9)?.parse().ok()?;
            return Some(rest);
        }
    };
    match part {
        Part::LongMonth | Part::Month => read.month = value.saturating_add(1),
        Part::NumberMonth | Part::ZeroMonth => read.month = value,
        Part::Day | Part::SpaceDay | Part::ZeroDay => read.day = value,
        Part::Hour | Part::Hour12 | Part::ZeroHour12 => read.hour = value,
        Part::Minute | Part::ZeroMinute => read.minute = value,
        Part::Second | Part::ZeroSecond => read.second = value,
        Part::LongYear => read.year = value,
        Part::Year => read.year = value.saturating_add(if value >= 69 { 1900 } else { 2000 }),
        _ => {}
    }
    Some(rest)
}

/// `+02:00` and its other forms, of which `shape` tells the one wanted.
fn offset<'t>(read: &mut Read, shape: &str, text: &'t str) -> Option<&'t str> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+')?),
    };
    let mut shape = shape.trim_start_matches(['Z', '-']);
    let (mut seconds, mut unit) = (0_i64, 3_600_i64);
    while !shape.is_empty() {
        if let Some(after) = shape.strip_prefix(':') {
            (shape, rest) = (after, rest.strip_prefix(':')?);
        }
        let (value, after) = number(rest, 2, 2)?;
        seconds = seconds.saturating_add(value.saturating_mul(unit));
        (shape, rest, unit) = (shape.get(2..)?, after, unit / 60);
    }
    read.offset = if negative { seconds.saturating_neg() } else { seconds };
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (layout, text, seconds) in [
            ("2006-01-02", "2020-02-29", 1_582_934_400),
            ("Mon Jan _2 15:04:05 2006", "Thu Jan  1 00:00:01 1970", 1),
            ("02/01/06 03:04PM", "31/12/99 11:59PM", 946_684_740),
            ("2006-01-02T15:04:05Z07:00", "1969-12-31T23:59:59Z", -1),
        ] {
            let at = parse(layout, text).unwrap();
            assert_eq!(at.seconds, seconds, "{text}");
            assert_eq!(format(at, layout), text);
        }
        assert_eq!(format(Moment::ZERO, "2006-01-02 002"), "0001-01-01 001");
    }

    #[test]
    fn errors_name_the_part() {
        let wrong = parse("2006-01-02", "bad").unwrap_err();
        assert_eq!(wrong, "parsing time \"bad\" as \"2006-01-02\": cannot parse \"bad\" as \"2006\"");
        assert_eq!(parse("2006-01-02", "2021-02-29").unwrap_err(), "parsing time \"2021-02-29\": day out of range");
    }
}
