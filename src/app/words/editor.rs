//! Wording of the editor.

use crate::story::path::Refused;

/// The editor, for those who jump between regions.
pub const CHART: &str = "Chart";
/// The switch between versions.
pub const VERSIONS: &str = "Chart version";
/// The list of files.
pub const FILES: &str = "Files of the chart";
/// Above manifests and what makes them.
pub const TEMPLATES: &str = "Templates";
/// Above templates for templates.
pub const HELPERS: &str = "Helpers";
/// Above what `helm test` runs.
pub const TESTS: &str = "Tests";
/// Above what a chart says of itself.
pub const CHART_YAML: &str = "Chart.yaml";
/// Above values and their schema.
pub const VALUES_FILES: &str = "Values";
/// Above definitions of kinds.
pub const CRDS: &str = "CRDs";
/// Above what Helm only hands over.
pub const OTHER_FILES: &str = "Other files";
/// Label of the field that narrows the list of files.
pub const FILTER: &str = "Filter files";
/// Shows or hides the values.
pub const VALUES: &str = "Values";
/// Shows or hides what the chart renders to.
pub const RENDERED: &str = "Rendered";
/// The switch between values.
pub const WHICH_VALUES: &str = "Which values";
/// Label of the field for a path.
pub const PATH: &str = "Path";
/// Adds a file at the path.
pub const ADD_FILE: &str = "Add file";
/// Moves the open file to the path.
pub const RENAME_FILE: &str = "Rename to this";
/// Before the keys of the fixes.
pub const QUICK_FIX: &str = "Quick fix";
/// Applies the chosen fix.
pub const APPLY: &str = "Apply fix";
/// Closes the panel.
pub const CLOSE: &str = "Close";
/// What Helm itself prints.
pub const HELM_SAYS: &str = "Helm says";
/// The rule behind a problem.
pub const RULE: &str = "Rule";
/// The lines that a fix changes.
pub const PREVIEW: &str = "Preview of the fix";
/// Nothing is wrong.
pub const NO_ERRORS: &str = "No errors";
/// Hint while nothing is wrong.
pub const HINT_CLICK: &str = "Click a line to find its step";
/// Hint while something is wrong.
pub const HINT_NEXT: &str = "F8 goes to the next problem";
/// Hint while somebody types, around the keys: Tab …
pub const HINT_TAB: &str = " moves on, ";
/// … Ctrl ] …
pub const HINT_INDENT: &str = " indents";
/// At the line that makes a hook of a document.
pub const NO_POLICY: &str = "no delete policy: it stays";
/// A problem of the story and of no file.
pub const THE_STORY: &str = "the story";

/// Accessible name of the text.
#[must_use]
pub fn text_of(path: &str, chart: &str) -> String {
    format!("{path} of chart {chart}")
}

/// Accessible name of values that an operation passes.
#[must_use]
pub fn passed_by(name: &str) -> String {
    format!("Values that {name} passes with -f")
}

/// The switch's word for values that an operation passes.
#[must_use]
pub fn passed(verb: &str, operation: usize) -> String {
    format!("-f of {verb}, operation {operation}")
}

/// Accessible name of the button that copies a version.
#[must_use]
pub fn copy_of(version: &str) -> String {
    format!("Add a version: a copy of {version}")
}

/// Removes the open file.
#[must_use]
pub fn remove(name: &str) -> String {
    format!("Remove {name}")
}

/// `3 files`
#[must_use]
pub fn files(count: usize) -> String {
    counted(count, "file")
}

/// `2 errors`
#[must_use]
pub fn errors(count: usize) -> String {
    counted(count, "error")
}

/// `1 warning`
#[must_use]
pub fn warnings(count: usize) -> String {
    counted(count, "warning")
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Where a problem is.
#[must_use]
pub fn place(file: &str, line: usize) -> String {
    format!("{file}, line {line}")
}

/// Why a file cannot have a name.
#[must_use]
pub const fn refused(why: Refused) -> &'static str {
    match why {
        Refused::Taken => "There is a file of that name already.",
        Refused::NoPath => "This is no path inside a chart.",
        Refused::Missing => "There is no such file.",
    }
}

/// 1st, 2nd, 3rd, 4th, … 11th, …
#[must_use]
pub fn ordinal(number: usize) -> String {
    let suffix = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals() {
        let words: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal).into();
        assert_eq!(words.join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!((files(1), errors(2), warnings(0)), ("1 file".into(), "2 errors".into(), "0 warnings".into()));
    }
}
