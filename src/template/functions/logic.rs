//! Truth, comparison, lengths and indexes: what Go brings along (`text/template/funcs.go`).

use super::{Answer, Args, Body, Function, Param};
use crate::template::error::{Failure, Limit};
use crate::template::format::{display, sprint, sprintf, sprintln};
use crate::template::machine::zero;
use crate::template::value::{IntKind, Value, type_name};
use std::cmp::Ordering;

const R: Param = Param::Reflect;

pub(super) const FUNCTIONS: &[Function] = &[
    Function { name: "and", params: &[R], rest: Some(R), body: Body::And },
    Function { name: "or", params: &[R], rest: Some(R), body: Body::Or },
    Function::new("not", &[R], |args| Ok((!args.value(0).truth()).into())),
    Function::rest("eq", &[R], R, equal),
    Function::new("ne", &[R, R], |args| Ok((!equals(args, args.value(0), args.value(1))?).into())),
    Function::new("lt", &[R, R], |args| Ok((less(args, 0, 1)?).into())),
    Function::new("le", &[R, R], |args| Ok((less(args, 0, 1)? || equals(args, args.value(0), args.value(1))?).into())),
    Function::new("gt", &[R, R], |args| {
        Ok((!(less(args, 0, 1)? || equals(args, args.value(0), args.value(1))?)).into())
    }),
    Function::new("ge", &[R, R], |args| Ok((!less(args, 0, 1)?).into())),
    Function::new("len", &[R], length),
    Function::rest("index", &[R], R, index),
    Function::rest("call", &[R], R, call),
    Function::rest("print", &[], Param::Any, |args| {
        written(sprint(args.from(0), args.env.dialect.package, args.env.largest))
    }),
    Function::rest("println", &[], Param::Any, |args| {
        written(sprintln(args.from(0), args.env.dialect.package, args.env.largest))
    }),
    Function::rest("printf", &[Param::Text], Param::Any, |args| {
        let values: Vec<Value> = args.from(1).cloned().collect();
        written(sprintf(args.text(0), &values, args.env.dialect.package, args.env.largest))
    }),
];

/// A text, or the limit that kept it from being written.
pub(super) fn written(text: Option<String>) -> Answer {
    text.map(Value::from).ok_or(Failure::Limit(Limit::Value))
}

/// Go's groups of types that can be compared.
#[derive(PartialEq)]
enum Basic {
    Bool,
    Complex,
    Int,
    Float,
    Text,
    Unsigned,
    Other,
}

fn basic(value: &Value) -> Basic {
    match value {
        Value::Bool(_) => Basic::Bool,
        Value::Complex(..) => Basic::Complex,
        Value::Int(IntKind::Byte | IntKind::Unsigned, _) => Basic::Unsigned,
        Value::Int(..) => Basic::Int,
        Value::Float(_) => Basic::Float,
        Value::Text(_) => Basic::Text,
        _ => Basic::Other,
    }
}

fn incompatible(args: &Args<'_>, a: &Value, b: &Value) -> Failure {
    let package = args.env.dialect.package;
    let (a, b) = (type_name(a, package), type_name(b, package));
    Failure::message(format!("incompatible types for comparison: {a} and {b}"))
}

fn equal(args: &Args<'_>) -> Answer {
    if args.slots.len() < 2 {
        return Err("missing argument for comparison".into());
    }
    for other in args.from(1) {
        if equals(args, args.value(0), other)? {
            return Ok(true.into());
        }
    }
    Ok(false.into())
}

fn equals(args: &Args<'_>, a: &Value, b: &Value) -> Result<bool, Failure> {
    let same = match (a, b) {
        (Value::Int(_, a), Value::Int(_, b)) => a == b,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => a == b,
        (Value::Complex(a, b), Value::Complex(c, d)) => a == c && b == d,
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::Nil, Value::Nil) => true,
        (Value::Nil, other) | (other, Value::Nil) => matches!(other, Value::List(list) if list.nil),
        _ if basic(a) != basic(b) => return Err(incompatible(args, a, b)),
        _ => return not_comparable(args, a, b),
    };
    Ok(same)
}

fn not_comparable(args: &Args<'_>, a: &Value, b: &Value) -> Result<bool, Failure> {
    let package = args.env.dialect.package;
    let shown = |value| display(value, package, args.env.largest).ok_or(Failure::Limit(Limit::Value));
    if a.kind() != b.kind() {
        return Err(Failure::message(format!(
            "non-comparable types {}: {}, {}: {}",
            shown(a)?,
            type_name(a, package),
            type_name(b, package),
            shown(b)?
        )));
    }
    if let (Value::Record(a), Value::Record(b)) = (a, b) {
        return Ok(std::rc::Rc::ptr_eq(a, b));
    }
    Err(Failure::message(format!("non-comparable type {}: {}", shown(b)?, type_name(b, package))))
}

fn less(args: &Args<'_>, a: usize, b: usize) -> Result<bool, Failure> {
    let (a, b) = (args.value(a), args.value(b));
    let order = match (a, b) {
        (Value::Int(_, a), Value::Int(_, b)) => a.partial_cmp(b),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Text(a), Value::Text(b)) => a.partial_cmp(b),
        _ if basic(a) == Basic::Other || basic(b) == Basic::Other => {
            return Err("invalid type for comparison".into());
        }
        _ if basic(a) != basic(b) => return Err(incompatible(args, a, b)),
        _ => return Err("invalid type for comparison".into()),
    };
    Ok(order == Some(Ordering::Less))
}

fn length(args: &Args<'_>) -> Answer {
    Ok(match args.value(0) {
        Value::Nil if args.slots.first().is_some_and(|slot| slot.boxed) => return Err("len of nil pointer".into()),
        Value::Nil => return Err("reflect: call of reflect.Value.Type on zero Value".into()),
        Value::Text(text) => Value::length(text.len()),
        Value::List(list) => Value::length(list.items.len()),
        Value::Map(map) => Value::length(map.len()),
        Value::Record(record) if record.pointer => {
            return Err(Failure::message(format!("len of type {}", record.type_name)));
        }
        other => return Err(Failure::message(format!("len of type {}", type_name(other, args.env.dialect.package)))),
    })
}

fn index(args: &Args<'_>) -> Answer {
    let mut item = args.value(0).clone();
    if let Value::Nil = item {
        return Err("index of untyped nil".into());
    }
    for index in args.from(1) {
        item = match &item {
            Value::Nil => return Err("index of nil pointer".into()),
            Value::List(list) => {
                let at = position(args, index, list.items.len())?;
                let element = list.items.get(at);
                element.cloned().ok_or_else(|| Failure::message("reflect: slice index out of range"))?
            }
            Value::Text(text) => {
                let at = position(args, index, text.len())?;
                let byte = text.as_bytes().get(at);
                let byte = byte.ok_or_else(|| Failure::message("reflect: string index out of range"))?;
                Value::Int(IntKind::Byte, i64::from(*byte))
            }
            Value::Map(map) => match index {
                Value::Text(key) => map.get(key).unwrap_or_else(|| zero(map.kind)),
                Value::Nil => return Err("value is nil; should be of type string".into()),
                other => {
                    let got = type_name(other, args.env.dialect.package);
                    return Err(Failure::message(format!("value has type {got}; should be string")));
                }
            },
            other => {
                let package = args.env.dialect.package;
                let name = type_name(other, package);
                return Err(Failure::message(format!("can't index item of type {}", name.trim_start_matches('*'))));
            }
        };
    }
    Ok(item)
}

/// An index into something of length `length`; the length itself passes, as in Go.
fn position(args: &Args<'_>, index: &Value, length: usize) -> Result<usize, Failure> {
    let at = match index {
        Value::Int(_, at) => *at,
        Value::Nil => return Err("cannot index slice/array with nil".into()),
        other => {
            let got = type_name(other, args.env.dialect.package);
            return Err(Failure::message(format!("cannot index slice/array with type {got}")));
        }
    };
    usize::try_from(at)
        .ok()
        .filter(|at| *at <= length)
        .ok_or_else(|| Failure::message(format!("index out of range: {at}")))
}

/// No value of a template is a function, so this can only fail. The first argument is the text of
/// the callee, which the compiler adds.
fn call(args: &Args<'_>) -> Answer {
    match args.value(1) {
        Value::Nil => Err("call of nil".into()),
        other => {
            let got = type_name(other, args.env.dialect.package);
            Err(Failure::message(format!("non-function {} of type {got}", args.text(0))))
        }
    }
}

/// Whether Go's `reflect.DeepEqual` says so.
pub(super) fn deep_equal(a: &Value, b: &Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match (a, b) {
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(kind, a), Value::Int(other, b)) => kind == other && a == b,
        (Value::Float(a), Value::Float(b)) => a == b,
        (Value::Complex(a, b), Value::Complex(c, d)) => a == c && b == d,
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::List(a), Value::List(b)) => {
            a.kind == b.kind
                && a.nil == b.nil
                && a.items.len() == b.items.len()
                && a.items.iter().zip(&b.items).all(|(a, b)| deep_equal(a, b, depth))
        }
        (Value::Map(a), Value::Map(b)) if a.is(b) => a.kind == b.kind,
        (Value::Map(a), Value::Map(b)) => {
            a.kind == b.kind
                && a.with(|a| {
                    b.with(|b| {
                        a.len() == b.len()
                            && a.iter().zip(b).all(|((ka, va), (kb, vb))| ka == kb && deep_equal(va, vb, depth))
                    })
                })
        }
        (Value::Record(a), Value::Record(b)) => std::rc::Rc::ptr_eq(a, b),
        _ => false,
    }
}
