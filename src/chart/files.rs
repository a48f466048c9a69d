//! A chart from the files of its folder (`pkg/chart/v2/loader`, `pkg/ignore`).

use std::collections::BTreeMap;

use serde_json::Value;

use super::values::Table;
use crate::story::{Chart, Json};
use crate::yaml;

/// Texts of files by their paths below the chart's folder, with `/` between names.
pub type Files = BTreeMap<String, String>;

/// Charts within charts are followed this deep.
const DEPTH: usize = 16;

/// Builds the chart that Helm loads from `files`. What `.helmignore` names is left out before, see [`Ignored`].
///
/// # Errors
/// Helm's message: there is no Chart.yaml, or it is no YAML, also that of a subchart; ours for archives in `charts/`.
pub fn from_files(files: Files) -> Result<Chart, String> {
    build(files, DEPTH)
}

fn build(files: Files, depth: usize) -> Result<Chart, String> {
    let depth = depth.checked_sub(1).ok_or("charts nest too deeply")?;
    let mut metadata = match files.get("Chart.yaml") {
        Some(text) => table(text, "Chart.yaml")?,
        None => return Err("Chart.yaml file is missing".into()),
    };
    if metadata.get("apiVersion").and_then(Value::as_str).unwrap_or_default().is_empty() {
        metadata.insert("apiVersion".into(), "v1".into());
    }
    let old = metadata.get("apiVersion").is_some_and(|version| version == "v1");
    if let Some(text) = files.get("requirements.yaml") {
        metadata.extend(table(text, "requirements.yaml")?);
    }
    let text = |field: &str| metadata.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    // No defaults here: Helm complains about a chart without a name.
    let mut chart = Chart { name: Some(text("name")), version: Some(text("version")), ..Chart::default() };
    let mut charts: BTreeMap<String, Files> = BTreeMap::new();
    for (path, text) in files {
        match path.split_once('/') {
            None if path == "Chart.yaml" => {}
            None if path == "requirements.yaml" || path == "requirements.lock" => {
                if old {
                    chart.files.insert(path, text);
                }
            }
            None if path == "values.yaml" => chart.values = text,
            Some(("templates", name)) => _ = chart.templates.insert(name.into(), text),
            Some(("crds", name)) => _ = chart.crds.insert(name.into(), text),
            Some(("charts", rest)) if !rest.ends_with(".prov") => {
                let (folder, name) = rest.split_once('/').unwrap_or((rest, ""));
                let files = charts.entry(folder.into()).or_default();
                if !name.is_empty() {
                    files.insert(name.into(), text);
                }
            }
            _ => _ = chart.files.insert(path, text),
        }
    }
    for (folder, files) in charts.into_iter().filter(|(folder, _)| !folder.starts_with(['_', '.'])) {
        let sub = if folder.ends_with(".tgz") { Err("archives are not read here".into()) } else { build(files, depth) };
        let name = chart.name.as_deref().unwrap_or_default();
        let sub = sub.map_err(|error| format!("error unpacking subchart {folder} in {name}: {error}"))?;
        chart.charts.insert(folder, sub);
    }
    chart.chart = Json::of(&metadata.into());
    Ok(chart)
}

fn table(text: &str, name: &str) -> Result<Table, String> {
    match yaml::read(text).map(|document| document.value) {
        Ok(Value::Object(table)) => Ok(table),
        Ok(_) => Ok(Table::new()),
        Err(error) => Err(format!("cannot load {name}: error converting YAML to JSON: {}", error.message)),
    }
}

/// What a `.helmignore` leaves out of a chart.
#[derive(Debug, Clone, Default)]
pub struct Ignored {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    /// `!`: everything else is left out.
    negated: bool,
    folders_only: bool,
    pattern: String,
}

impl Ignored {
    /// Reads a `.helmignore`, empty for a chart that has none; hidden files of `templates/` are always left out.
    ///
    /// # Errors
    /// Helm's message about `**`.
    pub fn new(text: &str) -> Result<Ignored, String> {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).chain(["templates/.?*"]);
        let rule = |line: &str| {
            if line.contains("**") {
                return Err("double-star (**) syntax is not supported".to_owned());
            }
            let pattern = line.strip_prefix('!').unwrap_or(line);
            let bare = pattern.strip_suffix('/').unwrap_or(pattern);
            Ok(Rule { negated: line.starts_with('!'), folders_only: bare.len() < pattern.len(), pattern: bare.into() })
        };
        Ok(Ignored { rules: lines.map(rule).collect::<Result<_, _>>()? })
    }

    /// Whether the file or folder at `path` is left out; what is in such a folder is, too.
    #[must_use]
    pub fn has(&self, path: &str, is_folder: bool) -> bool {
        for rule in &self.rules {
            let of_kind = is_folder || !rule.folders_only;
            if rule.negated {
                if !of_kind || !rule.matches(path) {
                    return true;
                }
            } else if of_kind && rule.matches(path) {
                return true;
            }
        }
        false
    }
}

impl Rule {
    fn matches(&self, path: &str) -> bool {
        let base = path.rsplit('/').next().unwrap_or(path);
        match self.pattern.strip_prefix('/') {
            Some(from_root) => glob(from_root, path),
            None if self.pattern.contains('/') => glob(&self.pattern, path),
            None => glob(&self.pattern, base),
        }
    }
}

/// Whether `pattern` is the shape of all of `text` (Go's `filepath.Match`): `*` and `?` stand for anything but `/`.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    // Where in the text a match of the pattern so far can end.
    let mut ends = vec![true];
    ends.resize(text.len().saturating_add(1), false);
    let mut rest = pattern.as_slice();
    while let Some((c, after)) = rest.split_first() {
        rest = after;
        if *c == '*' {
            for at in 0..text.len() {
                let on = ends.get(at) == Some(&true) && text.get(at) != Some(&'/');
                if let Some(next) = ends.get_mut(at.saturating_add(1)).filter(|_| on) {
                    *next = true;
                }
            }
            continue;
        }
        let Some((one, after)) = single(*c, rest) else { return false };
        rest = after;
        let next = |at: usize| ends.get(at) == Some(&true) && text.get(at).is_some_and(|c| one.takes(*c));
        ends = std::iter::once(false).chain((0..text.len()).map(next)).collect();
    }
    ends.last() == Some(&true)
}

/// What one part of a pattern takes.
enum One<'p> {
    Char(char),
    Any,
    /// Ranges; whether what is in none of them is meant.
    Class(&'p [char], bool),
}

/// The part that begins with `c`, and what follows it; `None` if it is none.
fn single(c: char, rest: &[char]) -> Option<(One<'_>, &[char])> {
    match c {
        '?' => Some((One::Any, rest)),
        '\\' => rest.split_first().map(|(c, rest)| (One::Char(*c), rest)),
        '[' => {
            let (inner, rest) = rest.split_at_checked(rest.iter().position(|c| *c == ']')?)?;
            let negated = inner.first() == Some(&'^');
            Some((One::Class(inner.get(usize::from(negated)..)?, negated), rest.get(1..)?))
        }
        c => Some((One::Char(c), rest)),
    }
}

impl One<'_> {
    fn takes(&self, c: char) -> bool {
        match self {
            One::Char(wanted) => *wanted == c,
            One::Any => c != '/',
            One::Class(class, negated) => {
                let mut class = *class;
                let mut found = false;
                while let [from, rest @ ..] = class {
                    let (to, rest) = match rest {
                        ['-', to, rest @ ..] => (to, rest),
                        _ => (from, rest),
                    };
                    found |= (*from..=*to).contains(&c);
                    class = rest;
                }
                found != *negated
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn files_go_where_helm_looks_for_them() {
        let chart = from_files(files(&[
            ("Chart.yaml", "name: a\nversion: 1.0.0"),
            ("requirements.yaml", "dependencies: [{name: b}]"),
            ("templates/x/y.yaml", "t"),
            ("crds/c.yaml", "c"),
            ("conf/a.txt", "f"),
            ("charts/b/Chart.yaml", "apiVersion: v2\nname: bee\nversion: 1.0.0"),
            ("charts/_off/x", ""),
        ]))
        .unwrap();
        assert_eq!(chart.name.as_deref(), Some("a"));
        assert_eq!(chart.chart.fields().get("apiVersion"), Some(&"v1".into()));
        assert!(chart.chart.fields().contains_key("dependencies"));
        assert_eq!(chart.templates.keys().collect::<Vec<_>>(), ["x/y.yaml"]);
        assert_eq!(chart.files.keys().collect::<Vec<_>>(), ["conf/a.txt", "requirements.yaml"]);
        assert_eq!(chart.crds.keys().collect::<Vec<_>>(), ["c.yaml"]);
        assert_eq!(chart.charts.keys().collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn a_subchart_that_is_none_is_named() {
        let broken = [("Chart.yaml", "name: a"), ("charts/b/values.yaml", "")];
        let error = "error unpacking subchart b in a: Chart.yaml file is missing";
        assert_eq!(from_files(files(&broken)).unwrap_err(), error);
    }

    #[test]
    fn helmignore_leaves_out_what_it_names() {
        let ignored = Ignored::new("# c\n*.swp\nci/\n/top.txt\na/*.md\n").unwrap();
        for (path, is_folder) in
            [("x/y.swp", false), ("x/ci", true), ("top.txt", false), ("a/b.md", false), ("templates/.x", false)]
        {
            assert!(ignored.has(path, is_folder), "{path}");
        }
        for (path, is_folder) in [("ci", false), ("x/top.txt", false), ("a/b/c.md", false), ("templates/x", false)] {
            assert!(!ignored.has(path, is_folder), "{path}");
        }
        assert!(Ignored::new("a/**").is_err());
        assert!(Ignored::new("!*.yaml").unwrap().has("x.txt", false));
    }

    #[test]
    fn globs_are_gos() {
        for (pattern, text) in
            [("*", "ab"), ("a*c", "abbc"), ("[a-c]?", "bx"), ("[^a]", "b"), ("\\*", "*"), ("a/*", "a/b")]
        {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("*", "a/b"), ("a", "ab"), ("[^a]", "a"), ("a[", "a["), ("", "a"), ("?", "/")] {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
    }
}
