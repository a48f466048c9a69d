//! What a chart has wrong, without playing anything.

use super::behaviour::Behaviour;
use crate::chart::{RenderOptions, render};
use crate::lint;
use crate::manifest::{self, Dialect};
use crate::story::{Chart, HelmVersion, ReleaseName};
use crate::template::Limits;
use crate::text::{Diagnostic, sort_by};

/// Everything found in a chart as `helm install` would render it with its own values: templates that cannot be
/// rendered, documents that cannot be read, and what lint says to the others, by file and place.
///
/// `short_name` is the chart's name in its story.
#[must_use]
pub fn inspect(chart: &Chart, short_name: &str, release: &ReleaseName, helm: HelmVersion) -> Vec<Diagnostic> {
    let options = RenderOptions {
        release: release.name.clone(),
        namespace: release.namespace.clone(),
        revision: 1,
        is_upgrade: false,
        helm,
    };
    let dialect = dialect(helm);
    let mut rendered = render(chart, short_name, "", &options, &Limits::default());
    let mut found = std::mem::take(&mut rendered.diagnostics);
    found.extend(manifest::sort(&rendered, dialect, &manifest::head::Memory::default()).diagnostics);
    found.extend(lint::check(chart, &rendered, dialect.split));
    // By file and place; a stable sort, so that of one place the more basic finding comes first.
    sort_by(&mut found, |a, b| place(a).cmp(&place(b)));
    found
}

/// How a version reads rendered files.
#[must_use]
pub fn dialect(helm: HelmVersion) -> Dialect {
    Behaviour::of(helm).dialect()
}

fn place(found: &Diagnostic) -> Option<(&str, usize)> {
    found.labels.first().map(|label| (label.file.as_str(), label.span.start))
}
