//! Between Go values and JSON.

use super::{Entries, IntKind, List, ListKind, Map, MapKind, Value};
use crate::template::format::shortest_text;
use crate::text::filled;

/// How deep values may nest wherever they are walked.
pub const DEPTH: usize = 200;

impl Value {
    /// A value from JSON: numbers written with a point or exponent are a `float64`, others an `int64`.
    #[must_use]
    pub fn from_json(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Value::Nil,
            serde_json::Value::Bool(truth) => Value::Bool(*truth),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(int) => Value::Int(IntKind::Int64, int),
                None => Value::Float(number.as_f64().unwrap_or_default()),
            },
            serde_json::Value::String(text) => Value::text(text.as_str()),
            serde_json::Value::Array(items) => Value::list(items.iter().map(Value::from_json).collect()),
            serde_json::Value::Object(entries) => Value::map(entries_of(entries)),
        }
    }

    /// A value as Go decodes it from JSON: every number a `float64`.
    #[must_use]
    pub fn from_json_floats(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Number(number) => Value::Float(number.as_f64().unwrap_or_default()),
            serde_json::Value::Array(items) => Value::list(items.iter().map(Value::from_json_floats).collect()),
            serde_json::Value::Object(entries) => Value::map(filled(
                entries.iter().map(|(key, value)| (key.as_str().into(), Value::from_json_floats(value))),
            )),
            other => Value::from_json(other),
        }
    }

    /// The value as `json.Marshal` sees it.
    ///
    /// # Errors
    /// Go's message for what JSON cannot hold; also where the value is too deep.
    pub fn to_json(&self) -> Result<serde_json::Value, String> {
        self.to_json_within(DEPTH)
    }

    fn to_json_within(&self, depth: usize) -> Result<serde_json::Value, String> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err("json: unsupported value: encountered a cycle".into());
        };
        Ok(match self {
            Value::Nil => serde_json::Value::Null,
            Value::Bool(truth) => (*truth).into(),
            Value::Int(_, value) => (*value).into(),
            Value::Float(value) => match crate::yaml::json_number(*value) {
                Some(number) => number.into(),
                None => return Err(format!("json: unsupported value: {}", shortest_text(*value))),
            },
            Value::Complex(..) => return Err("json: unsupported type: complex128".into()),
            Value::Text(text) => text.as_ref().into(),
            Value::List(list) if list.nil => serde_json::Value::Null,
            Value::List(list) => match list.kind {
                ListKind::Bytes => crate::template::format::base64(&list.bytes()).into(),
                _ => list.items.iter().map(|item| item.to_json_within(depth)).collect::<Result<_, _>>()?,
            },
            Value::Map(map) => map.with(|entries| {
                let pairs = entries.iter().map(|(key, value)| Ok((key.to_string(), value.to_json_within(depth)?)));
                pairs.collect::<Result<serde_json::Map<_, _>, String>>().map(Into::into)
            })?,
            Value::Record(record) => {
                if let Some(text) = record.json_text() {
                    return Ok(text.into());
                }
                let pairs = record.shown().map(|(name, value)| Ok(((*name).to_owned(), value.to_json_within(depth)?)));
                pairs.collect::<Result<serde_json::Map<_, _>, String>>()?.into()
            }
        })
    }
}

fn entries_of(entries: &serde_json::Map<String, serde_json::Value>) -> Entries {
    filled(entries.iter().map(|(key, value)| (key.as_str().into(), Value::from_json(value))))
}

impl List {
    /// The bytes of a `[]uint8`.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.items
            .iter()
            .map(|item| match item {
                Value::Int(IntKind::Byte, value) => u8::try_from(*value).unwrap_or_default(),
                _ => 0,
            })
            .collect()
    }
}

impl Map {
    /// A map of values from JSON.
    #[must_use]
    pub fn from_json(kind: MapKind, json: &serde_json::Map<String, serde_json::Value>) -> Self {
        Map::new(kind, entries_of(json))
    }
}
