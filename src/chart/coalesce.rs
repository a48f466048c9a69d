//! The user's values over those of a chart and its subcharts (`pkg/chart/common/util/coalesce.go`).

use serde_json::Value;

use super::dependencies;
use super::load::Loaded;
use super::reader::Reader;
use super::values::Table;
use super::warning::Warning;
use crate::story::Chart;
use crate::template::Dialect;

const GLOBAL: &str = "global";

/// Lays values over each other and notes what Helm says of it.
pub(super) struct Coalescing<'a> {
    /// `MergeValues`, not `CoalesceValues`: a null stays.
    pub keep_nulls: bool,
    pub dialect: &'a Dialect,
    pub warnings: &'a mut Vec<Warning>,
}

impl Coalescing<'_> {
    /// The values a chart and its subcharts are rendered with; `prefix` names the charts around it.
    ///
    /// # Errors
    /// Helm's message where a subchart's values are no table.
    pub fn charts(&mut self, chart: &Loaded<'_>, mut values: Table, prefix: &str) -> Result<Table, String> {
        let path = join(prefix, &chart.name);
        self.defaults(chart, &mut values, &path);
        for sub in &chart.charts {
            let mut own = match values.remove(&sub.name) {
                None => Table::new(),
                Some(Value::Object(own)) => own,
                Some(other) => return Err(format!("type mismatch on {}: {}", sub.name, as_bool(&other))),
            };
            self.globals(&mut own, &values, &path);
            let own = self.charts(sub, own, &path)?;
            values.insert(sub.name.clone(), own.into());
        }
        Ok(values)
    }

    /// Adds the chart's own values where the user says nothing (`coalesceValues`).
    fn defaults(&mut self, chart: &Loaded<'_>, values: &mut Table, path: &str) {
        let drops_nulls = self.dialect.drops_nulls;
        for (key, default) in &chart.values {
            let mut default = default.clone();
            let is_chart = chart.charts.iter().any(|sub| sub.name == *key);
            match values.get_mut(key) {
                None => {
                    if !self.keep_nulls && drops_nulls {
                        if default.is_null() {
                            continue;
                        }
                        drop_nulls(&mut default);
                    }
                    values.insert(key.clone(), default);
                }
                Some(Value::Null) if !self.keep_nulls => {
                    values.remove(key);
                }
                Some(Value::Object(table)) => {
                    let keep = self.keep_nulls || is_chart;
                    if !keep && drops_nulls {
                        drop_nulls(&mut default);
                    }
                    match default {
                        Value::Object(default) => self.tables(table, default, &join(path, key), keep),
                        Value::Null => {}
                        _ => self.warnings.push(Warning::SkippedValue { chart: path.into(), key: key.clone() }),
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// Adds to `over` what only `base` has (`coalesceTablesFullKey`); `path` is where both stand.
    pub fn tables(&mut self, over: &mut Table, base: Table, path: &str, keep_nulls: bool) {
        for (key, value) in base {
            match (over.get_mut(&key), value) {
                (None, value) => {
                    over.insert(key, value);
                }
                (Some(Value::Null), value) if !keep_nulls && !value.is_null() => {
                    over.remove(&key);
                }
                (Some(Value::Object(over)), Value::Object(base)) => {
                    self.tables(over, base, &join(path, &key), keep_nulls);
                }
                // Helm takes a null of the user's for one of the chart's before it comes here.
                (Some(Value::Null), _) | (Some(_), Value::Null) => {}
                (Some(Value::Object(_)), value) => self.warnings.push(Warning::table_kept(join(path, &key), value)),
                (Some(_), value @ Value::Object(_)) => {
                    self.warnings.push(Warning::table_ignored(join(path, &key), value));
                }
                (Some(_), _) => {}
            }
        }
    }

    /// The parent's globals win over the subchart's (`coalesceGlobals`).
    fn globals(&mut self, own: &mut Table, parent: &Table, path: &str) {
        let mut globals = match own.get(GLOBAL) {
            None => Table::new(),
            Some(Value::Object(globals)) => globals.clone(),
            Some(_) => return self.warnings.push(Warning::Globals { of_subchart: true }),
        };
        let given = match parent.get(GLOBAL) {
            None => Table::new(),
            Some(Value::Object(given)) => given.clone(),
            Some(_) => return self.warnings.push(Warning::Globals { of_subchart: false }),
        };
        for (key, value) in given {
            match (globals.get(&key), value) {
                (Some(Value::Object(own)), Value::Object(mut given)) => {
                    self.tables(&mut given, own.clone(), &join(path, &key), true);
                    globals.insert(key, given.into());
                }
                // A table and something else: the subchart keeps what it has.
                (Some(Value::Object(_)), _) => self.warnings.push(Warning::GlobalTable { key }),
                (Some(_), Value::Object(_)) => self.warnings.push(Warning::GlobalValue { key }),
                (_, value) => {
                    globals.insert(key, value);
                }
            }
        }
        own.insert(GLOBAL.into(), globals.into());
    }
}

/// `values` with all those of the chart and its subcharts beneath them (`CoalesceValues`), and what Helm says of it.
///
/// # Errors
/// Helm's message where a chart cannot be read, or a subchart's values are no table.
pub fn all_values(chart: &Chart, values: Table, reader: &Reader) -> Result<(Table, Vec<Warning>), String> {
    // What there is to say of the chart itself was said when it was installed.
    let loaded = dependencies::prepared(chart, &values, reader, &mut Vec::new())?;
    let mut warnings = Vec::new();
    let dialect = &reader.dialect;
    let values = Coalescing { keep_nulls: false, dialect, warnings: &mut warnings }.charts(&loaded, values, "")?;
    Ok((values, warnings))
}

/// Adds to `over` what only `base` has (`CoalesceTables`); what Helm says of it.
pub fn coalesce_tables(over: &mut Table, base: Table, dialect: &Dialect) -> Vec<Warning> {
    let mut warnings = Vec::new();
    Coalescing { keep_nulls: false, dialect, warnings: &mut warnings }.tables(over, base, "", false);
    warnings
}

fn join(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
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

fn drop_nulls(value: &mut Value) {
    if let Value::Object(table) = value {
        table.retain(|_, value| !value.is_null());
        table.values_mut().for_each(drop_nulls);
    }
}
