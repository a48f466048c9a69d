//! What Helm says of charts and values that it takes all the same, version by version.

use crate::chart::Warning;
use crate::story::HelmVersion;

use super::behaviour::Behaviour;
use super::log::{Record, quoted};

/// The line that `helm` writes to standard error about `warning`.
#[must_use]
pub fn warning(helm: HelmVersion, warning: &Warning) -> String {
    line(&Behaviour::of(helm), warning)
}

/// As [`warning`], for a behaviour.
pub(super) fn line(behaviour: &Behaviour, warning: &Warning) -> String {
    if behaviour.logs { record(warning).line() } else { printed(behaviour, warning) }
}

/// The line that `helm` writes to standard error about a document that is dropped, for the events in its `helm.sh/hook`
/// are none (R-HK-4).
#[must_use]
pub fn unknown_hook(helm: HelmVersion, events: &str) -> String {
    unknown_hook_line(&Behaviour::of(helm), events)
}

/// As [`unknown_hook`], for a behaviour.
pub(super) fn unknown_hook_line(behaviour: &Behaviour, events: &str) -> String {
    if behaviour.logs {
        return Record::info("skipping unknown hooks").with("hookTypes", events).line();
    }
    format!("{}: info: skipping unknown hook: {}", behaviour.unknown_event, quoted(events))
}

/// Helm 4's log record.
fn record(warning: &Warning) -> Record {
    match warning {
        Warning::Condition { path, chart } => {
            Record::warn("returned non-bool value").with("path", path).with("chart", chart)
        }
        Warning::Tag { tag, chart } => Record::warn("returned non-bool value").with("tag", tag).with("chart", chart),
        Warning::NoImport { chart: Some(chart), error } => {
            Record::warn("ImportValues missing table from chart").with("chart", chart).with("error", error)
        }
        Warning::NoImport { chart: None, error } => Record::warn("ImportValues missing table").with("error", error),
        other => Record::info(&words(other, true)),
    }
}

/// Helm 3's line, which begins with the place in its source.
fn printed(behaviour: &Behaviour, warning: &Warning) -> String {
    let (globals, table, skipped, tables) = behaviour.coalesce_lines;
    let (condition, tag, import, exports) = behaviour.dependency_lines;
    let (requirements, lock) = behaviour.requirements_lines;
    // How far apart the two lines of a pair stand has never changed.
    let (file, number) = match warning {
        Warning::Globals { of_subchart: true } => ("coalesce", globals),
        Warning::Globals { of_subchart: false } => ("coalesce", globals.saturating_add(7)),
        Warning::GlobalValue { .. } => ("coalesce", globals.saturating_add(23)),
        Warning::GlobalTable { .. } => ("coalesce", table),
        Warning::SkippedValue { .. } => ("coalesce", skipped),
        Warning::TableIgnored { .. } => ("coalesce", tables),
        Warning::TableKept { .. } => ("coalesce", tables.saturating_add(3)),
        Warning::Condition { .. } => ("dependencies", condition),
        Warning::Tag { .. } => ("dependencies", tag),
        Warning::NoImport { chart: Some(_), .. } => ("dependencies", import),
        Warning::NoImport { chart: None, .. } => ("dependencies", exports),
        Warning::Requirements { lock: false } => ("load", requirements),
        Warning::Requirements { lock: true } => ("load", lock),
    };
    format!("{file}.go:{number}: {}", words(warning, behaviour.names_whole_paths))
}

/// What Helm 3 says, and Helm 4 where it took it over.
fn words(warning: &Warning, whole_paths: bool) -> String {
    let last =
        |path: &str| if whole_paths { path.to_owned() } else { path.rsplit('.').next().unwrap_or_default().into() };
    match warning {
        Warning::SkippedValue { chart, key } => {
            let path = if whole_paths { format!("{chart}.{key}") } else { key.clone() };
            format!("warning: skipped value for {path}: Not a table.")
        }
        Warning::TableIgnored { path, shown } => {
            format!("warning: cannot overwrite table with non table for {} ({shown})", last(path))
        }
        Warning::TableKept { path, shown } => {
            let shown = if whole_paths { format!("({shown})") } else { shown.clone() };
            format!("warning: destination for {} is a table. Ignoring non-table value {shown}", last(path))
        }
        Warning::Globals { of_subchart } => {
            let side = if *of_subchart { "destination" } else { "source" };
            format!("warning: skipping globals because {side} global is not a table.")
        }
        Warning::GlobalValue { key } => {
            format!("Conflict: cannot merge map onto non-map for {}. Skipping.", quoted(key))
        }
        Warning::GlobalTable { key } => format!("key {key} is table. Skipping"),
        Warning::Condition { path, chart } => {
            format!("Warning: Condition path '{path}' for chart {chart} returned non-bool value")
        }
        Warning::Tag { tag, chart } => format!("Warning: Tag '{tag}' for chart {chart} returned non-bool value"),
        Warning::NoImport { chart: Some(chart), error } => {
            format!("Warning: ImportValues missing table from chart {chart}: {error}")
        }
        Warning::NoImport { chart: None, error } => format!("Warning: ImportValues missing table: {error}"),
        Warning::Requirements { lock: false } => "Warning: Dependencies are handled in Chart.yaml since apiVersion \
            \"v2\". We recommend migrating dependencies to Chart.yaml."
            .into(),
        Warning::Requirements { lock: true } => {
            "Warning: Dependency locking is handled in Chart.lock since apiVersion \
            \"v2\". We recommend migrating to Chart.lock."
                .into()
        }
    }
}
