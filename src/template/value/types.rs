//! Go's names of types.

use super::{IntKind, ListKind, MapKind, Value};

/// What `%T` prints; `package` is the one Helm keeps its values in (`common` or `chartutil`).
#[must_use]
pub fn type_name(value: &Value, package: &str) -> String {
    let plain = match value {
        Value::Nil => "<nil>",
        Value::Bool(_) => "bool",
        Value::Int(kind, _) => match kind {
            IntKind::Int => "int",
            IntKind::Int64 => "int64",
            IntKind::Byte => "uint8",
            IntKind::Unsigned => "uint64",
            IntKind::Duration => "time.Duration",
        },
        Value::Float(_) => "float64",
        Value::Complex(..) => "complex128",
        Value::Text(_) => "string",
        Value::List(list) => match list.kind {
            ListKind::Any => "[]interface {}",
            ListKind::Text => "[]string",
            ListKind::Int => "[]int",
            ListKind::Bytes => "[]uint8",
            ListKind::Lists => "[][]interface {}",
            ListKind::Versions => return format!("{package}.VersionSet"),
        },
        Value::Map(map) => match map.kind {
            MapKind::Any => "map[string]interface {}",
            MapKind::Values => return format!("{package}.Values"),
            MapKind::Text => "map[string]string",
            MapKind::Files => "engine.files",
        },
        Value::Record(record) => {
            let star = if record.pointer { "*" } else { "" };
            return format!("{star}{}", record.type_name.replacen("common.", &format!("{package}."), 1));
        }
    };
    plain.into()
}

impl Value {
    /// Go's kind of the value (`kindOf`).
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Nil => "invalid",
            Value::Bool(_) => "bool",
            Value::Int(IntKind::Int, _) => "int",
            Value::Int(IntKind::Int64 | IntKind::Duration, _) => "int64",
            Value::Int(IntKind::Byte, _) => "uint8",
            Value::Int(IntKind::Unsigned, _) => "uint64",
            Value::Float(_) => "float64",
            Value::Complex(..) => "complex128",
            Value::Text(_) => "string",
            Value::List(_) => "slice",
            Value::Map(_) => "map",
            Value::Record(record) if record.pointer => "ptr",
            Value::Record(_) => "struct",
        }
    }
}
