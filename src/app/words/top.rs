//! Words of the top bar and the tabs.

use crate::app::state::Tab;

/// The switch between Helm versions.
pub const VERSION: &str = "Helm version";
/// Opens the comparison of two versions.
pub const COMPARE: &str = "Compare";
/// The switch between light and dark.
pub const THEME: &str = "Switch theme";
/// The tabs of a narrow page.
pub const PANES: &str = "Panes";
/// A hidden tab that changed.
pub const NEWS: &str = ", changed";

/// `(tab, icon, word)`
pub const TABS: [(Tab, &str, &str); 4] = [
    (Tab::Chart, "file", "Chart"),
    (Tab::Run, "mark", "Run"),
    (Tab::Cluster, "own", "Cluster"),
    (Tab::Record, "record", "Record"),
];
