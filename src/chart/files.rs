//! A chart from the files of its folder (`pkg/chart/v2/loader`, `pkg/ignore`).

use std::collections::BTreeMap;

use super::archive::{ChartLimits, unpack};
use super::chart_yaml::{self, take_over};
use crate::story::Chart;
use crate::story::path::CHART_YAML;
use crate::template::Dialect;
use crate::text::to_bytes;

/// Texts of files by their paths below the chart's folder, with `/` between names; bytes that are no text as
/// [`crate::text::from_bytes`] keeps them.
pub type Files = BTreeMap<String, String>;

/// Unpacks gzip, or says in Go's words why it cannot; it bounds the size of its answer itself.
pub type Gunzip<'a> = &'a dyn Fn(&[u8]) -> Result<Vec<u8>, String>;

/// Builds the chart that Helm loads from `files`. What `.helmignore` names is left out before, see [`Ignored`].
/// Subcharts may be folders or archives.
///
/// # Errors
/// Helm's message: there is no Chart.yaml, or it is no YAML, also that of a subchart, or an archive is refused.
pub fn from_files(files: Files, gunzip: Gunzip<'_>, limits: &ChartLimits, dialect: &Dialect) -> Result<Chart, String> {
    let chart = build(files, gunzip, limits, dialect.detects_charts, dialect)?;
    if dialect.detects_charts {
        chart_yaml::coming(&chart.chart.fields()).map_err(|(_, words)| words)?;
    }
    Ok(chart)
}

fn build(
    files: Files,
    gunzip: Gunzip<'_>,
    limits: &ChartLimits,
    detects: bool,
    dialect: &Dialect,
) -> Result<Chart, String> {
    let depth = limits.depth.checked_sub(1).ok_or("charts nest too deeply")?;
    let limits = &ChartLimits { depth, ..*limits };
    let Some(metadata) = files.get(CHART_YAML) else { return Err("Chart.yaml file is missing".into()) };
    let requirements = files.get(chart_yaml::REQUIREMENTS).map(String::as_str);
    let metadata = chart_yaml::read(metadata, requirements, detects, dialect).map_err(|refused| refused.message)?;
    let mut chart = Chart::default();
    take_over(&mut chart, metadata);
    let mut charts: BTreeMap<String, Files> = BTreeMap::new();
    for (path, text) in files {
        match path.split_once('/') {
            None if path == CHART_YAML => {}
            None if path == "values.yaml" => chart.values = text,
            Some(("templates", name)) => _ = chart.templates.insert(name.into(), text),
            Some(("crds", name)) => _ = chart.crds.insert(name.into(), text),
            Some(("charts", rest)) if !rest.ends_with(".prov") => {
                let (folder, name) = rest.split_once('/').unwrap_or((rest, ""));
                // What stands in `charts/` itself, an archive or not, has no name below.
                charts.entry(folder.into()).or_default().insert(name.into(), text);
            }
            _ => _ = chart.files.insert(path, text),
        }
    }
    for (folder, files) in charts.into_iter().filter(|(folder, _)| !folder.starts_with(['_', '.'])) {
        let name = chart.name.as_deref().unwrap_or_default();
        let sub = subchart(&folder, files, gunzip, limits, dialect)
            .map_err(|error| format!("error unpacking subchart {folder} in {name}: {error}"))?;
        chart.charts.insert(folder, sub);
    }
    Ok(chart)
}

fn subchart(
    folder: &str,
    mut files: Files,
    gunzip: Gunzip<'_>,
    limits: &ChartLimits,
    dialect: &Dialect,
) -> Result<Chart, String> {
    let archive = files.remove("");
    let files = match archive.filter(|_| folder.ends_with(".tgz")) {
        Some(archive) => unpack(&gunzip(&to_bytes(&archive))?, limits)?,
        None => files,
    };
    build(files, gunzip, limits, false, dialect)
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
    let (mut pattern, mut text) = (pattern, text);
    // What follows the last star, and where in the text it is tried.
    let mut star: Option<(&str, &str)> = None;
    loop {
        let step = match pattern.chars().next() {
            None if text.is_empty() => return true,
            None => None,
            Some('*') => {
                pattern = pattern.get(1..).unwrap_or_default();
                star = Some((pattern, text));
                continue;
            }
            Some(_) => match One::first(pattern) {
                None => return false,
                Some((one, rest)) => text.chars().next().filter(|c| one.takes(*c)).map(|c| (rest, after(text, c))),
            },
        };
        (pattern, text) = match (step, star) {
            (Some(on), _) => on,
            (None, None) => return false,
            // The star takes one character more.
            (None, Some((rest, tried))) => match tried.chars().next() {
                None | Some('/') => return false,
                Some(c) => {
                    let tried = after(tried, c);
                    star = Some((rest, tried));
                    (rest, tried)
                }
            },
        };
    }
}

/// `text` without `c`, its first character.
fn after(text: &str, c: char) -> &str {
    text.get(c.len_utf8()..).unwrap_or_default()
}

/// What one part of a pattern takes.
enum One<'p> {
    Char(char),
    Any,
    /// Ranges; whether what is in none of them is meant.
    Class(&'p str, bool),
}

impl<'p> One<'p> {
    /// The part with which `pattern` begins, and what follows it; `None` if it is none.
    fn first(pattern: &'p str) -> Option<(Self, &'p str)> {
        let c = pattern.chars().next()?;
        let rest = after(pattern, c);
        match c {
            '?' => Some((One::Any, rest)),
            '\\' => rest.chars().next().map(|c| (One::Char(c), after(rest, c))),
            '[' => {
                let (inner, rest) = rest.split_once(']')?;
                let negated = inner.strip_prefix('^');
                Some((One::Class(negated.unwrap_or(inner), negated.is_some()), rest))
            }
            c => Some((One::Char(c), rest)),
        }
    }

    fn takes(&self, c: char) -> bool {
        match self {
            One::Char(wanted) => *wanted == c,
            One::Any => c != '/',
            One::Class(class, negated) => {
                let mut chars = class.chars();
                let mut found = false;
                while let Some(from) = chars.next() {
                    let range = chars.as_str().strip_prefix('-').and_then(|rest| rest.chars().next());
                    if range.is_some() {
                        chars.nth(1);
                    }
                    found |= (from..=range.unwrap_or(from)).contains(&c);
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

    fn read(files: Files) -> Result<Chart, String> {
        from_files(files, &|_| Err("gzip: invalid header".into()), &ChartLimits::of(&Dialect::NEWEST), &Dialect::NEWEST)
    }

    #[test]
    fn files_go_where_helm_looks_for_them() {
        let chart = read(files(&[
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
        assert_eq!(read(files(&broken)).unwrap_err(), error);
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
