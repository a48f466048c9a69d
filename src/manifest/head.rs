//! The part of a document that Helm reads before it knows what the document is (`SimpleHead`).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::text::Memo;
use crate::yaml::{self, Document, DuplicateKey, Target, YamlError};

/// What Go calls the type of `metadata`.
const METADATA: &str =
    r#"struct { Name string "json:\"name\""; Annotations map[string]string "json:\"annotations\"" }"#;

/// The Go type the head is read into: what is text there is text here, whatever YAML took it for (R-HEAD-3).
const SIMPLE_HEAD: Target = Target::Struct(&[
    ("apiVersion", Target::Text),
    ("kind", Target::Text),
    ("metadata", Target::Struct(&[("name", Target::Text), ("annotations", Target::Map(&Target::Text))])),
]);

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

/// What heads came to that were read before, with the keys that stand twice in their documents.
pub type Memory = Memo<Result<(Head, Vec<DuplicateKey>), HeadError>>;

/// Reads the head of a document; `type_name` is what Go calls the type, `util.SimpleHead`.
///
/// In the document's value the fields of the head are text as well; all else is as YAML has it.
///
/// # Errors
/// What `sigs.k8s.io/yaml` says to `Unmarshal` (R-HEAD-1).
pub fn read(text: &str, type_name: &str) -> Result<(Head, Document), HeadError> {
    let document = yaml::read_into(text, &SIMPLE_HEAD).map_err(|error| HeadError {
        message: format!("error converting YAML to JSON: {}", error.message),
        yaml: Some(error),
    })?;
    let mut decoder = Decoder::default();
    match &document.value {
        Value::Null => {}
        Value::Object(fields) => decoder.head(fields),
        other => decoder.mismatch(other, &format!("value of type {type_name}")),
    }
    match decoder.error {
        None => Ok((decoder.head, document)),
        Some(message) => Err(HeadError { message, yaml: None }),
    }
}

/// Reads JSON into the head as `encoding/json` does: it goes on after an error and reports the first.
///
/// Names of fields match in any case (R-HEAD-7), and of fields that sound alike the later one counts: keys
/// come in the order of their bytes.
#[derive(Default)]
struct Decoder {
    head: Head,
    error: Option<String>,
}

impl Decoder {
    fn head(&mut self, fields: &Map<String, Value>) {
        for (key, value) in fields {
            if key.eq_ignore_ascii_case("apiVersion") {
                self.text(value, "SimpleHead.apiVersion", |head| &mut head.api_version);
            } else if key.eq_ignore_ascii_case("kind") {
                self.text(value, "SimpleHead.kind", |head| &mut head.kind);
            } else if key.eq_ignore_ascii_case("metadata") {
                self.metadata(value);
            }
        }
    }

    /// A second `metadata` adds to the first, unless it is null.
    fn metadata(&mut self, value: &Value) {
        match value {
            Value::Null => {
                self.head.name.clear();
                self.head.annotations.clear();
            }
            Value::Object(fields) => {
                for (key, value) in fields {
                    if key.eq_ignore_ascii_case("name") {
                        self.text(value, ".metadata.name", |head| &mut head.name);
                    } else if key.eq_ignore_ascii_case("annotations") {
                        self.annotations(value);
                    }
                }
            }
            other => self.mismatch(other, &format!("struct field SimpleHead.metadata of type {METADATA}")),
        }
    }

    fn annotations(&mut self, value: &Value) {
        match value {
            Value::Null => self.head.annotations.clear(),
            Value::Object(entries) => {
                for (key, value) in entries {
                    self.text(value, ".metadata.annotations", |head| {
                        let entry = head.annotations.entry(key.clone()).or_default();
                        entry.clear();
                        entry
                    });
                }
            }
            other => self.mismatch(other, "struct field .metadata.annotations of type map[string]string"),
        }
    }

    /// A text for `place`; null and what is no text leave what is there.
    fn text(&mut self, value: &Value, field: &str, place: impl FnOnce(&mut Head) -> &mut String) {
        let place = place(&mut self.head);
        match value {
            Value::Null => {}
            Value::String(text) => place.clone_from(text),
            other => self.mismatch(other, &format!("struct field {field} of type string")),
        }
    }

    fn mismatch(&mut self, value: &Value, target: &str) {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let say =
            || format!("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {found} into Go {target}");
        self.error.get_or_insert_with(say);
    }
}
