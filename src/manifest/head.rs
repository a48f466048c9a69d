//! The part of a document that Helm reads before it knows what the document is (`SimpleHead`).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::yaml::{self, Document, YamlError};

/// The head of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// apiVersion
    pub api_version: String,
    /// kind, empty if there is none (R-HEAD-5).
    pub kind: String,
    /// metadata.name
    pub name: String,
    /// metadata.annotations, scalars made text (R-HEAD-3).
    pub annotations: BTreeMap<String, String>,
}

/// Why a head cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadError {
    /// As Helm prints it behind `YAML parse error on PATH: `.
    pub message: String,
    /// The YAML error behind it; `None` if the YAML is well and has the wrong shape (R-HEAD-4).
    pub yaml: Option<YamlError>,
}

/// Reads the head of a document; `type_name` is what Go calls the type, `util.SimpleHead`.
///
/// # Errors
/// What `sigs.k8s.io/yaml` says to `Unmarshal` (R-HEAD-1).
pub fn read(text: &str, type_name: &str) -> Result<(Head, Document), HeadError> {
    let document = yaml::read(text).map_err(|error| HeadError {
        message: format!("error converting YAML to JSON: {}", error.message),
        yaml: Some(error),
    })?;
    let head = match &document.value {
        Value::Null => Head::default(),
        Value::Object(map) => {
            let metadata = map.get("metadata").unwrap_or(&Value::Null);
            Head {
                api_version: text_of(map.get("apiVersion"), ".apiVersion")?,
                kind: text_of(map.get("kind"), ".kind")?,
                name: text_of(metadata.get("name"), ".metadata.name")?,
                annotations: annotations(metadata.get("annotations"))?,
            }
        }
        other => return Err(mismatch(other, &format!("value of type {type_name}"))),
    };
    Ok((head, document))
}

fn annotations(value: Option<&Value>) -> Result<BTreeMap<String, String>, HeadError> {
    match value {
        None | Some(Value::Null) => Ok(BTreeMap::new()),
        Some(Value::Object(map)) => {
            map.iter().map(|(key, value)| Ok((key.clone(), text_of(Some(value), ".metadata.annotations")?))).collect()
        }
        Some(other) => Err(mismatch(other, "struct field .metadata.annotations of type map[string]string")),
    }
}

fn text_of(value: Option<&Value>, field: &str) -> Result<String, HeadError> {
    match value {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Bool(flag)) => Ok(flag.to_string()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(other) => Err(mismatch(other, &format!("struct field {field} of type string"))),
    }
}

fn mismatch(value: &Value, target: &str) -> HeadError {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let message =
        format!("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {found} into Go {target}");
    HeadError { message, yaml: None }
}
