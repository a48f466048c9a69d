//! `--set` and its kin (`pkg/strvals`): `a.b=1,c[0]=x,d={1,2}` laid over values.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::{Map, Value};

use crate::helm::log::quoted;

/// Longest list that an index may make.
const LONGEST_LIST: usize = 65_536;

/// Names inside names.
const DEEPEST: usize = 30;

/// How values are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// `--set`: numbers, booleans and `null` are what they look like.
    Typed,
    /// `--set-string`
    Text,
}

/// A step of the path to a value.
enum Place {
    Name(String),
    Index(usize),
}

/// Lays all assignments of `text` over `values`.
///
/// # Errors
/// Helm's words, without a prefix.
pub(super) fn set(values: &mut Value, text: &str, reading: Reading) -> Result<(), String> {
    let mut rest = text.chars().peekable();
    while rest.peek().is_some() {
        let path = path(&mut rest)?;
        let value = value(&mut rest, reading)?;
        put(values, &path, value)?;
    }
    Ok(())
}

/// `--set-literal`: one name, and everything behind `=` as it is.
///
/// # Errors
/// Helm's words, without a prefix.
pub(super) fn set_literal(values: &mut Value, text: &str) -> Result<(), String> {
    let mut rest = text.chars().peekable();
    let path = path(&mut rest)?;
    put(values, &path, Value::String(rest.collect()))
}

/// `--set-json`: `{…}` is laid over map by map, `a.b=JSON` is set.
///
/// # Errors
/// Helm's words, without a prefix.
pub(super) fn set_json(values: &mut Value, text: &str) -> Result<(), String> {
    let failed = || format!("failed parsing --set-json data {text}");
    if text.trim_start().starts_with('{') {
        let json: Value =
            serde_json::from_str(text).map_err(|_| format!("failed parsing --set-json data JSON: {text}"))?;
        let below = values.take();
        *values = super::over(json, &below, super::DEPTH);
        return Ok(());
    }
    let mut rest = text.chars().peekable();
    let path = path(&mut rest).map_err(|_| failed())?;
    let json: String = rest.collect();
    let value = if json.trim().is_empty() { Value::Null } else { serde_json::from_str(&json).map_err(|_| failed())? };
    put(values, &path, value).map_err(|_| failed())
}

/// Reads up to and with `=`.
fn path(rest: &mut Peekable<Chars<'_>>) -> Result<Vec<Place>, String> {
    let mut path = Vec::new();
    loop {
        let (name, end) = until(rest, "=[,.");
        match end {
            Some('=') => {
                path.push(Place::Name(name));
                return Ok(path);
            }
            Some('.') => path.push(Place::Name(name)),
            Some('[') => {
                path.push(Place::Name(name));
                if !indices(rest, &mut path)? {
                    continue;
                }
                return Ok(path);
            }
            Some(_) => return Err(format!("key {} has no value (cannot end with ,)", quoted(&name))),
            None => return Err(format!("key {} has no value", quoted(&name))),
        }
        if path.len() > DEEPEST {
            return Err(format!("value name nested level is greater than maximum supported nested level of {DEEPEST}"));
        }
    }
}

/// Reads `0][1]` and what follows; whether that is the value.
fn indices(rest: &mut Peekable<Chars<'_>>, path: &mut Vec<Place>) -> Result<bool, String> {
    loop {
        let (index, _) = until(rest, "]");
        let number: i64 = index
            .parse()
            .map_err(|_| format!("error parsing index: strconv.Atoi: parsing {}: invalid syntax", quoted(&index)))?;
        let index = usize::try_from(number).map_err(|_| format!("negative {number} index not allowed"))?;
        if index > LONGEST_LIST {
            return Err(format!("index of {index} is greater than maximum supported index of {LONGEST_LIST}"));
        }
        path.push(Place::Index(index));
        match until(rest, "[.=") {
            (more, _) if !more.is_empty() => {
                return Err(format!("unexpected data at end of array index: {}", quoted(&more)));
            }
            (_, Some('=')) => return Ok(true),
            (_, Some('.')) => return Ok(false),
            (_, Some(_)) if path.len() <= DEEPEST => {}
            _ => return Err(format!("index {index} has no value")),
        }
    }
}

fn value(rest: &mut Peekable<Chars<'_>>, reading: Reading) -> Result<Value, String> {
    if rest.next_if_eq(&'{').is_none() {
        return Ok(read(until(rest, ",").0, reading));
    }
    let mut list = Vec::new();
    loop {
        let (item, end) = until(rest, ",}");
        let is_last = match end {
            Some(end) => end == '}',
            None => return Err("list must terminate with '}'".into()),
        };
        list.push(read(item, reading));
        if is_last {
            rest.next_if_eq(&',');
            return Ok(Value::Array(list));
        }
    }
}

/// Reads up to one of `stops`, which is taken too; a backslash keeps the next character from stopping.
fn until(rest: &mut Peekable<Chars<'_>>, stops: &str) -> (String, Option<char>) {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.extend(rest.next()),
            c if stops.contains(c) => return (text, Some(c)),
            c => text.push(c),
        }
    }
    (text, None)
}

fn read(text: String, reading: Reading) -> Value {
    if reading == Reading::Text {
        return Value::String(text);
    }
    match text.as_str() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        "0" => Value::from(0),
        _ if text.starts_with('0') => Value::String(text),
        _ => text.parse::<i64>().map_or(Value::String(text), Value::from),
    }
}

fn put(into: &mut Value, path: &[Place], value: Value) -> Result<(), String> {
    let Some((first, rest)) = path.split_first() else {
        *into = value;
        return Ok(());
    };
    match first {
        Place::Name(name) => {
            if !into.is_object() && !into.is_null() {
                return Err(format!("unable to parse key: {} is no map", quoted(name)));
            }
            if into.is_null() {
                *into = Value::Object(Map::new());
            }
            let Some(map) = into.as_object_mut() else { return Ok(()) };
            if name.is_empty() {
                return Ok(());
            }
            put(map.entry(name.clone()).or_insert(Value::Null), rest, value)
        }
        Place::Index(index) => {
            if !into.is_array() {
                *into = Value::Array(Vec::new());
            }
            let Some(list) = into.as_array_mut() else { return Ok(()) };
            if list.len() <= *index {
                list.resize(index.saturating_add(1), Value::Null);
            }
            list.get_mut(*index).map_or(Ok(()), |item| put(item, rest, value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn typed(text: &str) -> Result<Value, String> {
        let mut values = json!({"there": {"a": 1}});
        set(&mut values, text, Reading::Typed).map(|()| values)
    }

    #[test]
    fn values_are_what_they_look_like() {
        let values = typed("a=1,b=true,c=x y,d=null,e=007,f=1.5,g=").unwrap();
        let expected =
            json!({"there": {"a": 1}, "a": 1, "b": true, "c": "x y", "d": null, "e": "007", "f": "1.5", "g": ""});
        assert_eq!(values, expected);
    }

    #[test]
    fn paths_lead_into_maps_and_lists() {
        let values = typed(r"there.b=2,l[1].n=x,m={1,b},q\.r=s").unwrap();
        let expected = json!({"there": {"a": 1, "b": 2}, "l": [null, {"n": "x"}], "m": [1, "b"], "q.r": "s"});
        assert_eq!(values, expected);
    }

    #[test]
    fn what_helm_refuses() {
        assert_eq!(typed("a").unwrap_err(), r#"key "a" has no value"#);
        assert_eq!(typed("a,b=1").unwrap_err(), r#"key "a" has no value (cannot end with ,)"#);
        assert_eq!(typed("a={1").unwrap_err(), "list must terminate with '}'");
        assert_eq!(typed("a[-1]=1").unwrap_err(), "negative -1 index not allowed");
    }

    #[test]
    fn json_and_literals() {
        let mut values = json!({"a": {"b": 1}});
        set_json(&mut values, r#"{"a": {"c": [2]}}"#).unwrap();
        set_json(&mut values, r#"d={"e": null}"#).unwrap();
        set_literal(&mut values, "f=1,2").unwrap();
        assert_eq!(values, json!({"a": {"c": [2], "b": 1}, "d": {"e": null}, "f": "1,2"}));
    }
}
