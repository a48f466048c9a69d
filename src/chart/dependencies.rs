//! Which subcharts take part, under which names, and what they hand to their parent
//! (`pkg/chart/v2/util/dependencies.go`).

use serde_json::Value;

use super::coalesce::Coalescing;
use super::load::{Loaded, load};
use super::reader::Reader;
use super::values::Table;
use super::warning::Warning;
use crate::story::Chart;
use crate::template::{Constraints, Dialect, Version, quote};

/// Drops subcharts that conditions or tags switch off, gives others their alias, and imports values.
///
/// # Errors
/// Helm's message where a subchart's values are no table.
pub(super) fn process(
    chart: &mut Loaded<'_>,
    values: &Table,
    dialect: &Dialect,
    warnings: &mut Vec<Warning>,
) -> Result<(), String> {
    enable(chart, values, "", &mut Coalescing { keep_nulls: false, dialect, warnings })?;
    import_all(chart, &mut Coalescing { keep_nulls: true, dialect, warnings })
}

/// Reads a chart with the subcharts that take part.
///
/// # Errors
/// Helm's message where a chart cannot be read, or a subchart's values are no table.
pub(super) fn prepared<'a>(
    chart: &'a Chart,
    values: &Table,
    reader: &Reader,
    warnings: &mut Vec<Warning>,
) -> Result<Loaded<'a>, String> {
    let mut loaded = load(chart, reader, warnings).map_err(|error| error.message)?;
    process(&mut loaded, values, &reader.dialect, warnings)?;
    Ok(loaded)
}

/// The names of the dependencies that take part, as a release keeps them; none of a chart that cannot be read.
#[must_use]
pub fn enabled(chart: &Chart, values: &Table, reader: &Reader) -> Vec<String> {
    let loaded = prepared(chart, values, reader, &mut Vec::new());
    let listed = loaded.ok().and_then(|loaded| dependencies(&loaded)).unwrap_or_default();
    listed.iter().map(|dependency| text(dependency, "name").to_owned()).collect()
}

fn dependencies(chart: &Loaded<'_>) -> Option<Vec<Table>> {
    let listed = chart.metadata.get("dependencies")?.as_array()?;
    Some(listed.iter().filter_map(Value::as_object).cloned().collect())
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Whether `chart` is what `dependency` asks for.
fn answers(chart: &Loaded<'_>, dependency: &Table) -> bool {
    let version = Version::parse(chart.text("version"));
    let wanted = Constraints::parse(text(dependency, "version"));
    chart.name == text(dependency, "name")
        && version.is_ok_and(|version| wanted.is_ok_and(|wanted| wanted.check(&version)))
}

fn enable(chart: &mut Loaded<'_>, values: &Table, path: &str, laying: &mut Coalescing<'_>) -> Result<(), String> {
    let Some(mut listed) = dependencies(chart) else { return Ok(()) };
    let unlisted = chart.charts.iter().filter(|sub| !listed.iter().any(|dependency| answers(sub, dependency)));
    let mut charts: Vec<Loaded<'_>> = unlisted.cloned().collect();
    for dependency in &mut listed {
        let alias = text(dependency, "alias").to_owned();
        if let Some(found) = chart.charts.iter().find(|sub| answers(sub, dependency)) {
            charts.push(if alias.is_empty() { found.clone() } else { found.clone().renamed(&alias) });
        }
        if !alias.is_empty() {
            dependency.insert("name".into(), alias.into());
        }
    }
    chart.charts = charts;
    let own = laying.charts(chart, values.clone(), "")?;
    // Helm asks all tags before the first condition, which shows in the order of its warnings.
    let tags: Vec<bool> = listed.iter().map(|dependency| by_tags(dependency, &own, laying.warnings)).collect();
    let mut tags = tags.into_iter();
    listed.retain_mut(|dependency| {
        let by_tags = tags.next().unwrap_or(true);
        let enabled = by_condition(dependency, &own, path, laying.warnings).unwrap_or(by_tags);
        dependency.insert("enabled".into(), enabled.into());
        if !enabled {
            chart.charts.retain(|sub| sub.name != text(dependency, "name"));
        }
        enabled
    });
    for sub in &mut chart.charts {
        let path = format!("{path}{}.", sub.name);
        enable(sub, &own, &path, laying)?;
    }
    // Helm forgets an empty list.
    chart.metadata.remove("dependencies");
    if !listed.is_empty() {
        chart.metadata.insert("dependencies".into(), listed.into_iter().map(Value::Object).collect());
    }
    Ok(())
}

/// What the first condition that is a boolean says.
fn by_condition(dependency: &Table, values: &Table, path: &str, warnings: &mut Vec<Warning>) -> Option<bool> {
    let conditions = text(dependency, "condition").trim().split(',').filter(|condition| !condition.is_empty());
    for condition in conditions {
        match at_path(values, &format!("{path}{condition}")) {
            Ok(Value::Bool(enabled)) => return Some(*enabled),
            // A table is no value to Helm, so it says nothing.
            Err(_) | Ok(Value::Object(_)) => {}
            Ok(_) => {
                let chart = text(dependency, "name").to_owned();
                warnings.push(Warning::Condition { path: condition.to_owned(), chart });
            }
        }
    }
    None
}

/// One tag that is on keeps the chart; if none is, one that is off drops it.
fn by_tags(dependency: &Table, values: &Table, warnings: &mut Vec<Warning>) -> bool {
    let Some(tags) = values.get("tags").and_then(Value::as_object) else { return true };
    let named = dependency.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let mut set = Vec::new();
    for tag in named {
        match tags.get(tag) {
            None => {}
            Some(Value::Bool(on)) => set.push(*on),
            Some(_) => {
                warnings.push(Warning::Tag { tag: tag.to_owned(), chart: text(dependency, "name").to_owned() });
            }
        }
    }
    set.is_empty() || set.contains(&true)
}

/// What stands at a path, or the part of it that leads nowhere.
fn at_path<'v, 'p>(values: &'v Table, path: &'p str) -> Result<&'v Value, &'p str> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let found = values.get(first).ok_or(first)?;
    match rest {
        None => Ok(found),
        Some(rest) => at_path(found.as_object().ok_or(first)?, rest),
    }
}

fn import_all(chart: &mut Loaded<'_>, laying: &mut Coalescing<'_>) -> Result<(), String> {
    for sub in &mut chart.charts {
        import_all(sub, laying)?;
    }
    let Some(listed) = dependencies(chart) else { return Ok(()) };
    let mut values = laying.charts(chart, Table::new(), "")?;
    let mut imported = Table::new();
    for dependency in &listed {
        let wanted = dependency.get("import-values").and_then(Value::as_array).into_iter().flatten();
        for import in wanted {
            match import_one(import, text(dependency, "name"), &values) {
                Ok(Some(table)) => laying.tables(&mut imported, table, "", true),
                Ok(None) => {}
                Err(missing) => laying.warnings.push(missing),
            }
        }
    }
    laying.tables(&mut values, imported, "", true);
    chart.values = values;
    Ok(())
}

/// The table that an entry of `import-values` brings to the parent; nothing if it is no entry.
fn import_one(import: &Value, chart: &str, values: &Table) -> Result<Option<Table>, Warning> {
    let (child, parent) = match import {
        Value::String(name) => (format!("exports.{name}"), "."),
        Value::Object(pair) => (text(pair, "child").to_owned(), text(pair, "parent")),
        _ => return Ok(None),
    };
    let path = format!("{chart}.{child}");
    let found = at_path(values, &path).and_then(|found| {
        let last = path.rsplit('.').next().unwrap_or_default();
        found.as_object().ok_or(last)
    });
    let table = found.map_err(|key| {
        let chart = import.is_object().then(|| chart.to_owned());
        Warning::NoImport { chart, error: format!("{} is not a table", quote(key)) }
    })?;
    if parent == "." {
        return Ok(Some(table.clone()));
    }
    let wrap = |inner: Table, key: &str| Table::from_iter([(key.to_owned(), inner.into())]);
    Ok(Some(parent.rsplit('.').fold(table.clone(), wrap)))
}
