//! YAML and JSON (`pkg/engine/funcs.go`, Sprig `defaults.go`).

use std::rc::Rc;

use super::{Function, Param};
use crate::template::error::{Failure, Limit};
use crate::template::format::duration_text;
use crate::template::format::json::{self, Style};
use crate::template::json::{Decoded, decode};
use crate::template::value::{DEPTH, Entries, IntKind, Value};
use crate::text::filled;
use crate::yaml;

const A: Param = Param::Any;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("toYaml", &[A], |args| Ok(to_yaml(args.value(0)).unwrap_or_default().into())),
    Function::new("mustToYaml", &[A], |args| Ok(to_yaml(args.value(0))?.into())),
    Function::new("toYamlPretty", &[A], |args| {
        let text = yaml::emit_pretty(&as_it_is(args.value(0), DEPTH)?);
        Ok(text.strip_suffix('\n').unwrap_or(&text).into())
    }),
    Function::new("fromYaml", &[S], |args| Ok(map_or_error(from_yaml(args.text(0)), YAML))),
    Function::new("fromYamlArray", &[S], |args| Ok(list_or_error(from_yaml(args.text(0)), YAML))),
    Function::new("toJson", &[A], |args| Ok(json::text(args.value(0), Style::Html).unwrap_or_default().into())),
    Function::new("mustToJson", &[A], |args| Ok(json::text(args.value(0), Style::Html)?.into())),
    Function::new("toRawJson", &[A], |args| Ok(json::text(args.value(0), Style::Raw)?.into())),
    Function::new("mustToRawJson", &[A], |args| Ok(json::text(args.value(0), Style::Raw)?.into())),
    Function::new("toPrettyJson", &[A], |args| Ok(json::text(args.value(0), Style::Pretty).unwrap_or_default().into())),
    Function::new("mustToPrettyJson", &[A], |args| Ok(json::text(args.value(0), Style::Pretty)?.into())),
    Function::new("fromJson", &[S], |args| Ok(from_json(args.text(0)))),
    Function::new("mustFromJson", &[S], |args| Ok(decode(args.text(0)).and_then(whole)?)),
    Function::new("fromJsonArray", &[S], |args| Ok(list_or_error(decode(args.text(0)).and_then(whole), ""))),
];

/// `sigs.k8s.io/yaml` `Marshal` without the final line end.
pub(super) fn to_yaml(value: &Value) -> Result<String, Failure> {
    let text = yaml::emit(&value.to_json().map_err(|error| format!("error marshaling into JSON: {error}"))?);
    Ok(text.strip_suffix('\n').unwrap_or(&text).into())
}

/// A value as go-yaml sees it that does not go through JSON: whole floats stay floats, what is nil is empty.
///
/// # Errors
/// It is too deep, or holds a number that JSON's values cannot.
fn as_it_is(value: &Value, depth: usize) -> Result<serde_json::Value, Failure> {
    let depth = depth.checked_sub(1).ok_or(Failure::Limit(Limit::Depth))?;
    Ok(match value {
        Value::Float(number) => serde_json::Number::from_f64(*number).ok_or(Failure::Missing)?.into(),
        Value::Int(IntKind::Duration, nanos) => duration_text(*nanos).into(),
        Value::List(list) => list.items.iter().map(|item| as_it_is(item, depth)).collect::<Result<_, _>>()?,
        Value::Map(map) => {
            let pair = |(key, value): (&Rc<str>, &Value)| Ok::<_, Failure>((key.to_string(), as_it_is(value, depth)?));
            map.with(|entries| entries.iter().map(pair).collect::<Result<serde_json::Map<_, _>, _>>())?.into()
        }
        other => other.to_json()?,
    })
}

fn from_yaml(text: &str) -> Result<Value, String> {
    let document = yaml::read(text).map_err(|error| format!("error converting YAML to JSON: {}", error.message))?;
    Ok(Value::from_json_floats(&document.value))
}

/// As `fromJson`: a map with what could be read, and the error in it.
fn from_json(text: &str) -> Value {
    match decode(text) {
        Err(error) => map_or_error(Err(error), ""),
        Ok(Decoded { value, error: None }) => map_or_error(Ok(value), ""),
        Ok(Decoded { value, error: Some(error) }) => {
            let mut entries = match value {
                Value::Map(map) => map.entries(),
                _ => Entries::new(),
            };
            entries.insert("Error".into(), error.into());
            Value::map(entries)
        }
    }
}

/// The value, whole.
fn whole(decoded: Decoded) -> Result<Value, String> {
    decoded.error.map_or(Ok(decoded.value), Err)
}

/// What sigs.k8s.io/yaml puts before the errors of the JSON decoder.
const YAML: &str = "error unmarshaling JSON: while decoding JSON: ";

fn map_or_error(value: Result<Value, String>, before: &str) -> Value {
    let error = match value {
        Ok(map @ Value::Map(_)) => return map,
        Ok(Value::Nil) => return nothing(before),
        Ok(other) => format!("{before}{}", mismatch(&other, "map[string]interface {}")),
        Err(error) => error,
    };
    Value::map(filled([("Error".into(), error.into())]))
}

fn list_or_error(value: Result<Value, String>, before: &str) -> Value {
    let error = match value {
        Ok(list @ Value::List(_)) => return list,
        Ok(Value::Nil) if before.is_empty() => return Value::nil_list(),
        Ok(Value::Nil) => return Value::list(Vec::new()),
        Ok(other) => format!("{before}{}", mismatch(&other, "[]interface {}")),
        Err(error) => error,
    };
    Value::list(vec![error.into()])
}

/// `null` makes a nil map of JSON, but leaves the map that YAML is decoded into as it is.
fn nothing(before: &str) -> Value {
    if before.is_empty() { Value::Nil } else { Value::map(Entries::new()) }
}

fn mismatch(value: &Value, wanted: &str) -> String {
    let got = match value {
        Value::Bool(_) => "bool",
        Value::Float(_) | Value::Int(..) => "number",
        Value::List(_) => "array",
        Value::Map(_) => "object",
        _ => "string",
    };
    format!("json: cannot unmarshal {got} into Go value of type {wanted}")
}
