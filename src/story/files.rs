//! A chart's texts by their paths.

use super::Chart;

impl Chart {
    /// The text at a path inside the chart: `templates/job.yaml`, `values.yaml`, `charts/db/templates/x.yaml`.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        super::path::text(self, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_a_path() {
        let entry = |name: &str| [(name.to_owned(), name.to_owned())].into();
        let sub = Chart { templates: entry("t/y.yaml"), values: "v".into(), ..Chart::default() };
        let chart = Chart {
            templates: entry("x.yaml"),
            crds: entry("c.yaml"),
            files: entry("f/x"),
            charts: [("sub".to_owned(), sub)].into(),
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
