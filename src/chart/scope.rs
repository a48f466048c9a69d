//! What templates find under `.`: release, chart, values, capabilities, files.

use super::capabilities::Capabilities;
use super::load::Loaded;
use super::{RenderOptions, capabilities, metadata};
use crate::template::{Dialect, Entries, Map, MapKind, Value};
use crate::text::filled;

/// The values all charts of a rendering share.
pub(super) struct Shared {
    release: Value,
    capabilities: Value,
    dialect: Dialect,
}

impl Shared {
    pub fn new(options: &RenderOptions, capabilities: &Capabilities, dialect: Dialect) -> Self {
        let release = [
            ("Name", options.release.as_str().into()),
            ("Namespace", options.namespace.as_str().into()),
            ("Revision", Value::int(options.revision.into())),
            ("IsUpgrade", options.is_upgrade.into()),
            ("IsInstall", (!options.is_upgrade).into()),
            ("Service", "Helm".into()),
        ];
        Shared {
            release: Value::map(entries(release)),
            capabilities: capabilities::value_of(options, capabilities, &dialect),
            dialect,
        }
    }

    /// The data of the templates of `chart`; `values` are its own.
    pub fn of(&self, chart: &Loaded<'_>, values: Map, subcharts: Entries, root: bool) -> Entries {
        let files = chart.files.iter().map(|(name, text)| (name.as_str().into(), (*text).into()));
        entries([
            ("Chart", metadata::value_of(chart, root, &self.dialect)),
            ("Files", Value::Map(Map::new(MapKind::Files, filled(files)))),
            ("Release", self.release.clone()),
            ("Capabilities", self.capabilities.clone()),
            ("Values", Value::Map(values)),
            ("Subcharts", Value::map(subcharts)),
        ])
    }
}

/// `.Template`.
pub(super) fn template(name: &str, base: &str) -> Value {
    Value::Map(Map::new(MapKind::Values, entries([("Name", name.into()), ("BasePath", base.into())])))
}

pub(super) fn entries<const N: usize>(pairs: [(&str, Value); N]) -> Entries {
    filled(pairs.into_iter().map(|(key, value)| (key.into(), value)))
}
