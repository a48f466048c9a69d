//! Values: reading them, and laying one file over another (`pkg/cli/values`).

use serde_json::{Map, Number, Value};

use crate::template::Dialect;
use crate::yaml;

/// A table of values.
pub type Table = Map<String, Value>;

/// Lays a values file over `values`, as another `-f` does.
///
/// # Errors
/// Helm's words, without the name of the file.
pub fn read_values(values: &mut Table, text: &str, dialect: &Dialect) -> Result<(), String> {
    merge(values, read(text, dialect)?);
    Ok(())
}

/// Reads a values file.
///
/// # Errors
/// Helm's words, without the name of the file.
pub(super) fn read(text: &str, dialect: &Dialect) -> Result<Table, String> {
    if !dialect.values_have_documents {
        return read_document(text);
    }
    let mut values = Table::new();
    for document in documents(text) {
        let table = read_document(&document).map_err(|error| format!("cannot unmarshal yaml document: {error}"))?;
        merge(&mut values, table);
    }
    Ok(values)
}

fn read_document(text: &str) -> Result<Table, String> {
    let document = yaml::read(text).map_err(|error| format!("error converting YAML to JSON: {}", error.message))?;
    match as_floats(document.value) {
        Value::Null => Ok(Table::new()),
        Value::Object(table) => Ok(table),
        other => Err(format!(
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {} into Go value of type map[string]interface {{}}",
            json_name(&other)
        )),
    }
}

/// What Go's decoder calls a JSON value.
pub(super) fn json_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The documents of a values file: cut at lines that are `---`, a comment after it allowed.
fn documents(text: &str) -> Vec<String> {
    let mut documents = vec![String::new()];
    for line in text.split_inclusive('\n') {
        let separator = line.strip_prefix("---").map(str::trim);
        if separator.is_some_and(|rest| rest.is_empty() || rest.starts_with('#')) {
            documents.push(String::new());
        } else if let Some(last) = documents.last_mut() {
            last.push_str(line);
        }
    }
    documents.retain(|document| !document.is_empty());
    documents
}

/// Every number a `float64`, as Go's JSON decoder makes it.
#[must_use]
pub fn as_floats(value: Value) -> Value {
    each_number(value, |number| number.as_f64().and_then(Number::from_f64))
}

/// Every whole number without a point, as Go's JSON encoder writes it.
#[must_use]
pub fn as_written(value: Value) -> Value {
    each_number(value, |number| if number.is_f64() { yaml::json_number(number.as_f64()?) } else { None })
}

/// `value` with other numbers, where there are any for them.
fn each_number(value: Value, other: fn(&Number) -> Option<Number>) -> Value {
    match value {
        Value::Number(number) => Value::Number(other(&number).unwrap_or(number)),
        Value::Array(items) => items.into_iter().map(|item| each_number(item, other)).collect(),
        Value::Object(mut table) => {
            table.values_mut().for_each(|value| *value = each_number(value.take(), other));
            table.into()
        }
        other => other,
    }
}

/// Lays `over` over `base` (`MergeMaps`).
pub(super) fn merge(base: &mut Table, over: Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(Value::Object(base)), Value::Object(over)) => merge(base, over),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}
