//! Words of what the chart renders to.

use crate::service::{Sight, Why};

/// The pane, for those who jump between regions.
pub const RENDERED: &str = "Rendered";
/// The switch between what can be seen.
pub const WHAT: &str = "What is shown";
/// Its options.
pub const SIGHTS: [(Sight, &str); 3] =
    [(Sight::File, "This file"), (Sight::All, "All files"), (Sight::Values, "Values")];
/// Above the values.
pub const VALUES: &str = "what templates see";
/// Until the engine has answered.
pub const RENDERING: &str = "The chart is being rendered.";
/// The engine broke down over it.
pub const FAILED: &str = "The engine could not render this chart. Nothing you typed is lost.";

/// The operation that renders it, by its verb and its index.
#[must_use]
pub fn by(verb: &str, index: usize) -> String {
    format!("by {verb}, operation {}", index.saturating_add(1))
}

/// Accessible name of the text.
#[must_use]
pub const fn label(sight: Sight) -> &'static str {
    match sight {
        Sight::File => "What this file renders to",
        Sight::All => "What all files render to",
        Sight::Values => "The values that templates see",
    }
}

/// Why there is no more to see: class of the tone, sentence, and what Helm says.
#[must_use]
pub fn why(why: &Why) -> (&'static str, &'static str, Option<&str>) {
    match why {
        Why::NoOperation => ("", "No operation installs this chart or upgrades to it, so nothing renders it.", None),
        Why::Before(error) if error.is_empty() => ("", "This Helm version leaves the operation out.", None),
        Why::Before(error) => ("fail", "The operation ends before its chart is rendered.", Some(error)),
        Why::Error(error) => ("fail", "Helm cannot render the chart.", Some(error)),
        Why::NoTemplate => ("", "This file is no template. All that the chart renders to is shown.", None),
        Why::Partial => ("", "Helpers render to nothing of their own. All that the chart renders to is shown.", None),
        Why::Blank => ("", "This file renders to nothing but blanks, so Helm leaves it out.", None),
    }
}

/// At a value that is not the chart's own: what the chart has instead.
#[must_use]
pub fn instead_of(own: Option<&str>) -> String {
    own.map_or_else(|| "not in the chart".into(), |own| format!("chart: {own}"))
}
