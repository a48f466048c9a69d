//! Whole and floating-point numbers (Sprig `numeric.go`, spf13/cast).

use super::{Answer, Args, Function, Param};
use crate::template::format::display;
use crate::template::number::{as_float, parse_float, parse_int};
use crate::template::value::{IntKind, Value};

const A: Param = Param::Any;
const I: Param = Param::Int;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("int", &[A], |args| Ok(Value::int(to_int(args.value(0))))),
    Function::new("int64", &[A], |args| Ok(long(to_int(args.value(0))))),
    Function::new("float64", &[A], |args| Ok(Value::Float(to_float(args.value(0))))),
    Function::new("atoi", &[S], |args| Ok(Value::int(atoi(args.text(0))))),
    Function::new("toDecimal", &[A], to_decimal),
    Function::new("add1", &[A], |args| Ok(long(to_int(args.value(0)).wrapping_add(1)))),
    Function::rest("add", &[], A, |args| Ok(long(args.from(0).map(to_int).fold(0, i64::wrapping_add)))),
    Function::new("sub", &[A, A], |args| Ok(long(to_int(args.value(0)).wrapping_sub(to_int(args.value(1)))))),
    Function::new("div", &[A, A], |args| divided(args, i64::wrapping_div)),
    Function::new("mod", &[A, A], |args| divided(args, i64::wrapping_rem)),
    Function::rest("mul", &[A], A, |args| Ok(long(args.from(0).map(to_int).fold(1, i64::wrapping_mul)))),
    Function::rest("max", &[A], A, |args| Ok(long(args.from(0).map(to_int).max().unwrap_or(0)))),
    Function::rest("biggest", &[A], A, |args| Ok(long(args.from(0).map(to_int).max().unwrap_or(0)))),
    Function::rest("min", &[A], A, |args| Ok(long(args.from(0).map(to_int).min().unwrap_or(0)))),
    Function::rest("maxf", &[A], A, |args| {
        floats(args, |a, b| if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) })
    }),
    Function::rest("minf", &[A], A, |args| {
        floats(args, |a, b| if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) })
    }),
    Function::new("floor", &[A], |args| Ok(Value::Float(to_float(args.value(0)).floor()))),
    Function::new("ceil", &[A], |args| Ok(Value::Float(to_float(args.value(0)).ceil()))),
    Function::rest("round", &[A, I], Param::Float, round),
];

/// `strconv.Atoi`: what is out of range becomes the nearest number in it.
fn atoi(text: &str) -> i64 {
    let digits = text.trim_start_matches(['+', '-']);
    let number = text.len().saturating_sub(digits.len()) <= 1 && !digits.is_empty();
    if !number || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    text.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX })
}

fn long(value: i64) -> Value {
    Value::Int(IntKind::Int64, value)
}

/// `cast.ToInt64`: zero for what is no number.
pub(super) fn to_int(value: &Value) -> i64 {
    match value {
        Value::Int(IntKind::Duration, _) => 0,
        Value::Int(_, value) => *value,
        Value::Float(value) => truncated(*value),
        Value::Bool(truth) => (*truth).into(),
        Value::Text(text) => parse_int(without_zeros(text)).unwrap_or(0),
        _ => 0,
    }
}

/// What a 64-bit processor makes of a float: the smallest number where it does not fit.
fn truncated(value: f64) -> i64 {
    if value.abs() < 9_223_372_036_854_775_808.0 {
        // In range.
        #[allow(clippy::cast_possible_truncation)]
        return value as i64;
    }
    i64::MIN
}

/// `text` without `.000` at its end.
fn without_zeros(text: &str) -> &str {
    let short = text.trim_end_matches('0');
    if short.len() == text.len() { text } else { short.strip_suffix('.').unwrap_or(text) }
}

/// `cast.ToFloat64`
pub(super) fn to_float(value: &Value) -> f64 {
    match value {
        Value::Int(IntKind::Duration, _) => 0.0,
        Value::Int(_, value) => as_float(*value),
        Value::Float(value) => *value,
        Value::Bool(truth) => f64::from(u8::from(*truth)),
        Value::Text(text) => parse_float(text).unwrap_or(0.0),
        _ => 0.0,
    }
}

/// Reads a number as octal.
fn to_decimal(args: &Args<'_>) -> Answer {
    let text = display(args.value(0), args.env.dialect.package, 64).unwrap_or_default();
    Ok(long(i64::from_str_radix(&text, 8).unwrap_or(0)))
}

fn divided(args: &Args<'_>, divide: fn(i64, i64) -> i64) -> Answer {
    match to_int(args.value(1)) {
        0 => Err("runtime error: integer divide by zero".into()),
        by => Ok(long(divide(to_int(args.value(0)), by))),
    }
}

fn floats(args: &Args<'_>, choose: fn(f64, f64) -> f64) -> Answer {
    Ok(Value::Float(args.from(0).map(to_float).reduce(choose).unwrap_or(0.0)))
}

fn round(args: &Args<'_>) -> Answer {
    let on = match args.from(2).next() {
        Some(Value::Float(on)) => *on,
        _ => 0.5,
    };
    let power = 10f64.powf(as_float(args.int(1)));
    let digits = power * to_float(args.value(0));
    let rounded = if digits.fract() >= on { digits.ceil() } else { digits.floor() };
    Ok(Value::Float(rounded / power))
}
