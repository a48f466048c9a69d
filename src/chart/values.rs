//! Values: reading them, and laying the user's over the charts' (`pkg/chart/common/util/coalesce.go`).

use serde_json::{Map, Number, Value};

use super::dependencies;
use super::load::{Loaded, load};
use crate::story::Chart;
use crate::template::Dialect;
use crate::yaml;

/// A table of values.
pub type Table = Map<String, Value>;

const GLOBAL: &str = "global";

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
fn json_name(value: &Value) -> &'static str {
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

/// `values` with all those of the chart and its subcharts beneath them (`CoalesceValues`).
///
/// # Errors
/// Helm's message where a chart cannot be read, or a subchart's values are no table.
pub fn all_values(chart: &Chart, values: Table, dialect: &Dialect) -> Result<Table, String> {
    let mut loaded = load(chart, dialect).map_err(|error| error.message)?;
    dependencies::process(&mut loaded, &values, dialect)?;
    coalesce(&loaded, values, false, dialect)
}

/// The values a chart and its subcharts are rendered with (`CoalesceValues`), or with nulls kept
/// (`MergeValues`).
///
/// # Errors
/// Helm's message where a subchart's values are no table.
pub(super) fn coalesce(
    chart: &Loaded,
    mut values: Table,
    keep_nulls: bool,
    dialect: &Dialect,
) -> Result<Table, String> {
    with_defaults(chart, &mut values, keep_nulls, dialect);
    for sub in &chart.charts {
        let mut own = match values.remove(&sub.name) {
            None => Table::new(),
            Some(Value::Object(own)) => own,
            Some(other) => return Err(format!("type mismatch on {}: {}", sub.name, as_bool(&other))),
        };
        add_globals(&mut own, &values);
        let own = coalesce(sub, own, keep_nulls, dialect)?;
        values.insert(sub.name.clone(), own.into());
    }
    Ok(values)
}

/// A value under Go's `%t`, the verb Helm chose for it.
fn as_bool(value: &Value) -> String {
    let (kind, text) = match value {
        Value::Bool(truth) => return truth.to_string(),
        Value::Null => return "%!t(<nil>)".into(),
        Value::Number(number) => ("float64", crate::template::number_text(number.as_f64().unwrap_or_default())),
        Value::String(text) => ("string", text.clone()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(as_bool).collect();
            return format!("[{}]", items.join(" "));
        }
        Value::Object(_) => return String::new(),
    };
    format!("%!t({kind}={text})")
}

/// Adds the chart's own values where the user says nothing (`coalesceValues`).
fn with_defaults(chart: &Loaded, values: &mut Table, keep_nulls: bool, dialect: &Dialect) {
    for (key, default) in &chart.values {
        let mut default = default.clone();
        let is_chart = chart.charts.iter().any(|sub| sub.name == *key);
        match values.get_mut(key) {
            None => {
                if !keep_nulls && dialect.drops_nulls {
                    if default.is_null() {
                        continue;
                    }
                    drop_nulls(&mut default);
                }
                values.insert(key.clone(), default);
            }
            Some(Value::Null) if !keep_nulls => {
                values.remove(key);
            }
            Some(Value::Object(table)) => {
                let keep = keep_nulls || is_chart;
                if !keep && dialect.drops_nulls {
                    drop_nulls(&mut default);
                }
                if let Value::Object(default) = default {
                    coalesce_tables(table, default, keep);
                }
            }
            Some(_) => {}
        }
    }
}

/// Adds to `over` what only `base` has (`coalesceTablesFullKey`).
pub fn coalesce_tables(over: &mut Table, base: Table, keep_nulls: bool) {
    for (key, value) in base {
        match (over.get_mut(&key), value) {
            (None, value) => {
                over.insert(key, value);
            }
            (Some(Value::Null), value) if !keep_nulls && !value.is_null() => {
                over.remove(&key);
            }
            (Some(Value::Object(over)), Value::Object(base)) => coalesce_tables(over, base, keep_nulls),
            (Some(_), _) => {}
        }
    }
}

fn drop_nulls(value: &mut Value) {
    if let Value::Object(table) = value {
        table.retain(|_, value| !value.is_null());
        table.values_mut().for_each(drop_nulls);
    }
}

/// The parent's globals win over the subchart's (`coalesceGlobals`).
fn add_globals(own: &mut Table, parent: &Table) {
    let mut globals = match own.get(GLOBAL) {
        None => Table::new(),
        Some(Value::Object(globals)) => globals.clone(),
        Some(_) => return,
    };
    let given = match parent.get(GLOBAL) {
        None => Table::new(),
        Some(Value::Object(given)) => given.clone(),
        Some(_) => return,
    };
    for (key, value) in given {
        match (globals.get(&key), value) {
            (Some(Value::Object(own)), Value::Object(mut given)) => {
                coalesce_tables(&mut given, own.clone(), true);
                globals.insert(key, given.into());
            }
            // A table and something else: the subchart keeps what it has.
            (Some(Value::Object(_)), _) => {}
            (Some(_), Value::Object(_)) => {}
            (_, value) => {
                globals.insert(key, value);
            }
        }
    }
    own.insert(GLOBAL.into(), globals.into());
}
