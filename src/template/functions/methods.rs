//! Methods of values: `.Files.Get`, `.Capabilities.APIVersions.Has` and the like.

use std::cmp::Ordering;

use super::data::to_yaml;
use super::files::{as_yaml, file, glob, lines};
use super::versions::{TYPE, version_of};
use super::{Answer, Args, Param};
use crate::template::error::Failure;
use crate::template::format::quote;
use crate::template::value::{ListKind, Map, MapKind, Value};
use crate::text::to_bytes;

/// A method found on a value.
#[derive(Debug, Clone, Copy)]
pub struct Method(&'static Row);

#[derive(Debug)]
struct Row {
    of: fn(&Value) -> bool,
    name: &'static str,
    params: &'static [Param],
    body: fn(&Value, &Args<'_>) -> Answer,
}

const fn row(
    of: fn(&Value) -> bool,
    name: &'static str,
    params: &'static [Param],
    body: fn(&Value, &Args<'_>) -> Answer,
) -> Row {
    Row { of, name, params, body }
}

const S: Param = Param::Text;
const V: Param = Param::Version;

const METHODS: &[Row] = &[
    row(is_versions, "Has", &[S], has),
    row(is_files, "Get", &[S], |files, args| Ok(Value::Text(file(files, args.text(0))))),
    row(is_files, "GetBytes", &[S], |files, args| Ok(Value::bytes(&to_bytes(&file(files, args.text(0)))))),
    row(is_files, "Lines", &[S], lines),
    row(is_files, "Glob", &[S], glob),
    row(is_files, "AsConfig", &[], |files, _| as_yaml(files, false)),
    row(is_files, "AsSecrets", &[], |files, _| as_yaml(files, true)),
    row(is_kube_version, "GitVersion", &[], version),
    row(is_kube_version, "String", &[], |value, _| Ok(shown(value).into())),
    row(is_time, "Unix", &[], |value, _| Ok(part(value, "seconds"))),
    row(is_time, "String", &[], |value, _| Ok(shown(value).into())),
    row(is_values, "AsMap", &[], as_map),
    row(is_values, "YAML", &[], |values, _| Ok(format!("{}\n", to_yaml(values)?).into())),
    row(is_values, "Table", &[S], |values, args| table(values, args.text(0))),
    row(is_values, "PathValue", &[S], path_value),
    row(is_version, "String", &[], |value, _| Ok(shown(value).into())),
    row(is_version, "Major", &[], |value, _| Ok(part(value, "major"))),
    row(is_version, "Minor", &[], |value, _| Ok(part(value, "minor"))),
    row(is_version, "Patch", &[], |value, _| Ok(part(value, "patch"))),
    row(is_version, "Prerelease", &[], |value, _| Ok(part(value, "pre"))),
    row(is_version, "Metadata", &[], |value, _| Ok(part(value, "metadata"))),
    row(is_version, "Original", &[], |value, _| Ok(part(value, "original"))),
    row(is_version, "Compare", &[V], |value, args| Ok(Value::int(order(value, args) as i64))),
    row(is_version, "Equal", &[V], |value, args| Ok(order(value, args).is_eq().into())),
    row(is_version, "LessThan", &[V], |value, args| Ok(order(value, args).is_lt().into())),
    row(is_version, "LessThanEqual", &[V], |value, args| Ok(order(value, args).is_le().into())),
    row(is_version, "GreaterThan", &[V], |value, args| Ok(order(value, args).is_gt().into())),
    row(is_version, "GreaterThanEqual", &[V], |value, args| Ok(order(value, args).is_ge().into())),
];

impl Method {
    /// The method `name` of `value`.
    #[must_use]
    pub fn find(value: &Value, name: &str) -> Option<Method> {
        METHODS.iter().find(|row| row.name == name && (row.of)(value)).map(Method)
    }

    /// The types of its arguments.
    #[must_use]
    pub fn params(self) -> &'static [Param] {
        self.0.params
    }

    /// Calls it.
    ///
    /// # Errors
    /// What Go would return.
    pub fn call(self, receiver: &Value, args: &Args<'_>) -> Answer {
        (self.0.body)(receiver, args)
    }
}

fn is_versions(value: &Value) -> bool {
    matches!(value, Value::List(list) if list.kind == ListKind::Versions)
}

fn is_files(value: &Value) -> bool {
    matches!(value, Value::Map(map) if map.kind == MapKind::Files)
}

fn is_values(value: &Value) -> bool {
    matches!(value, Value::Map(map) if map.kind == MapKind::Values)
}

fn is_kube_version(value: &Value) -> bool {
    matches!(value, Value::Record(record) if record.type_name == "common.KubeVersion")
}

fn is_time(value: &Value) -> bool {
    matches!(value, Value::Record(record) if record.type_name == super::dates::TYPE)
}

fn is_version(value: &Value) -> bool {
    matches!(value, Value::Record(record) if record.type_name == TYPE)
}

fn part(value: &Value, name: &str) -> Value {
    match value {
        Value::Record(record) => record.field(name).cloned().unwrap_or_default(),
        _ => Value::Nil,
    }
}

fn order(value: &Value, args: &Args<'_>) -> Ordering {
    match (version_of(value), version_of(args.value(0))) {
        (Some(a), Some(b)) => a.order(&b),
        _ => Ordering::Equal,
    }
}

fn has(versions: &Value, args: &Args<'_>) -> Answer {
    let Value::List(list) = versions else { return Ok(false.into()) };
    Ok(list.items.iter().any(|item| matches!(item, Value::Text(text) if **text == *args.text(0))).into())
}

fn version(kube: &Value, _: &Args<'_>) -> Answer {
    let Value::Record(record) = kube else { return Ok("".into()) };
    Ok(record.field("Version").cloned().unwrap_or_default())
}

fn shown(value: &Value) -> String {
    match value {
        Value::Record(record) => record.display.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn as_map(values: &Value, _: &Args<'_>) -> Answer {
    let Value::Map(map) = values else { return Ok(Value::Nil) };
    let map: &Map = map;
    Ok(Value::Map(map.as_kind(MapKind::Any)))
}

/// The table at a path of keys with dots between.
fn table(values: &Value, path: &str) -> Answer {
    let mut at = values.clone();
    for key in path.split('.') {
        let found = match &at {
            Value::Map(map) => map.get(key),
            _ => None,
        };
        at = match found {
            Some(Value::Map(map)) => Value::Map(map.as_kind(MapKind::Values)),
            _ => return Err(Failure::message(format!("{} is not a table", quote(key)))),
        };
    }
    Ok(at)
}

/// What is at a path and no table.
fn path_value(values: &Value, args: &Args<'_>) -> Answer {
    let path = args.text(0);
    if path.is_empty() {
        return Err("YAML path cannot be empty".into());
    }
    let (parent, key) = match path.rsplit_once('.') {
        Some((parent, key)) => (table(values, parent).ok(), key),
        None => (Some(values.clone()), path),
    };
    let found = match parent {
        Some(Value::Map(map)) => map.get(key),
        _ => None,
    };
    match found {
        Some(Value::Map(_)) | None => Err(Failure::message(format!("{} is not a value", quote(key)))),
        Some(value) => Ok(value),
    }
}
