//! Reading an object as the server's decoder does: what it does not know, what has the wrong type, and what it
//! keeps.

use std::fmt;

use serde_json::{Map, Value};

use super::quantity;
use super::schema::{Place, Relation, Shape, Type};
use super::typed::item_step;
use super::words::go_value;
use crate::text::sort;

/// An object as the server keeps it.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    /// Without unknown fields, nulls, empty lists and zeros that Go forgets, quantities in canonical form.
    pub object: Value,
    /// Unknown fields.
    pub unknown: Vec<UnknownField>,
    /// The first value that cannot be read.
    pub error: Option<Unreadable>,
}

/// A field that its kind does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownField {
    /// The path of what it stands in, `spec.containers[0]`; empty for the object itself.
    pub inside: String,
    /// Its name.
    pub name: String,
    /// The type of what it stands in, as Go calls it.
    pub of: String,
}

impl UnknownField {
    /// Its path, `spec.containers[0].foo`.
    #[must_use]
    pub fn path(&self) -> String {
        if self.inside.is_empty() { self.name.clone() } else { format!("{}.{}", self.inside, self.name) }
    }
}

/// A value that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// In the words of `encoding/json`, for objects.
    pub decoder: String,
    /// In the words of the converter, for patches.
    pub converter: String,
}

/// Decodes `value` at the root of a kind.
pub(super) fn decode(place: Place<'_>, value: &Value) -> Decoded {
    let mut decoded = Decoded::default();
    decoded.object = decoded.read(place, value, Way::Root).unwrap_or(Value::Null);
    decoded
}

/// Where a value stands. It is put into words where there is something to say; an object has thousands of values.
#[derive(Clone, Copy)]
enum Way<'w> {
    Root,
    /// A field of a Go struct: the way to the struct, the struct's name, the field's.
    Field(&'w Way<'w>, &'w str, &'w str),
    /// An entry of a map.
    Key(&'w Way<'w>, &'w str),
    /// An item of a list.
    Index(&'w Way<'w>, usize),
}

impl<'w> Way<'w> {
    /// The innermost Go struct: `EnvVar`.
    fn structs(&self) -> &'w str {
        match self {
            Way::Root => "",
            Way::Field(_, structs, _) => structs,
            Way::Key(above, _) | Way::Index(above, _) => above.structs(),
        }
    }

    /// Fields from the root, without indices: `spec.containers.env.value`.
    fn go(&self) -> String {
        match self {
            Way::Root => String::new(),
            Way::Field(above, _, name) => dotted(above.go(), name),
            Way::Key(above, _) | Way::Index(above, _) => above.go(),
        }
    }

    /// Fields and indices from the root.
    fn path(&self) -> String {
        match self {
            Way::Root => String::new(),
            Way::Field(above, _, name) => dotted(above.path(), name),
            Way::Key(above, name) => format!("{}.{name}", above.path()),
            Way::Index(above, index) => format!("{}[{index}]", above.path()),
        }
    }
}

fn dotted(path: String, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

impl Decoded {
    fn read(&mut self, place: Place<'_>, value: &Value, at: Way<'_>) -> Option<Value> {
        if value.is_null() {
            return None;
        }
        if matches!(place.shape, Shape::Any) {
            return Some(value.clone());
        }
        if let Some((own, _)) = place.of_type() {
            let Value::Object(map) = value else { return self.wrong(place, value, at) };
            return Some(self.read_struct(place, map, at, own));
        }
        match (place.shape, value) {
            (Shape::Map { of, .. }, Value::Object(map)) => {
                let kept: Map<String, Value> = map
                    .iter()
                    .filter_map(|(key, value)| {
                        let below = place.key(key).unwrap_or(place);
                        // A null entry of a map of texts is the empty text.
                        let value = if value.is_null() && **of == Shape::Text { &EMPTY_TEXT } else { value };
                        Some((key.clone(), self.read(below, value, Way::Key(&at, key))?))
                    })
                    .collect();
                (!kept.is_empty()).then_some(Value::Object(kept))
            }
            (Shape::List { .. }, Value::Array(items)) => {
                let kept: Vec<Value> = items
                    .iter()
                    .enumerate()
                    .filter_map(|(index, item)| self.read(place.item(), item, Way::Index(&at, index)))
                    .collect();
                (!kept.is_empty()).then_some(Value::Array(kept))
            }
            (Shape::Quantity, Value::String(_) | Value::Number(_)) => Some(Value::String(quantity::canonical(value))),
            (Shape::Bytes, Value::String(text)) => match bad_base64(text) {
                None => Some(value.clone()),
                Some(at) => self.unreadable(format!("illegal base64 data at input byte {at}")),
            },
            (Shape::Text | Shape::Time, Value::String(_))
            | (Shape::Bool, Value::Bool(_))
            | (Shape::Number, Value::Number(_))
            | (Shape::IntOrText, Value::String(_) | Value::Number(_)) => Some(value.clone()),
            (Shape::Int32, Value::Number(number)) if number.as_i64().is_some_and(|n| i32::try_from(n).is_ok()) => {
                Some(value.clone())
            }
            (Shape::Int64, Value::Number(number)) if number.is_i64() => Some(value.clone()),
            _ => self.wrong(place, value, at),
        }
    }

    fn read_struct(&mut self, place: Place<'_>, map: &Map<String, Value>, at: Way<'_>, own: &Type) -> Value {
        let mut kept = Map::new();
        for (key, value) in map {
            match place.key(key) {
                None => self.unknown.push(UnknownField { inside: at.path(), name: key.clone(), of: own.name.clone() }),
                Some(below) => {
                    let forgotten = is_zero(value) && own.field(key).is_some_and(|field| field.forgets_zero);
                    if let Some(value) = self.read(below, value, Way::Field(&at, &own.name, key)).filter(|_| !forgotten)
                    {
                        kept.insert(key.clone(), value);
                    }
                }
            }
        }
        Value::Object(kept)
    }

    fn unreadable(&mut self, what: String) -> Option<Value> {
        let converter = format!("error decoding from json: {what}");
        self.error.get_or_insert(Unreadable { decoder: what, converter });
        None
    }

    fn wrong(&mut self, place: Place<'_>, value: &Value, at: Way<'_>) -> Option<Value> {
        self.error.get_or_insert_with(|| {
            let wanted = go_type(place);
            let found = match value {
                Value::Number(number) if wanted.starts_with("int") => format!("number {number}"),
                Value::Number(_) => "number".to_owned(),
                Value::String(_) => "string".to_owned(),
                Value::Bool(_) => "bool".to_owned(),
                Value::Array(_) => "array".to_owned(),
                Value::Object(_) | Value::Null => "object".to_owned(),
            };
            let go = at.go();
            let field = if go.is_empty() { "value".to_owned() } else { format!("struct field {}.{go}", at.structs()) };
            Unreadable {
                decoder: format!("json: cannot unmarshal {found} into Go {field} of type {wanted}"),
                converter: not_converted(place, value, &wanted),
            }
        });
        // The schema of a custom kind is asked later.
        Some(value.clone())
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Bool(truth) => !truth,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

fn not_converted(place: Place<'_>, value: &Value, wanted: &str) -> String {
    let found = match value {
        Value::Object(_) => "map",
        Value::Array(_) => "slice",
        other => go_kind(other),
    };
    match place.shape {
        Shape::Map { .. } => format!("cannot restore map from {found}"),
        Shape::List { .. } => format!("cannot restore slice from {found}"),
        Shape::Struct(_) | Shape::BuiltIn(_) => format!("cannot restore struct from: {found}"),
        // Go converts numbers to texts and to each other, JSON does not.
        _ if found == "int64" && wanted == "string" || found == "float64" && wanted.starts_with("int") => {
            format!("cannot convert {found} to {wanted}")
        }
        _ => format!("unrecognized type: {wanted}"),
    }
}

/// Where a text is no base64.
fn bad_base64(text: &str) -> Option<usize> {
    let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count().min(2);
    let length = text.len().saturating_sub(padding);
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'\n' | b'\r');
    let bad = text.as_bytes().iter().take(length).position(|byte| !is_letter(byte));
    let rest = text.len() % 4;
    let short = if padding > 0 { text.len() } else { text.len().saturating_sub(rest) };
    bad.or_else(|| (rest != 0).then_some(short))
}

static EMPTY_TEXT: Value = Value::String(String::new());

fn go_type(place: Place<'_>) -> String {
    if let Some((own, _)) = place.of_type() {
        return format!("v1.{}", own.name);
    }
    match place.shape {
        Shape::Int32 => "int32".to_owned(),
        Shape::Int64 => "int64".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Number => "float64".to_owned(),
        Shape::Map { .. } => format!("map[string]{}", place.key("").map(go_type).unwrap_or_default()),
        Shape::List { .. } => format!("[]{}", go_type(place.item())),
        _ => "string".to_owned(),
    }
}

/// What is wrong with an applied configuration, in the words of structured-merge-diff; empty if nothing is.
pub(super) fn typed_errors(place: Place<'_>, value: &Value) -> String {
    let mut errors = Vec::new();
    check(place, value, Path(None), &mut errors);
    match errors.as_slice() {
        [] => String::new(),
        [error] => error.clone(),
        errors => format!("errors:\n  {}", errors.join("\n  ")),
    }
}

/// Steps from the root to a value, put into words where there is something to say.
#[derive(Clone, Copy)]
struct Path<'p>(Option<(&'p Path<'p>, &'p dyn fmt::Display)>);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |(above, step)| write!(f, "{above}{step}"))
    }
}

fn check(place: Place<'_>, value: &Value, path: Path<'_>, errors: &mut Vec<String>) {
    let mut say = |what: String| errors.push(if path.0.is_none() { what } else { format!("{path}: {what}") });
    // `%v` and `%#v` of structured-merge-diff's own value.
    let plain = || format!("&{{{}}}", go_value(value));
    let detailed = || format!("&value.valueUnstructured{{Value:{}}}", go_syntax(value));
    if value.is_null() {
        return;
    }
    if place.of_type().is_some() || matches!(place.shape, Shape::Map { .. }) {
        let Value::Object(map) = value else { return say(format!("expected map, got {}", plain())) };
        for (key, value) in map {
            let step = Field(key);
            let path = Path(Some((&path, &step)));
            let Some(below) = place.key(key) else {
                // The rest of the map is not looked at.
                return errors.push(format!("{path}: field not declared in schema"));
            };
            check(below, value, path, errors);
        }
        return;
    }
    match (place.shape, value) {
        (Shape::List { relation, .. }, Value::Array(items)) => check_items(place, relation, items, path, errors),
        (Shape::List { .. }, _) => say(format!("expected list, got {}", plain())),
        (Shape::Text | Shape::Time | Shape::Bytes, Value::String(_)) => {}
        (Shape::Text | Shape::Time | Shape::Bytes, _) => say(format!("expected string, got {}", detailed())),
        (Shape::Bool, Value::Bool(_)) => {}
        (Shape::Bool, _) => say(format!("expected boolean, got {}", plain())),
        (Shape::Int32 | Shape::Int64 | Shape::Number, Value::Number(_)) => {}
        (Shape::Int32 | Shape::Int64 | Shape::Number, _) => {
            say(format!("expected numeric (int or float), got {}", go_kind(value)));
        }
        (Shape::Quantity | Shape::IntOrText, Value::Object(_) | Value::Array(_)) => {
            say(format!("expected any scalar, got {}", plain()));
        }
        _ => {}
    }
}

/// `.name`
struct Field<'p>(&'p str);

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ".{}", self.0)
    }
}

/// `[0]`
struct Index(usize);

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.0)
    }
}

fn check_items(place: Place<'_>, relation: &Relation, items: &[Value], path: Path<'_>, errors: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        if *relation == Relation::Atomic {
            check(place.item(), item, Path(Some((&path, &Index(index)))), errors);
            continue;
        }
        let step = match item_step(place.item(), relation, item) {
            Err(error) => return errors.push(format!("{path}: element {index}: {error}")),
            Ok(step) => step,
        };
        if !seen.insert(step.clone()) {
            errors.push(format!("{path}: duplicate entries for key {step}"));
        }
        check(place.item(), item, Path(Some((&path, &step))), errors);
    }
}

/// `%#v` of a value.
fn go_syntax(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Object(map) => {
            let mut items: Vec<String> =
                map.iter().map(|(key, value)| format!("{key:?}:{}", go_syntax(value))).collect();
            sort(&mut items);
            format!("map[string]interface {{}}{{{}}}", items.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(go_syntax).collect();
            format!("[]interface {{}}{{{}}}", items.join(", "))
        }
        plain => go_value(plain),
    }
}

/// `%T` of a value.
fn go_kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "string",
        Value::Bool(_) => "bool",
        Value::Array(_) => "[]interface {}",
        Value::Object(_) => "map[string]interface {}",
        Value::Number(number) if number.is_f64() => "float64",
        Value::Number(_) => "int64",
        Value::Null => "<nil>",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::super::schema::{Root, Schema};
    use super::*;

    fn root(kind: &str) -> Root {
        Root::built_in(&Arc::new(Schema::built_in()), kind, "v1")
    }

    fn env(value: Value) -> Value {
        json!({"spec": {"template": {"spec": {"containers": [{"name": "c", "env": [{"name": "PORT", "value": value}]}]}}}})
    }

    #[test]
    fn types_are_those_of_go() {
        let job = root("Job");
        let error = |value| decode(job.place(), &value).error.unwrap().decoder;
        assert_eq!(
            error(env(json!(8080))),
            "json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string"
        );
        assert_eq!(
            error(json!({"spec": {"backoffLimit": "3"}})),
            "json: cannot unmarshal string into Go struct field JobSpec.spec.backoffLimit of type int32"
        );
        assert_eq!(
            error(json!({"spec": {"backoffLimit": 1.5}})),
            "json: cannot unmarshal number 1.5 into Go struct field JobSpec.spec.backoffLimit of type int32"
        );
        let config_map = decode(root("ConfigMap").place(), &json!({"data": {"a": true}}));
        assert_eq!(
            config_map.error.unwrap().decoder,
            "json: cannot unmarshal bool into Go struct field ConfigMap.data of type string"
        );
    }

    #[test]
    fn unknown_fields_are_left_out() {
        let decoded = decode(
            root("Pod").place(),
            &json!({"nonsense": 1, "spec": {"containers": [{"name": "a", "foo": {}, "args": [], "resources": {"limits": {"cpu": 1}}}]}}),
        );
        let unknown: Vec<String> = decoded.unknown.iter().map(UnknownField::path).collect();
        assert_eq!(unknown, ["nonsense", "spec.containers[0].foo"]);
        assert_eq!(
            decoded.object,
            json!({"spec": {"containers": [{"name": "a", "resources": {"limits": {"cpu": "1"}}}]}})
        );
    }

    #[test]
    fn base64_is_checked() {
        for (text, bad) in [
            ("aGk=", None),
            ("", None),
            ("not base64", Some(3)),
            ("aGk", Some(0)),
            ("YQ=", Some(3)),
            ("aGkx!", Some(4)),
        ] {
            assert_eq!(bad_base64(text), bad, "{text}");
        }
    }

    #[test]
    fn applied_configurations_are_checked_in_other_words() {
        let job = root("Job");
        let errors = |value| typed_errors(job.place(), &value);
        assert_eq!(errors(json!({"nonsense": 1})), ".nonsense: field not declared in schema");
        assert_eq!(
            errors(env(json!(8080))),
            ".spec.template.spec.containers[name=\"c\"].env[name=\"PORT\"].value: expected string, got &value.valueUnstructured{Value:8080}"
        );
        assert_eq!(
            errors(json!({"spec": {"suspend": "no", "backoffLimit": "1"}})),
            "errors:\n  .spec.suspend: expected boolean, got &{no}\n  .spec.backoffLimit: expected numeric (int or float), got string"
        );
        let twice = json!({"spec": {"template": {"spec": {"containers": [{"name": "a"}, {"name": "a"}]}}}});
        assert_eq!(errors(twice), ".spec.template.spec.containers: duplicate entries for key [name=\"a\"]");
        let nameless = json!({"spec": {"template": {"spec": {"containers": [{"image": "x"}, {"image": "y"}]}}}});
        assert_eq!(errors(nameless), ".spec.template.spec.containers: duplicate entries for key [name=\"\"]");
        assert_eq!(errors(env(json!("8080"))), "");
    }
}
