//! Files from outside: what was dropped, pasted or opened, and what becomes of it.

use super::gunzip::{MAGIC, gunzip};
use crate::chart::{ChartLimits, unpack};
use crate::story::{Chart, Command, Operation, Story, named, path, read};
use crate::template::Dialect;
use crate::text::{Diagnostic, Label, Span, to_bytes};
use std::borrow::Cow;

use borsh::{BorshDeserialize, BorshSerialize};

/// So many files are taken at once, and so many bytes of each.
const MOST_FILES: usize = 2_000;
const MOST_BYTES: usize = 4_000_000;

/// A file from outside.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Given {
    /// Its name, with the folders it was in if it came with them.
    pub path: String,
    /// What is in it; bytes that are no text as [`crate::text::from_bytes`] keeps them.
    pub text: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum Opened {
    /// A story file, or a whole chart with a story around it: it replaces what is there.
    Story(Box<Story>),
    /// Texts for the chart version that is shown, by path inside it.
    Files(Vec<(String, String)>),
    /// A story file that cannot be read, or an archive that Helm refuses.
    Broken(Vec<Diagnostic>),
    /// Nothing that could be used.
    Nothing,
}

impl Opened {
    /// What comes of a story file.
    #[must_use]
    pub fn of(text: &str) -> Opened {
        match read(text) {
            Ok(story) => Opened::Story(Box::new(story)),
            Err(found) => Opened::Broken(found),
        }
    }
}

/// Sorts out what came from outside: a story file is a story, a folder with a `Chart.yaml` or an archive of one is a
/// chart, and everything else belongs to the chart at hand.
#[must_use]
pub fn open(mut given: Vec<Given>) -> Opened {
    given.retain(|file| !is_hidden(&file.path));
    given.truncate(MOST_FILES);
    let mut files = Vec::new();
    let mut limits = ChartLimits::of(&Dialect::NEWEST);
    for file in given {
        if let Err(refused) = unpacked(file, true, &mut limits, &mut files) {
            return Opened::Broken(vec![*refused]);
        }
    }
    let mut given = files;
    given.retain(|file| is_text(&file.text) && !is_hidden(&file.path));
    if let Some(file) = given.iter().find(|file| is_story(&file.text)) {
        return Opened::of(&file.text);
    }
    if let Some(root) = root_of_chart(&given) {
        return Opened::Story(Box::new(story_of_chart(&given, &root)));
    }
    let files: Vec<(String, String)> = given.into_iter().map(|file| (path_in_chart(&file.path), file.text)).collect();
    if files.is_empty() { Opened::Nothing } else { Opened::Files(files) }
}

/// Adds a file to `files`, or what is packed in it: archives of charts from outside, and those of subcharts. What they
/// come to together is no larger than one chart may be.
fn unpacked(
    file: Given,
    from_outside: bool,
    limits: &mut ChartLimits,
    files: &mut Vec<Given>,
) -> Result<(), Box<Diagnostic>> {
    let Some(folder) = archive(&file.path, from_outside) else {
        files.push(file);
        return Ok(());
    };
    let refused = |reason: String| refused(&file.path, reason);
    let bytes = to_bytes(&file.text);
    let is_packed = !file.path.ends_with(".tar") || bytes.starts_with(MAGIC);
    let tar = if is_packed { gunzip(&bytes, limits).map_err(refused)?.into() } else { bytes };
    let inner = unpack(&tar, limits).map_err(refused)?;
    if !inner.contains_key(path::CHART_YAML) {
        return Err(refused("Chart.yaml file is missing".into()));
    }
    limits.chart = limits.chart.saturating_sub(inner.values().map(String::len).sum());
    limits.depth = limits.depth.checked_sub(1).ok_or_else(|| refused("charts nest too deeply".into()))?;
    for (path, text) in inner {
        unpacked(Given { path: format!("{folder}/{path}"), text }, false, limits, files)?;
    }
    limits.depth = limits.depth.saturating_add(1);
    Ok(())
}

/// The folder that stands for an archive, `None` for what is none to unpack.
fn archive(path: &str, from_outside: bool) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if folder == "charts" || folder.ends_with("/charts") {
        return path.strip_suffix(".tgz").filter(|_| !name.starts_with(['_', '.']));
    }
    let endings = [".tgz", ".tar.gz", ".tar"].into_iter().filter(|_| from_outside && folder.is_empty());
    endings.filter_map(|ending| path.strip_suffix(ending)).next()
}

fn refused(path: &str, reason: String) -> Box<Diagnostic> {
    let label = Label { file: path.into(), span: Span::default(), text: String::new() };
    let mut found = Diagnostic::error("chart/archive", format!("Helm refuses {path}:"), format!("{reason}."), label);
    found.helm_says = Some(reason);
    found.into()
}

/// Whether there is a text to show, and one that is not too long.
fn is_text(text: &str) -> bool {
    text.len() <= MOST_BYTES && !text.contains('\0') && matches!(to_bytes(text), Cow::Borrowed(_))
}

/// Whether a text is a story: its top level has operations. A list of Kubernetes objects has none.
fn is_story(text: &str) -> bool {
    text.lines().any(|line| line.trim_end() == "operations:" || line.starts_with("operations: ["))
}

/// `.git/…`, `.helmignore`, and what macOS leaves behind.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// The folder of the outermost `Chart.yaml`, with its final `/`; empty for the top.
fn root_of_chart(given: &[Given]) -> Option<String> {
    let roots = given.iter().filter_map(|file| {
        let root = file.path.strip_suffix(path::CHART_YAML)?;
        (root.is_empty() || root.ends_with('/')).then_some(root)
    });
    roots.min_by_key(|root| root.len()).map(str::to_owned)
}

/// A chart from its files, installed, upgraded and uninstalled.
fn story_of_chart(given: &[Given], root: &str) -> Story {
    let mut chart = Chart::default();
    for file in given {
        // A path that no chart can have is left out.
        let path = file.path.strip_prefix(root);
        _ = path.map(|path| path::set_text(&mut chart, path, file.text.clone()));
    }
    around(chart)
}

/// A story for one chart.
fn around(chart: Chart) -> Story {
    const NAME: &str = "v1";
    let commands = [Command::Install(NAME.into()), Command::Upgrade(NAME.into()), Command::Uninstall];
    let operations = commands.map(|command| Operation { command, ..Operation::default() }).into();
    Story { charts: named([(NAME.to_owned(), chart)]), operations, ..Story::default() }
}

/// An empty chart to paste manifests into.
#[must_use]
pub fn blank() -> Story {
    let templates = named([("manifests.yaml".to_owned(), String::new())]);
    around(Chart { templates, ..Chart::default() })
}

/// Where a text without a chart around it belongs.
fn path_in_chart(given: &str) -> String {
    let base = given.rsplit('/').next().unwrap_or(given);
    for folder in ["templates/", "crds/"] {
        if given.starts_with(folder) {
            return given.to_owned();
        }
        if let Some((_, rest)) = given.split_once(&format!("/{folder}")) {
            return format!("{folder}{rest}");
        }
    }
    match base {
        path::VALUES => path::VALUES.into(),
        // The folder that was dropped is nobody's idea of a name.
        _ => format!("templates/{}", given.split_once('/').map_or(given, |(_, rest)| rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(files: &[(&str, &str)]) -> Vec<Given> {
        files.iter().map(|(path, text)| Given { path: (*path).into(), text: (*text).into() }).collect()
    }

    fn paths(files: &[(&str, &str)]) -> Vec<String> {
        match open(given(files)) {
            Opened::Files(files) => files.into_iter().map(|(path, _)| path).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn manifests_become_templates() {
        let seen = paths(&[
            ("job.yaml", "kind: Job"),
            ("values.yaml", "a: 1"),
            ("_helpers.tpl", ""),
            ("hooks/a.yaml", ""),
            ("hooks/deep/b.yaml", ""),
            ("x/templates/c.yaml", ""),
            ("crds/d.yaml", ""),
        ]);
        assert_eq!(
            seen,
            [
                "templates/job.yaml",
                "values.yaml",
                "templates/_helpers.tpl",
                "templates/a.yaml",
                "templates/deep/b.yaml",
                "templates/c.yaml",
                "crds/d.yaml"
            ]
        );
    }

    #[test]
    fn what_is_no_text_or_hidden_is_left_out() {
        let files = [("a.bin", "\0"), ("x/.git/config", "a"), (".DS_Store", "a"), ("big", &"x".repeat(MOST_BYTES + 1))];
        assert_eq!(open(given(&files)), Opened::Nothing);
    }

    #[test]
    fn a_story_is_a_story_even_among_other_files() {
        let text = "charts: {a: {}}\noperations:\n  - install: a\n";
        let Opened::Story(story) = open(given(&[("readme.txt", ""), ("x.yaml", text)])) else { panic!() };
        assert_eq!(story.operations.len(), 1);
    }

    #[test]
    fn a_broken_story_says_where() {
        let Opened::Broken(found) = open(given(&[("x.yaml", "chart: {}\noperations:\n  - install: a\n")])) else {
            panic!()
        };
        assert!(!found.is_empty() && !found[0].labels.is_empty(), "{found:?}");
    }

    #[test]
    fn a_folder_with_a_chart_is_a_chart() {
        let files = [
            ("shop/Chart.yaml", "# The shop\nname: shop\nversion: 1.2.0\n"),
            ("shop/values.yaml", "a: 1\n"),
            ("shop/templates/job.yaml", "kind: Job\n"),
            ("shop/charts/db/Chart.yaml", "name: database\nversion: 3\n"),
            ("shop/charts/db/templates/x.yaml", "kind: Pod\n"),
            ("shop/README.md", "# Shop\n"),
        ];
        let Opened::Story(story) = open(given(&files)) else { panic!() };
        let chart = &story.charts.get("v1").unwrap();
        for (path, text) in files {
            assert_eq!(chart.text(path.strip_prefix("shop/").unwrap()), Some(text), "{path}");
        }
        assert_eq!(story.operations.len(), 3);
    }

    #[test]
    fn an_empty_chart_has_a_file_to_paste_into() {
        assert_eq!(path::paths(blank().charts.get("v1").unwrap()), ["templates/manifests.yaml", "values.yaml"]);
    }
}
