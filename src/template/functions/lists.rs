//! Lists (Sprig `list.go`).

use super::defaults::is_empty;
use super::logic::deep_equal;
use super::numbers::to_int;
use super::strings::{strings, texts};
use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::value::{DEPTH, List, ListKind, Value};
use crate::text::order_of;

const A: Param = Param::Any;
const I: Param = Param::Int;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::rest("list", &[], A, |args| Ok(Value::list(args.from(0).cloned().collect()))),
    Function::rest("tuple", &[], A, |args| Ok(Value::list(args.from(0).cloned().collect()))),
    Function::new("first", &[A], |args| Ok(args.list(0, "find first on")?.items.first().cloned().unwrap_or_default())),
    Function::new("mustFirst", &[A], |args| {
        Ok(args.list(0, "find first on")?.items.first().cloned().unwrap_or_default())
    }),
    Function::new("last", &[A], |args| Ok(args.list(0, "find last on")?.items.last().cloned().unwrap_or_default())),
    Function::new("mustLast", &[A], |args| Ok(args.list(0, "find last on")?.items.last().cloned().unwrap_or_default())),
    Function::new("rest", &[A], |args| part(args, "find rest on", 1, 0)),
    Function::new("mustRest", &[A], |args| part(args, "find rest on", 1, 0)),
    Function::new("initial", &[A], |args| part(args, "find initial on", 0, 1)),
    Function::new("mustInitial", &[A], |args| part(args, "find initial on", 0, 1)),
    Function::new("append", &[A, A], append),
    Function::new("push", &[A, A], append),
    Function::new("mustAppend", &[A, A], append),
    Function::new("mustPush", &[A, A], append),
    Function::new("prepend", &[A, A], prepend),
    Function::new("mustPrepend", &[A, A], prepend),
    Function::rest("concat", &[], A, concat),
    Function::new("reverse", &[A], |args| {
        Ok(Value::list(args.list(0, "find reverse on")?.items.iter().rev().cloned().collect()))
    }),
    Function::new("mustReverse", &[A], |args| {
        Ok(Value::list(args.list(0, "find reverse on")?.items.iter().rev().cloned().collect()))
    }),
    Function::new("compact", &[A], |args| kept(args, "compact on", |_, item| !is_empty(item))),
    Function::new("mustCompact", &[A], |args| kept(args, "compact on", |_, item| !is_empty(item))),
    Function::new("uniq", &[A], |args| kept(args, "find uniq on", |before, item| !contains(before, item))),
    Function::new("mustUniq", &[A], |args| kept(args, "find uniq on", |before, item| !contains(before, item))),
    Function::rest("without", &[A], A, without),
    Function::rest("mustWithout", &[A], A, without),
    Function::new("has", &[A, A], has),
    Function::new("mustHas", &[A, A], has),
    Function::rest("slice", &[A], A, slice),
    Function::rest("mustSlice", &[A], A, slice),
    Function::new("sortAlpha", &[A], sort_alpha),
    Function::new("chunk", &[I, A], chunk),
    Function::new("mustChunk", &[I, A], chunk),
    Function::new("until", &[I], |args| {
        let count = args.int(0);
        steps(args, 0, count, if count < 0 { -1 } else { 1 }).map(ints)
    }),
    Function::new("untilStep", &[I, I, I], |args| steps(args, args.int(0), args.int(1), args.int(2)).map(ints)),
    Function::rest("seq", &[], I, seq),
];

const NIL_POINTER: &str = "runtime error: invalid memory address or nil pointer dereference";

impl Args<'_> {
    /// Argument `i`, a list.
    fn list(&self, i: usize, task: &str) -> Result<&List, Failure> {
        match self.value(i) {
            Value::List(list) => Ok(list),
            Value::Nil => Err(NIL_POINTER.into()),
            other => Err(Failure::message(format!("Cannot {task} type {}", other.kind()))),
        }
    }
}

/// A list without its first and last elements; nil if there is nothing to leave out.
fn part(args: &Args<'_>, task: &str, front: usize, back: usize) -> Answer {
    let items = &args.list(0, task)?.items;
    let end = items.len().saturating_sub(back);
    Ok(match items.get(front..end) {
        Some(kept) if !items.is_empty() => Value::list(kept.to_vec()),
        _ => Value::nil_list(),
    })
}

fn append(args: &Args<'_>) -> Answer {
    let mut items = args.list(0, "push on")?.items.clone();
    items.push(args.value(1).clone());
    Ok(Value::list(items))
}

fn prepend(args: &Args<'_>) -> Answer {
    let mut items = args.list(0, "prepend on")?.items.clone();
    items.insert(0, args.value(1).clone());
    Ok(Value::list(items))
}

fn concat(args: &Args<'_>) -> Answer {
    let mut items = Vec::new();
    for value in args.from(0) {
        match value {
            Value::List(list) => items.extend(list.items.iter().cloned()),
            Value::Nil => return Err(NIL_POINTER.into()),
            other => return Err(Failure::message(format!("Cannot concat type {} as list", other.kind()))),
        }
        args.within(items.len())?;
    }
    Ok(if items.is_empty() { Value::nil_list() } else { Value::list(items) })
}

/// The elements that `keep` wants; it sees those kept before.
fn kept(args: &Args<'_>, task: &str, keep: fn(&[Value], &Value) -> bool) -> Answer {
    let mut items = Vec::new();
    for item in &args.list(0, task)?.items {
        if keep(&items, item) {
            items.push(item.clone());
        }
    }
    Ok(Value::list(items))
}

fn contains(items: &[Value], wanted: &Value) -> bool {
    items.iter().any(|item| deep_equal(wanted, item, DEPTH))
}

fn without(args: &Args<'_>) -> Answer {
    let omit: Vec<Value> = args.from(1).cloned().collect();
    let items = args.list(0, "find without on")?.items.iter();
    Ok(Value::list(items.filter(|item| !contains(&omit, item)).cloned().collect()))
}

fn has(args: &Args<'_>) -> Answer {
    if let Value::Nil = args.value(1) {
        return Ok(false.into());
    }
    Ok(contains(&args.list(1, "find has on")?.items, args.value(0)).into())
}

fn slice(args: &Args<'_>) -> Answer {
    let list = match args.value(0) {
        Value::List(list) => list,
        Value::Nil => return Err(NIL_POINTER.into()),
        other => {
            return Err(Failure::message(format!("list should be type of slice or array but {}", other.kind())));
        }
    };
    if list.items.is_empty() {
        return Ok(Value::Nil);
    }
    let bound = |i: usize, otherwise: usize| match args.slots.get(i) {
        Some(slot) => usize::try_from(to_int(&slot.value)).ok(),
        None => Some(otherwise),
    };
    let part = bound(1, 0).zip(bound(2, list.items.len())).and_then(|(from, to)| list.items.get(from..to));
    match part {
        Some(part) => Ok(Value::list_of(list.kind, part.to_vec())),
        None => Err("reflect.Value.Slice: slice index out of bounds".into()),
    }
}

fn sort_alpha(args: &Args<'_>) -> Answer {
    let mut strings = strings(args, args.value(0))?;
    if let Value::Nil = args.value(0) {
        strings.push("<nil>".into());
    }
    let sorted = order_of(&strings).into_iter().filter_map(|at| strings.get(at).cloned());
    Ok(texts(sorted.collect()))
}

fn chunk(args: &Args<'_>) -> Answer {
    let list = match args.value(1) {
        Value::List(list) => list,
        Value::Nil => return Err(NIL_POINTER.into()),
        other => return Err(Failure::message(format!("Cannot chunk type {}", other.kind()))),
    };
    match usize::try_from(args.int(0)) {
        Ok(size @ 1..) => {
            let chunks = list.items.chunks(size).map(|chunk| Value::list(chunk.to_vec()));
            Ok(Value::list_of(ListKind::Lists, chunks.collect()))
        }
        _ if list.items.is_empty() => Ok(Value::list_of(ListKind::Lists, Vec::new())),
        _ => Err("runtime error: makeslice: len out of range".into()),
    }
}

/// The numbers from `start` to before `stop` (`untilStep`).
fn steps(args: &Args<'_>, start: i64, stop: i64, step: i64) -> Result<Vec<i64>, Failure> {
    let mut found = Vec::new();
    let up = step > 0 && stop >= start;
    let down = step < 0 && stop < start;
    let mut at = start;
    while (up && at < stop) || (down && at > stop) {
        found.push(at);
        args.within(found.len())?;
        let Some(next) = at.checked_add(step) else { break };
        at = next;
    }
    Ok(found)
}

fn ints(numbers: Vec<i64>) -> Value {
    Value::list_of(ListKind::Int, numbers.into_iter().map(Value::int).collect())
}

fn seq(args: &Args<'_>) -> Answer {
    let number = |i| args.int(i);
    let (start, step, end) = match args.slots.len() {
        1 => (1, if number(0) < 1 { -1 } else { 1 }, number(0)),
        2 => (number(0), if number(1) < number(0) { -1 } else { 1 }, number(1)),
        3 => (number(0), number(1), number(2)),
        _ => return Ok("".into()),
    };
    let down = end < start;
    if args.slots.len() == 3 && down && step > 0 {
        return Ok("".into());
    }
    let beyond = end.saturating_add(if down { -1 } else { 1 });
    let numbers = steps(args, start, beyond, step)?;
    let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    Ok(texts.join(" ").into())
}
