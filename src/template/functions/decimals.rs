//! Decimal arithmetic (Sprig `numeric.go`, shopspring/decimal): `0.1 + 0.2` is `0.3`.

use super::numbers::to_float;
use super::{Answer, Args, Function, Param};
use crate::template::value::Value;

const A: Param = Param::Any;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("add1f", &[A], |args| folded([args.value(0), &Value::Float(1.0)].into_iter(), PLUS)),
    Function::rest("addf", &[], A, |args| folded(std::iter::once(&Value::Float(0.0)).chain(args.from(0)), PLUS)),
    Function::rest("subf", &[A], A, |args| folded(args.from(0), MINUS)),
    Function::rest("mulf", &[A], A, |args| folded(args.from(0), TIMES)),
    Function::rest("divf", &[A], A, divide),
];

/// Digits behind the point of a quotient.
const PRECISION: i32 = 16;

/// `mantissa × 10^exponent`
#[derive(Debug, Clone, Copy)]
struct Decimal {
    mantissa: i128,
    exponent: i32,
}

/// An operation on decimals, and on floats where decimals grow too long.
type Operation = (fn(Decimal, Decimal) -> Option<Decimal>, fn(f64, f64) -> f64);

const PLUS: Operation = (|a, b| a.aligned(b, i128::checked_add), |a, b| a + b);
const MINUS: Operation = (|a, b| a.aligned(b, i128::checked_sub), |a, b| a - b);
const TIMES: Operation = (Decimal::times, |a, b| a * b);
const OVER: Operation = (Decimal::over, |a, b| a / b);

impl Decimal {
    /// The shortest decimal that is this float.
    fn of(value: f64) -> Option<Decimal> {
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e')?;
        let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
        let mantissa = digits.replace('.', "").parse().ok()?;
        let exponent = exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(places).ok()?)?;
        Some(Decimal { mantissa, exponent })
    }

    fn float(self) -> f64 {
        format!("{}e{}", self.mantissa, self.exponent).parse().unwrap_or(0.0)
    }

    /// With a smaller exponent.
    fn scaled(self, exponent: i32) -> Option<i128> {
        let shift = u32::try_from(self.exponent.checked_sub(exponent)?).ok()?;
        if self.mantissa == 0 {
            return Some(0);
        }
        self.mantissa.checked_mul(10i128.checked_pow(shift)?)
    }

    fn aligned(self, other: Decimal, operate: fn(i128, i128) -> Option<i128>) -> Option<Decimal> {
        let exponent = self.exponent.min(other.exponent);
        Some(Decimal { mantissa: operate(self.scaled(exponent)?, other.scaled(exponent)?)?, exponent })
    }

    fn times(self, other: Decimal) -> Option<Decimal> {
        let mantissa = self.mantissa.checked_mul(other.mantissa)?;
        Some(Decimal { mantissa, exponent: self.exponent.checked_add(other.exponent)? })
    }

    /// Rounded half away from zero.
    fn over(self, other: Decimal) -> Option<Decimal> {
        let shift = self.exponent.checked_sub(other.exponent)?.checked_add(PRECISION)?;
        let power = 10i128.checked_pow(shift.unsigned_abs())?;
        let (above, below) = if shift >= 0 {
            (self.mantissa.checked_mul(power)?, other.mantissa)
        } else {
            (self.mantissa, other.mantissa.checked_mul(power)?)
        };
        let (whole, rest) = (above.checked_div(below)?, above.checked_rem(below)?);
        let away = rest.unsigned_abs().saturating_mul(2) >= below.unsigned_abs();
        let step = if (above < 0) == (below < 0) { 1 } else { -1 };
        let mantissa = if away && rest != 0 { whole.checked_add(step)? } else { whole };
        Some(Decimal { mantissa, exponent: PRECISION.checked_neg()? })
    }
}

fn folded<'v>(values: impl Iterator<Item = &'v Value>, (exact, rough): Operation) -> Answer {
    let mut numbers = values.map(to_float);
    let first = numbers.next().unwrap_or(0.0);
    let mut sum = (Decimal::of(first), first);
    for next in numbers {
        let decimal = sum.0.zip(Decimal::of(next)).and_then(|(a, b)| exact(a, b));
        sum = (decimal, decimal.map_or_else(|| rough(sum.1, next), Decimal::float));
    }
    Ok(Value::Float(sum.0.map_or(sum.1, Decimal::float)))
}

fn divide(args: &Args<'_>) -> Answer {
    if args.from(1).any(|value| to_float(value) == 0.0) {
        return Err("decimal division by 0".into());
    }
    folded(args.from(0), OVER)
}
