//! Which subcharts take part, under which names, and what they hand to their parent
//! (`pkg/chart/v2/util/dependencies.go`).

use serde_json::Value;

use super::load::Loaded;
use super::values::{Table, coalesce, coalesce_tables};
use crate::template::{Constraints, Dialect, Version};

/// Drops subcharts that conditions or tags switch off, gives others their alias, and imports values.
///
/// # Errors
/// Helm's message where a subchart's values are no table.
pub(super) fn process(chart: &mut Loaded<'_>, values: &Table, dialect: &Dialect) -> Result<(), String> {
    enable(chart, values, "", dialect)?;
    import_all(chart, dialect)
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

fn enable(chart: &mut Loaded<'_>, values: &Table, path: &str, dialect: &Dialect) -> Result<(), String> {
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
    let own = coalesce(chart, values.clone(), false, dialect)?;
    listed.retain_mut(|dependency| {
        let enabled = by_condition(dependency, &own, path).unwrap_or_else(|| by_tags(dependency, &own));
        dependency.insert("enabled".into(), enabled.into());
        if !enabled {
            chart.charts.retain(|sub| sub.name != text(dependency, "name"));
        }
        enabled
    });
    for sub in &mut chart.charts {
        let path = format!("{path}{}.", sub.name);
        enable(sub, &own, &path, dialect)?;
    }
    // Helm forgets an empty list.
    chart.metadata.remove("dependencies");
    if !listed.is_empty() {
        chart.metadata.insert("dependencies".into(), listed.into_iter().map(Value::Object).collect());
    }
    Ok(())
}

/// What the first condition that is a boolean says.
fn by_condition(dependency: &Table, values: &Table, path: &str) -> Option<bool> {
    let conditions = text(dependency, "condition").trim().split(',').filter(|condition| !condition.is_empty());
    conditions.map(|condition| at_path(values, &format!("{path}{condition}"))).find_map(|found| found?.as_bool())
}

/// One tag that is on keeps the chart; if none is, one that is off drops it.
fn by_tags(dependency: &Table, values: &Table) -> bool {
    let Some(tags) = values.get("tags").and_then(Value::as_object) else { return true };
    let named = dependency.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let set: Vec<bool> = named.filter_map(|tag| tags.get(tag)?.as_bool()).collect();
    set.is_empty() || set.contains(&true)
}

fn at_path<'v>(values: &'v Table, path: &str) -> Option<&'v Value> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let found = values.get(first)?;
    match rest {
        None => Some(found),
        Some(rest) => at_path(found.as_object()?, rest),
    }
}

fn import_all(chart: &mut Loaded<'_>, dialect: &Dialect) -> Result<(), String> {
    for sub in &mut chart.charts {
        import_all(sub, dialect)?;
    }
    let Some(listed) = dependencies(chart) else { return Ok(()) };
    let mut values = coalesce(chart, Table::new(), true, dialect)?;
    let mut imported = Table::new();
    for dependency in &listed {
        let wanted = dependency.get("import-values").and_then(Value::as_array).into_iter().flatten();
        for import in wanted {
            if let Some(table) = import_one(import, text(dependency, "name"), &values) {
                coalesce_tables(&mut imported, table, true);
            }
        }
    }
    coalesce_tables(&mut values, imported, true);
    chart.values = values;
    Ok(())
}

/// The table that an entry of `import-values` brings to the parent.
fn import_one(import: &Value, chart: &str, values: &Table) -> Option<Table> {
    let (child, parent) = match import {
        Value::String(name) => (format!("exports.{name}"), "."),
        Value::Object(pair) => (text(pair, "child").to_owned(), text(pair, "parent")),
        _ => return None,
    };
    let table = at_path(values, &format!("{chart}.{child}"))?.as_object()?.clone();
    if parent == "." {
        return Some(table);
    }
    let wrap = |inner: Table, key: &str| Table::from_iter([(key.to_owned(), inner.into())]);
    Some(parent.rsplit('.').fold(table, wrap))
}
