//! The files of a chart under headings, as a tree in which people look for them.

use crate::app::words::editor as words;

/// The headings that files of the chart itself stand under, in their order; subcharts follow.
const HEADINGS: [&str; 7] = [
    words::TEMPLATES,
    words::HELPERS,
    words::TESTS,
    words::CHART_YAML,
    words::VALUES_FILES,
    words::CRDS,
    words::OTHER_FILES,
];

/// The heading of the file at `path`: what it is to Helm, or the folder of its subchart.
fn heading(path: &str) -> &str {
    let (folder, rest) = path.split_once('/').unwrap_or(("", path));
    match folder {
        "templates" if rest.starts_with("tests/") => words::TESTS,
        "templates" if rest.rsplit('/').next().is_some_and(|name| name.starts_with('_')) => words::HELPERS,
        "templates" => words::TEMPLATES,
        "crds" => words::CRDS,
        "" if path == "Chart.yaml" || path == "Chart.lock" => words::CHART_YAML,
        "" if path.starts_with("values") => words::VALUES_FILES,
        "charts" => {
            let end = rest.find('/').and_then(|at| at.checked_add("charts/".len()));
            end.and_then(|end| path.get(..end)).unwrap_or(words::OTHER_FILES)
        }
        _ => words::OTHER_FILES,
    }
}

/// Files by their headings, each group in the order of `files`.
pub fn groups<T>(files: &[T], path: impl Fn(&T) -> &str) -> Vec<(&str, Vec<&T>)> {
    let mut groups: Vec<(&str, Vec<&T>)> = HEADINGS.iter().map(|heading| (*heading, Vec::new())).collect();
    for file in files {
        let heading = heading(path(file));
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, group)) => group.push(file),
            None => groups.push((heading, vec![file])),
        }
    }
    groups.retain(|(_, files)| !files.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_stands_under_its_heading() {
        let paths = [
            "templates/_helpers.tpl",
            "templates/job.yaml",
            "templates/jobs/_names.tpl",
            "templates/tests/smoke.yaml",
            "Chart.yaml",
            "values.yaml",
            "crds/a.yaml",
            "Chart.lock",
            "README.md",
            "charts/README.md",
            "config/values.yaml",
            "values.schema.json",
            "charts/db/templates/x.yaml",
            "charts/db/charts/deep/values.yaml",
            "charts/Tests/values.yaml",
        ];
        let groups = groups(&paths, |path| path);
        let lines: Vec<String> = groups
            .iter()
            .map(|(heading, files)| {
                format!("{heading}: {}", files.iter().map(|path| **path).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            lines,
            [
                "Templates: templates/job.yaml",
                "Helpers: templates/_helpers.tpl templates/jobs/_names.tpl",
                "Tests: templates/tests/smoke.yaml",
                "Chart.yaml: Chart.yaml Chart.lock",
                "Values: values.yaml values.schema.json",
                "CRDs: crds/a.yaml",
                "Other files: README.md charts/README.md config/values.yaml",
                "charts/db: charts/db/templates/x.yaml charts/db/charts/deep/values.yaml",
                "charts/Tests: charts/Tests/values.yaml",
            ]
        );
    }

    #[test]
    fn no_group_is_empty() {
        assert_eq!(groups(&["values.yaml"], |path| path), [(words::VALUES_FILES, vec![&"values.yaml"])]);
    }
}
