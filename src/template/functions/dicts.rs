//! Maps (Sprig `dict.go`).

use super::defaults::is_empty;
use super::strings::{shown, texts};
use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::value::{DEPTH, Entries, List, Map, MapKind, Value, type_name};
use std::rc::Rc;

const A: Param = Param::Any;
const D: Param = Param::Dict;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::rest("dict", &[], A, dict),
    Function::new("get", &[D, S], |args| Ok(args.map(0).get(args.text(1)).unwrap_or_else(|| "".into()))),
    Function::new("set", &[D, S, A], set),
    Function::new("unset", &[D, S], unset),
    Function::new("hasKey", &[D, S], |args| Ok(args.map(0).get(args.text(1)).is_some().into())),
    Function::rest("pluck", &[S], D, pluck),
    Function::rest("keys", &[], D, keys),
    Function::new("values", &[D], |args| Ok(Value::list(args.map(0).entries().into_values().collect()))),
    Function::rest("pick", &[D], S, |args| Ok(selected(args, true))),
    Function::rest("omit", &[D], S, |args| Ok(selected(args, false))),
    Function::rest("merge", &[D], D, |args| merged(args, false)),
    Function::rest("mustMerge", &[D], D, |args| merged(args, false)),
    Function::rest("mergeOverwrite", &[D], D, |args| merged(args, true)),
    Function::rest("mustMergeOverwrite", &[D], D, |args| merged(args, true)),
    Function::new("deepCopy", &[A], deep_copy),
    Function::new("mustDeepCopy", &[A], deep_copy),
    Function::rest("dig", &[], A, dig),
];

impl Args<'_> {
    /// Argument `i`, a map; nil is an empty one.
    fn map(&self, i: usize) -> Map {
        match self.value(i) {
            Value::Map(map) => map.as_kind(MapKind::Any),
            _ => Map::new(MapKind::Any, Entries::new()),
        }
    }

    /// The maps from argument `i` on.
    fn maps(&self, i: usize) -> impl Iterator<Item = &Map> {
        self.from(i).filter_map(|value| if let Value::Map(map) = value { Some(map) } else { None })
    }
}

fn dict(args: &Args<'_>) -> Answer {
    let mut entries = Entries::new();
    let mut values = args.from(0);
    while let Some(key) = values.next() {
        let value = values.next().cloned().unwrap_or_else(|| "".into());
        entries.insert(shown(args, key)?.into(), value);
    }
    Ok(Value::map(entries))
}

fn set(args: &Args<'_>) -> Answer {
    if let Value::Nil = args.value(0) {
        return Err("assignment to entry in nil map".into());
    }
    let map = args.map(0);
    map.set(args.text(1).into(), args.value(2).clone());
    args.within(map.len())?;
    Ok(Value::Map(map))
}

fn unset(args: &Args<'_>) -> Answer {
    let map = args.map(0);
    map.unset(args.text(1));
    Ok(Value::Map(map))
}

fn pluck(args: &Args<'_>) -> Answer {
    Ok(Value::list(args.maps(1).filter_map(|map| map.get(args.text(0))).collect()))
}

/// Go gives the keys in an order that changes from run to run; here they are sorted.
fn keys(args: &Args<'_>) -> Answer {
    Ok(texts(args.maps(0).flat_map(|map| map.entries().into_keys()).map(|key| key.to_string()).collect()))
}

fn selected(args: &Args<'_>, wanted: bool) -> Value {
    let mut entries = args.map(0).entries();
    let named = |key: &str| args.from(1).any(|name| matches!(name, Value::Text(name) if **name == *key));
    entries.retain(|key, _| named(key) == wanted);
    Value::map(entries)
}

fn merged(args: &Args<'_>, overwrite: bool) -> Answer {
    let into = args.map(0);
    for from in args.maps(1) {
        merge(&into, from, overwrite, DEPTH)?;
        args.within(into.len())?;
    }
    Ok(Value::Map(into))
}

/// What mergo does with maps: empty values of `into` count as not there.
fn merge(into: &Map, from: &Map, overwrite: bool, depth: usize) -> Result<(), Failure> {
    let Some(depth) = depth.checked_sub(1) else { return Err("values nest too deep to merge".into()) };
    for (key, value) in from.entries() {
        let old = into.get(&key);
        let keep = old.as_ref().is_some_and(|old| !is_empty(old));
        match (&old, &value) {
            (_, Value::Nil) if !overwrite => {}
            (Some(Value::Map(old)), Value::Map(value)) if keep => merge(old, value, overwrite, depth)?,
            (Some(Value::Map(old)), Value::Map(value)) if old.is(value) => {}
            _ if keep && !overwrite => {}
            _ => into.set(key, value),
        }
    }
    Ok(())
}

fn deep_copy(args: &Args<'_>) -> Answer {
    match args.value(0) {
        Value::Nil => Err("reflect: call of reflect.Value.Type on zero Value".into()),
        value => copy(value, DEPTH),
    }
}

fn copy(value: &Value, depth: usize) -> Answer {
    let Some(depth) = depth.checked_sub(1) else { return Err("values nest too deep to copy".into()) };
    Ok(match value {
        Value::List(list) => {
            let items = list.items.iter().map(|item| copy(item, depth)).collect::<Result<_, _>>()?;
            Value::List(Rc::new(List { kind: list.kind, nil: list.nil, items }))
        }
        Value::Map(map) => {
            let mut entries = map.entries();
            for value in entries.values_mut() {
                *value = copy(value, depth)?;
            }
            Value::Map(Map::new(map.kind, entries))
        }
        other => other.clone(),
    })
}

fn dig(args: &Args<'_>) -> Answer {
    let [keys @ .., default, map] = args.slots else { return Err("dig needs at least three arguments".into()) };
    if keys.is_empty() {
        return Err("dig needs at least three arguments".into());
    }
    let mut at = dig_map(args, &map.value)?;
    for (i, key) in keys.iter().enumerate() {
        let Value::Text(key) = &key.value else { return Err(conversion(args, &key.value, "string")) };
        let Some(value) = at.get(key) else { break };
        if i.saturating_add(1) == keys.len() {
            return Ok(value);
        }
        at = dig_map(args, &value)?;
    }
    Ok(default.value.clone())
}

/// A value as `dig` takes it: no named type.
fn dig_map(args: &Args<'_>, value: &Value) -> Result<Map, Failure> {
    match value {
        Value::Map(map) if map.kind == MapKind::Any => Ok(map.clone()),
        other => Err(conversion(args, other, "map[string]interface {}")),
    }
}

fn conversion(args: &Args<'_>, value: &Value, wanted: &str) -> Failure {
    let got = match value {
        Value::Nil => "nil".into(),
        other => type_name(other, args.env.dialect.package),
    };
    Failure::message(format!("interface conversion: interface {{}} is {got}, not {wanted}"))
}
