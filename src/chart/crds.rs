//! The files of `crds/` (`pkg/chart/v2/chart.go` `CRDObjects`).

use super::load::Loaded;
use super::reader::Reader;
use super::values::Table;
use super::{Crd, dependencies};
use crate::story::Chart;
use crate::text::sort_by;

/// The CRDs that Helm installs with `chart` and the user's values, those of subcharts after those of their chart; none
/// if the chart or its values cannot be used, which rendering tells.
#[must_use]
pub fn crds(chart: &Chart, values: &Table, reader: &Reader) -> Vec<Crd> {
    if !has_any(chart) {
        return Vec::new();
    }
    let prepared = dependencies::prepared(chart, values, reader, &mut Vec::new());
    prepared.map(|loaded| of_loaded(&loaded)).unwrap_or_default()
}

fn has_any(chart: &Chart) -> bool {
    !chart.crds.is_empty() || chart.charts.iter().any(|(_, sub)| has_any(sub))
}

/// As [`crds`], of a chart whose subcharts are known.
pub(super) fn of_loaded(root: &Loaded<'_>) -> Vec<Crd> {
    let mut found = Vec::new();
    add(root, &root.name, &mut found);
    found
}

fn add(chart: &Loaded<'_>, path: &str, into: &mut Vec<Crd>) {
    // As Helm walks a folder: name by name, so that `/` comes before all other characters.
    let mut names: Vec<&String> = chart.files.keys().filter(|name| is_crd(name)).collect();
    sort_by(&mut names, |a, b| a.split('/').cmp(b.split('/')));
    let crd = |name: &&String| Crd {
        path: format!("{path}/{name}"),
        name: (*name).clone(),
        file: format!("{}{name}", chart.folder),
    };
    into.extend(names.iter().map(crd));
    for sub in &chart.charts {
        add(sub, &format!("{path}/charts/{}", sub.name), into);
    }
}

/// `hasManifestExtension`
fn is_crd(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    name.starts_with("crds/")
        && extension.is_some_and(|one| ["yaml", "yml", "json"].iter().any(|known| one.eq_ignore_ascii_case(known)))
}
