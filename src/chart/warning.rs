//! What Helm says of a chart and goes on.

use serde_json::Value as Json;

use crate::template::{Value, display};

/// Something in a chart or its values that Helm passes over with a line on standard error.
///
/// The words and the place in Helm's source depend on its version: `helm::warning` knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The user gives a table where the chart has a value: the chart's is forgotten.
    SkippedValue {
        /// The chart, with those around it: `app.sub`.
        chart: String,
        /// The key in its values.
        key: String,
    },
    /// The user gives a value where the chart has a table, deeper than its first level.
    TableIgnored {
        /// Where, from the chart on.
        path: String,
        /// The table as Go prints it.
        shown: String,
    },
    /// The user gives a table where the chart has a value, deeper than its first level.
    TableKept {
        /// Where, from the chart on.
        path: String,
        /// The value as Go prints it.
        shown: String,
    },
    /// `global` is no table.
    Globals {
        /// It is that of the subchart, not that of the parent.
        of_subchart: bool,
    },
    /// A table of the parent's globals meets a value of the subchart's.
    GlobalValue {
        /// The key below `global`.
        key: String,
    },
    /// A value of the parent's globals meets a table of the subchart's.
    GlobalTable {
        /// The key below `global`.
        key: String,
    },
    /// A condition of a dependency leads to something that is no boolean.
    Condition {
        /// The path as Chart.yaml gives it.
        path: String,
        /// The dependency.
        chart: String,
    },
    /// A tag of a dependency is no boolean.
    Tag {
        /// The tag.
        tag: String,
        /// The dependency.
        chart: String,
    },
    /// An entry of `import-values` names no table; the chart if it says where it is imported to.
    NoImport {
        /// The dependency, where Helm tells it.
        chart: Option<String>,
        /// Helm's error about the path.
        error: String,
    },
    /// `requirements.yaml` or `requirements.lock` beside an `apiVersion` that keeps dependencies in Chart.yaml.
    Requirements {
        /// It is the lock file.
        lock: bool,
    },
}

impl Warning {
    pub(super) fn table_ignored(path: String, table: Json) -> Self {
        Warning::TableIgnored { path, shown: printed(&table) }
    }

    pub(super) fn table_kept(path: String, value: Json) -> Self {
        Warning::TableKept { path, shown: printed(&value) }
    }
}

/// A value as Go's `%v` prints it, if it is of a sensible size.
fn printed(value: &Json) -> String {
    const LONGEST: usize = 1 << 16;
    display(&Value::from_json(value), "", LONGEST).unwrap_or_else(|| "...".into())
}
