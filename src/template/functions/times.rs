//! Durations (Helm 4 `pkg/engine/funcs.go`, Sprig `date.go`).

use super::dates::moment;
use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::format::{duration_text, quote, shortest_text};
use crate::template::number::{as_float, parse_float};
use crate::template::value::{IntKind, Value, type_name};

const A: Param = Param::Any;

const SECOND: i64 = 1_000_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("mustToDuration", &[A], |args| Ok(Value::Int(IntKind::Duration, nanos(args, 0)?))),
    Function::new("durationSeconds", &[A], |args| in_units(args, SECOND)),
    Function::new("durationMinutes", &[A], |args| in_units(args, MINUTE)),
    Function::new("durationHours", &[A], |args| in_units(args, HOUR)),
    Function::new("durationDays", &[A], |args| Ok(Value::Float(hours(args) / 24.0))),
    Function::new("durationWeeks", &[A], |args| Ok(Value::Float(hours(args) / 24.0 / 7.0))),
    Function::new("durationMilliseconds", &[A], |args| Ok(whole(args, 1_000_000))),
    Function::new("durationMicroseconds", &[A], |args| Ok(whole(args, 1_000))),
    Function::new("durationNanoseconds", &[A], |args| Ok(whole(args, 1))),
    Function::new("durationRoundTo", &[A, A], |args| to_multiple(args, round)),
    Function::new("durationTruncateTo", &[A, A], |args| {
        to_multiple(args, |value, by| value.saturating_sub(rest(value, by)))
    }),
    Function::new("duration", &[A], duration),
    Function::new("durationRound", &[A], duration_round),
];

/// Argument `i` as a duration (`asDuration`).
fn nanos(args: &Args<'_>, i: usize) -> Result<i64, Failure> {
    match args.value(i) {
        Value::Int(IntKind::Duration, nanos) => Ok(*nanos),
        Value::Text(text) => of_text(text),
        Value::Nil => Err("invalid duration".into()),
        Value::Int(_, seconds) => {
            seconds.checked_mul(SECOND).ok_or_else(|| Failure::message(format!("duration seconds overflow: {seconds}")))
        }
        Value::Float(seconds) => of_seconds(*seconds),
        other => {
            let name = type_name(other, args.env.dialect.package);
            Err(Failure::message(format!("unsupported duration type {name}")))
        }
    }
}

fn of_text(text: &str) -> Result<i64, Failure> {
    match text.trim() {
        "" => Err("empty duration".into()),
        trimmed => match (parse(trimmed), parse_float(trimmed)) {
            (Some(nanos), _) => Ok(nanos),
            (None, Some(seconds)) => of_seconds(seconds),
            (None, None) => Err(Failure::message(format!("could not parse duration {}", quote(text)))),
        },
    }
}

fn of_seconds(seconds: f64) -> Result<i64, Failure> {
    if !seconds.is_finite() {
        return Err(Failure::message(format!("invalid duration seconds: {}", shortest_text(seconds))));
    }
    let nanos = seconds * as_float(SECOND);
    if nanos.abs() > as_float(i64::MAX) {
        return Err(Failure::message(format!("duration seconds overflow: {}", shortest_text(seconds))));
    }
    // In range.
    #[allow(clippy::cast_possible_truncation)]
    Ok(nanos as i64)
}

/// `time.ParseDuration`
pub(super) fn parse(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total: i64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(end)?;
        let end = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(end)?;
        let scale = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => SECOND,
            "m" => MINUTE,
            "h" => HOUR,
            _ => return None,
        };
        total = total.checked_add(scaled(number, scale)?)?;
        rest = tail;
    }
    if negative { total.checked_neg() } else { Some(total) }
}

/// `number`, digits with a point, times `scale`.
fn scaled(number: &str, scale: i64) -> Option<i64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && part.is_empty() || part.contains('.') {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction = if part.is_empty() { 0.0 } else { format!("0.{part}").parse::<f64>().ok()? * as_float(scale) };
    // Less than the scale.
    #[allow(clippy::cast_possible_truncation)]
    whole.checked_mul(scale)?.checked_add(fraction as i64)
}

fn in_units(args: &Args<'_>, unit: i64) -> Answer {
    let nanos = nanos(args, 0).unwrap_or(0);
    Ok(Value::Float(quotient(nanos, unit)))
}

/// As Go divides: whole units and the rest apart.
fn quotient(nanos: i64, unit: i64) -> f64 {
    let whole = nanos.checked_div(unit).unwrap_or(0);
    as_float(whole) + as_float(rest(nanos, unit)) / as_float(unit)
}

fn hours(args: &Args<'_>) -> f64 {
    quotient(nanos(args, 0).unwrap_or(0), HOUR)
}

fn whole(args: &Args<'_>, unit: i64) -> Value {
    Value::Int(IntKind::Int64, nanos(args, 0).unwrap_or(0).checked_div(unit).unwrap_or(0))
}

fn rest(value: i64, by: i64) -> i64 {
    if by <= 0 { 0 } else { value.checked_rem(by).unwrap_or(0) }
}

/// Half away from zero (`Duration.Round`).
fn round(value: i64, by: i64) -> i64 {
    if by <= 0 {
        return value;
    }
    let rest = rest(value, by);
    let down = value.saturating_sub(rest);
    if rest.abs().saturating_mul(2) < by {
        return down;
    }
    if value < 0 { down.saturating_sub(by) } else { down.saturating_add(by) }
}

fn to_multiple(args: &Args<'_>, change: fn(i64, i64) -> i64) -> Answer {
    let Ok(value) = nanos(args, 0) else { return Ok(Value::Int(IntKind::Duration, 0)) };
    let value = nanos(args, 1).map_or(value, |by| change(value, by));
    Ok(Value::Int(IntKind::Duration, value))
}

/// Whole seconds as a duration's text.
fn duration(args: &Args<'_>) -> Answer {
    let seconds = match args.value(0) {
        Value::Text(text) => text.parse().unwrap_or(0),
        Value::Int(IntKind::Int64, seconds) => *seconds,
        _ => 0,
    };
    Ok(duration_text(seconds.wrapping_mul(SECOND)).into())
}

/// The largest unit alone.
fn duration_round(args: &Args<'_>) -> Answer {
    let nanos = match args.value(0) {
        Value::Text(text) => parse(text).unwrap_or(0),
        Value::Int(IntKind::Int64, nanos) => *nanos,
        other => moment(other).map_or(0, |then| args.env.now.saturating_sub(then.seconds).saturating_mul(SECOND)),
    };
    const DAY: i64 = 24 * HOUR;
    let units = [(365 * DAY, "y"), (30 * DAY, "mo"), (DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s")];
    let size = nanos.saturating_abs();
    let found = units.iter().find(|(unit, _)| size > *unit);
    Ok(match found {
        Some((unit, name)) => format!("{}{name}", size.checked_div(*unit).unwrap_or(0)).into(),
        None => "0s".into(),
    })
}
