//! A chart's texts by their path inside the chart: `values.yaml`, `templates/job.yaml`,
//! `charts/db/templates/x.yaml`.

use super::{Chart, Named};

/// The path of the chart's values. It is always there, if only empty.
pub const VALUES: &str = "values.yaml";

/// The path of the text that says what a chart is; it stands above the fields that a story gives the chart.
pub const CHART_YAML: &str = "Chart.yaml";

/// Why a file cannot have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There is one of that name.
    Taken,
    /// It is no path inside a chart.
    NoPath,
    /// There is no such file, or none that could go.
    Missing,
}

/// The paths of all texts: templates first, for they are what it is about, then Chart.yaml if it is a text, values,
/// the rest, subcharts.
#[must_use]
pub fn paths(chart: &Chart) -> Vec<String> {
    let under = |folder: &'static str, names: &Named<String>| {
        names.keys().map(move |name| format!("{folder}{name}")).collect::<Vec<_>>()
    };
    let mut all = under("templates/", &chart.templates);
    all.extend(chart.files.contains_key(CHART_YAML).then(|| CHART_YAML.to_owned()));
    all.push(VALUES.into());
    all.extend(under("crds/", &chart.crds));
    all.extend(under("", &chart.files).into_iter().filter(|path| path != CHART_YAML));
    for (folder, sub) in &chart.charts {
        all.extend(paths(sub).into_iter().map(|path| format!("charts/{folder}/{path}")));
    }
    all
}

impl Chart {
    /// The text at a path inside the chart.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        match Place::of(path)? {
            Place::Values => Some(&self.values),
            Place::Template(name) => self.templates.get(name).map(String::as_str),
            Place::Crd(name) => self.crds.get(name).map(String::as_str),
            Place::File(name) => self.files.get(name).map(String::as_str),
            Place::Subchart(folder, rest) => self.charts.get(folder)?.text(rest),
        }
    }
}

/// Puts `text` at `path`, whether there is something or not. A subchart that is not there is made.
///
/// # Errors
/// [`Refused::NoPath`] if no file of a chart can have this path.
pub fn set_text(chart: &mut Chart, path: &str, text: String) -> Result<(), Refused> {
    match Place::of(path).ok_or(Refused::NoPath)? {
        Place::Values => chart.values = text,
        Place::Template(name) => drop(chart.templates.insert(name.into(), text)),
        Place::Crd(name) => drop(chart.crds.insert(name.into(), text)),
        Place::File(name) => drop(chart.files.insert(name.into(), text)),
        Place::Subchart(folder, rest) => {
            check(rest)?;
            set_text(chart.charts.entry(folder.into()).or_default(), rest, text)?;
        }
    }
    Ok(())
}

/// Whether a file can have this path.
///
/// # Errors
/// [`Refused::NoPath`].
pub fn check(path: &str) -> Result<(), Refused> {
    Place::of(path).map(drop).ok_or(Refused::NoPath)
}

/// Puts `text` at a `path` where there is nothing yet.
///
/// # Errors
/// [`Refused::Taken`] and [`Refused::NoPath`].
pub fn add(chart: &mut Chart, path: &str, text: String) -> Result<(), Refused> {
    if chart.text(path).is_some_and(|there| path != VALUES || !there.is_empty()) {
        return Err(Refused::Taken);
    }
    set_text(chart, path, text)
}

/// Takes the text at `path` away. Values are only emptied.
///
/// # Errors
/// [`Refused::Missing`].
pub fn remove(chart: &mut Chart, path: &str) -> Result<String, Refused> {
    let removed = match Place::of(path).ok_or(Refused::Missing)? {
        Place::Values => Some(std::mem::take(&mut chart.values)),
        Place::Template(name) => chart.templates.remove(name),
        Place::Crd(name) => chart.crds.remove(name),
        Place::File(name) => chart.files.remove(name),
        Place::Subchart(folder, rest) => return remove(chart.charts.get_mut(folder).ok_or(Refused::Missing)?, rest),
    };
    removed.ok_or(Refused::Missing)
}

/// Moves the text at `from` to `to`.
///
/// # Errors
/// All of [`Refused`]; the chart is then unchanged.
pub fn rename(chart: &mut Chart, from: &str, to: &str) -> Result<(), Refused> {
    let text = chart.text(from).ok_or(Refused::Missing)?.to_owned();
    add(chart, to, text)?;
    remove(chart, from).map(drop)
}

/// What a path means.
enum Place<'a> {
    Values,
    Template(&'a str),
    Crd(&'a str),
    File(&'a str),
    Subchart(&'a str, &'a str),
}

impl<'a> Place<'a> {
    /// `None` for what is no plain path.
    fn of(path: &'a str) -> Option<Place<'a>> {
        let plain = path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0', '\n']));
        if !plain {
            return None;
        }
        if path == VALUES {
            return Some(Place::Values);
        }
        let Some((folder, name)) = path.split_once('/') else { return Some(Place::File(path)) };
        Some(match (folder, name.split_once('/')) {
            ("templates", _) => Place::Template(name),
            ("crds", _) => Place::Crd(name),
            ("charts", Some((sub, rest))) => Place::Subchart(sub, rest),
            _ => Place::File(path),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(files: &[&str]) -> Chart {
        let mut chart = Chart::default();
        for path in files {
            set_text(&mut chart, path, format!("# {path}\n")).unwrap();
        }
        chart
    }

    #[test]
    fn every_kind_of_file_has_its_place() {
        let all = [
            "templates/a.yaml",
            "templates/tests/b.yaml",
            "Chart.yaml",
            "values.yaml",
            "crds/c.yaml",
            "README.md",
            "data/d.txt",
            "charts/sub/templates/e.yaml",
            "charts/sub/Chart.yaml",
            "charts/sub/values.yaml",
        ];
        let chart = chart(&all);
        assert_eq!(paths(&chart), all);
        for path in all {
            assert_eq!(chart.text(path), Some(format!("# {path}\n").as_str()));
        }
        assert_eq!(chart.templates.len(), 2);
        assert_eq!(chart.charts.get("sub").unwrap().values, "# charts/sub/values.yaml\n");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in ["", "/", "a//b", "../x", "templates/../x", "templates/", "a\\b"] {
            assert_eq!(set_text(&mut Chart::default(), path, String::new()), Err(Refused::NoPath), "{path}");
            assert_eq!(Chart::default().text(path), None, "{path}");
        }
    }

    #[test]
    fn renaming_moves_and_never_overwrites() {
        let mut chart = chart(&["templates/a.yaml", "templates/b.yaml"]);
        assert_eq!(rename(&mut chart, "templates/a.yaml", "templates/b.yaml"), Err(Refused::Taken));
        assert_eq!(rename(&mut chart, "templates/x.yaml", "templates/c.yaml"), Err(Refused::Missing));
        assert_eq!(rename(&mut chart, "templates/a.yaml", "templates/jobs/c.yaml"), Ok(()));
        assert_eq!(paths(&chart), ["templates/b.yaml", "templates/jobs/c.yaml", "values.yaml"]);
        assert_eq!(chart.text("templates/jobs/c.yaml"), Some("# templates/a.yaml\n"));
    }

    #[test]
    fn values_are_emptied_and_stay() {
        let mut chart = chart(&["values.yaml"]);
        assert_eq!(remove(&mut chart, VALUES).as_deref(), Ok("# values.yaml\n"));
        assert_eq!(remove(&mut chart, "templates/a.yaml"), Err(Refused::Missing));
        assert_eq!(paths(&chart), [VALUES]);
        assert_eq!(add(&mut chart, VALUES, "a: 1".into()), Ok(()));
        assert_eq!(add(&mut chart, VALUES, "a: 2".into()), Err(Refused::Taken));
    }

    #[test]
    fn every_text_has_a_path() {
        let entry = |name: &str| [(name.to_owned(), name.to_owned())].into_iter().collect();
        let sub = Chart { templates: entry("t/y.yaml"), values: "v".into(), ..Chart::default() };
        let chart = Chart {
            templates: entry("x.yaml"),
            crds: entry("c.yaml"),
            files: entry("f/x"),
            charts: [("sub".to_owned(), sub)].into_iter().collect(),
            ..Chart::default()
        };
        for (path, expected) in [
            ("templates/x.yaml", Some("x.yaml")),
            ("crds/c.yaml", Some("c.yaml")),
            ("f/x", Some("f/x")),
            ("values.yaml", Some("")),
            ("charts/sub/templates/t/y.yaml", Some("t/y.yaml")),
            ("charts/sub/values.yaml", Some("v")),
            ("charts/sub", None),
            ("templates/y.yaml", None),
        ] {
            assert_eq!(chart.text(path), expected, "{path}");
        }
    }
}
