//! YAML and JSON (`pkg/engine/funcs.go`, Sprig `defaults.go`).

use super::{Function, Param};
use crate::template::error::Failure;
use crate::template::format::json::{self, Style};
use crate::template::value::{Entries, Value};
use crate::yaml;

const A: Param = Param::Any;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("toYaml", &[A], |args| Ok(to_yaml(args.value(0)).unwrap_or_default().into())),
    Function::new("mustToYaml", &[A], |args| Ok(to_yaml(args.value(0))?.into())),
    Function::new("fromYaml", &[S], |args| Ok(map_or_error(from_yaml(args.text(0)), YAML))),
    Function::new("fromYamlArray", &[S], |args| Ok(list_or_error(from_yaml(args.text(0)), YAML))),
    Function::new("toJson", &[A], |args| Ok(json::text(args.value(0), Style::Html).unwrap_or_default().into())),
    Function::new("mustToJson", &[A], |args| Ok(json::text(args.value(0), Style::Html)?.into())),
    Function::new("toRawJson", &[A], |args| Ok(json::text(args.value(0), Style::Raw)?.into())),
    Function::new("mustToRawJson", &[A], |args| Ok(json::text(args.value(0), Style::Raw)?.into())),
    Function::new("toPrettyJson", &[A], |args| Ok(json::text(args.value(0), Style::Pretty).unwrap_or_default().into())),
    Function::new("mustToPrettyJson", &[A], |args| Ok(json::text(args.value(0), Style::Pretty)?.into())),
    Function::new("fromJson", &[S], |args| Ok(map_or_error(from_json(args.text(0)), ""))),
    Function::new("mustFromJson", &[S], |args| from_json(args.text(0)).map_err(Failure::Message)),
    Function::new("fromJsonArray", &[S], |args| Ok(list_or_error(from_json(args.text(0)), ""))),
];

/// `sigs.k8s.io/yaml` `Marshal` without the final line end.
pub(super) fn to_yaml(value: &Value) -> Result<String, Failure> {
    let text = yaml::emit(&value.to_json().map_err(|error| format!("error marshaling into JSON: {error}"))?);
    Ok(text.strip_suffix('\n').unwrap_or(&text).into())
}

fn from_yaml(text: &str) -> Result<Value, String> {
    let document = yaml::read(text).map_err(|error| format!("error converting YAML to JSON: {}", error.message))?;
    Ok(Value::from_json_floats(&document.value))
}

fn from_json(text: &str) -> Result<Value, String> {
    let json: serde_json::Value = serde_json::from_str(text).map_err(|error| go_json_error(text, &error))?;
    Ok(Value::from_json_floats(&json))
}

/// Go's message, as far as it is worth telling.
fn go_json_error(text: &str, error: &serde_json::Error) -> String {
    if error.is_eof() || text.trim().is_empty() {
        return "unexpected end of JSON input".into();
    }
    "invalid character".into()
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
    Value::map(Entries::from([("Error".into(), error.into())]))
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
