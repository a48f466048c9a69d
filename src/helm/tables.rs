//! `helm status`, `helm history` and `helm list` (R-REC-9, R-REC-11, R-REC-12).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cluster::{MADE_BY_WORLD, text_at};
use crate::release::{Release, Status};

use super::build::Info;
use super::fail::{Done, Fail};
use super::print::{date, universal};
use super::session::Session;

/// Revisions that `helm history` shows.
const LONGEST_HISTORY: usize = 256;

impl Session<'_> {
    /// `helm status`
    pub fn print_status(&mut self, release: &Release) {
        let resources =
            if self.behaviour.status_lists_resources { self.resource_tables(release) } else { String::new() };
        self.print_with_resources(release, &resources, false);
    }

    /// The resources of the manifest that are there, a table per kind; kinds by name, where Helm's order is chance
    /// (N-6).
    fn resource_tables(&mut self, release: &Release) -> String {
        let infos = self.objects(&release.documents).unwrap_or_default();
        let mut kinds: BTreeMap<String, Vec<&Info>> = BTreeMap::new();
        for info in &infos {
            kinds.entry(format!("{}/{}", info.resource.version, info.resource.kind)).or_default().push(info);
        }
        let mut text = String::new();
        for (kind, infos) in kinds {
            let live: Vec<_> = infos.iter().filter_map(|info| self.world.cluster.peek(&info.key)).collect();
            let shown = live.iter().filter(|object| !object.to_string().contains(MADE_BY_WORLD));
            let rows: Vec<Vec<String>> = shown.map(|object| row(&kind, object)).collect();
            if rows.is_empty() {
                continue;
            }
            text.push_str(&format!("==> {kind}\n{}\n", table(&[columns(&kind).map(str::to_owned).collect()], &rows)));
        }
        text
    }

    /// `helm history`
    ///
    /// # Errors
    /// That there is no such release.
    pub fn print_history(&mut self, name: &str) -> Done {
        let all = self.records_of(name)?;
        let now = date(self.world.cluster.now());
        let mut rows =
            vec![["REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION", "DESCRIPTION"].map(str::to_owned)];
        for release in all.iter().skip(all.len().saturating_sub(LONGEST_HISTORY)) {
            let [chart, version, app] = self.chart_words(&release.chart);
            let (revision, status) = (release.revision.to_string(), release.status.word().to_owned());
            rows.push([revision, now.clone(), status, format!("{chart}-{version}"), app, release.description.clone()]);
        }
        self.print_rows(&rows);
        Ok(())
    }

    /// `helm list`: the last revision, in Helm 3 only if it is deployed or failed.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn print_list(&mut self) -> Done {
        let last = match self.read_last() {
            Ok(last) => Some(last),
            Err(Fail::Error(_)) => None,
            Err(fail) => return Err(fail),
        };
        let shown = |status| self.behaviour.strategies || matches!(status, Status::Deployed | Status::Failed);
        let last = last.filter(|release| shown(release.status));
        let mut rows =
            vec![["NAME", "NAMESPACE", "REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION"].map(str::to_owned)];
        if let Some(release) = last {
            let [chart, version, app] = self.chart_words(&release.chart);
            rows.push([
                release.name.to_string(),
                release.namespace.to_string(),
                release.revision.to_string(),
                universal(self.world.cluster.now()),
                release.status.word().to_owned(),
                format!("{chart}-{version}"),
                app,
            ]);
        }
        self.print_rows(&rows);
        Ok(())
    }

    /// Rows as Helm lines them up: padded, with tabs between. A column is as wide as its longest line, and a cell of
    /// several lines is cut to that width as a whole (gosuri/uitable).
    fn print_rows<const N: usize>(&mut self, rows: &[[String; N]]) {
        let widest = |cell: &String| cell.split('\n').map(columns_of).max().unwrap_or(0);
        let widths: Vec<usize> =
            (0..N).map(|i| rows.iter().filter_map(|row| row.get(i)).map(widest).max().unwrap_or(0)).collect();
        for row in rows {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| resized(cell, *width)).collect();
            let height = cells.iter().map(|cell| cell.split('\n').count()).max().unwrap_or(0);
            for line in 0..height {
                let parts = cells.iter().zip(&widths);
                let parts = parts.map(|(cell, width)| resized(cell.split('\n').nth(line).unwrap_or_default(), *width));
                self.print(parts.collect::<Vec<_>>().join("\t").trim_end());
            }
        }
    }
}

/// How many columns a text takes; those of control characters are none.
fn columns_of(text: &str) -> usize {
    text.chars().filter(|c| !c.is_control()).count()
}

/// Padded or cut to a width.
fn resized(text: &str, width: usize) -> String {
    let columns = columns_of(text);
    if columns <= width {
        return format!("{text}{}", " ".repeat(width.saturating_sub(columns)));
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if columns_of(&cut) >= width.saturating_sub(3) {
            break;
        }
    }
    cut.push_str("...");
    cut
}

/// What `kubectl get` shows of a kind.
fn columns(kind: &str) -> impl Iterator<Item = &'static str> {
    let columns: &[&str] = match kind {
        "v1/ConfigMap" => &["NAME", "DATA", "AGE"],
        "v1/Secret" => &["NAME", "TYPE", "DATA", "AGE"],
        _ => &["NAME", "AGE"],
    };
    columns.iter().copied()
}

fn row(kind: &str, object: &Value) -> Vec<String> {
    let entries = |field: &str| object.get(field).and_then(Value::as_object).map_or(0, serde_json::Map::len);
    let text = |pointer: &str| text_at(object, pointer).to_owned();
    let cell = |column: &str| match column {
        "NAME" => text("/metadata/name"),
        "DATA" => entries("data").saturating_add(entries("binaryData")).to_string(),
        "TYPE" => text("/type"),
        _ => "0s".to_owned(),
    };
    columns(kind).map(cell).collect()
}

/// Columns three blanks apart, as `kubectl` lines them up.
fn table(head: &[Vec<String>], rows: &[Vec<String>]) -> String {
    let all = || head.iter().chain(rows);
    let width = |i: usize| all().filter_map(|row| row.get(i)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let line = |row: &Vec<String>| {
        let cells =
            row.iter().enumerate().map(|(i, cell)| format!("{cell:<width$}", width = width(i).saturating_add(3)));
        format!("{}\n", cells.collect::<String>().trim_end())
    };
    all().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_as_a_whole() {
        assert_eq!(resized("ab", 4), "ab  ");
        assert_eq!(resized("a long head:\n\t* and a tail", 12), "a long he...");
        assert_eq!(resized("head:\n\t* and a tail", 13), "head:\n\t* and...");
    }
}
