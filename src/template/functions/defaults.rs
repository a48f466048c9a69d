//! Defaults and types (Sprig `defaults.go`, `reflect.go`).

use super::logic::deep_equal;
use super::{Answer, Args, Function, Param};
use crate::template::value::{DEPTH, Value, type_name};

const A: Param = Param::Any;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::rest("default", &[A], A, default),
    Function::new("empty", &[A], |args| Ok(is_empty(args.value(0)).into())),
    Function::rest("coalesce", &[], A, |args| {
        Ok(args.from(0).find(|value| !is_empty(value)).cloned().unwrap_or_default())
    }),
    Function::rest("all", &[], A, |args| Ok(args.from(0).all(|value| !is_empty(value)).into())),
    Function::rest("any", &[], A, |args| Ok(args.from(0).any(|value| !is_empty(value)).into())),
    Function::new("ternary", &[A, A, Param::Bool], ternary),
    Function::new("typeOf", &[A], |args| Ok(type_of(args, args.value(0)).into())),
    Function::new("typeIs", &[S, A], |args| Ok((args.text(0) == type_of(args, args.value(1))).into())),
    Function::new("typeIsLike", &[S, A], |args| {
        let name = type_of(args, args.value(1));
        Ok((args.text(0) == name || name.strip_prefix('*') == Some(args.text(0))).into())
    }),
    Function::new("kindOf", &[A], |args| Ok(args.value(0).kind().into())),
    Function::new("kindIs", &[S, A], |args| Ok((args.text(0) == args.value(1).kind()).into())),
    Function::new("deepEqual", &[A, A], |args| Ok(deep_equal(args.value(0), args.value(1), DEPTH).into())),
];

/// Whether Sprig takes a value for not given.
pub(super) fn is_empty(value: &Value) -> bool {
    !value.truth()
}

fn default(args: &Args<'_>) -> Answer {
    let given = args.from(1).next().filter(|value| !is_empty(value));
    Ok(given.unwrap_or_else(|| args.value(0)).clone())
}

fn ternary(args: &Args<'_>) -> Answer {
    let first = matches!(args.value(2), Value::Bool(true));
    Ok(args.value(if first { 0 } else { 1 }).clone())
}

fn type_of(args: &Args<'_>, value: &Value) -> String {
    type_name(value, args.env.dialect.package)
}
