//! Rendering a story's chart as Helm does (`pkg/engine`): which files, under which paths.

use std::collections::BTreeMap;

use super::{Piece, RenderOptions, Rendered, RenderedChart};
use crate::story::Chart;
use crate::template::Limits;
use crate::text::Span;

/// Name of a story's chart that gives none.
const DEFAULT_NAME: &str = "app";

/// What text/template prints for a value that is not there; Helm cuts it out of every file.
const NO_VALUE: &str = "<no value>";

/// A file below `templates/` with everything that is known of it before rendering.
struct Source<'a> {
    /// `app/charts/sub/templates/x.yaml`
    path: String,
    /// `charts/sub/templates/x.yaml`
    file: String,
    text: &'a str,
}

/// Renders the templates of `chart` with its own values and the user's (`-f`, YAML text).
///
/// `short_name` is the chart's name in the story; labels of diagnostics name files inside it.
/// Partials (base name begins with `_`) are not rendered; `NOTES.txt` is (R-RND-1, R-RND-2).
#[must_use]
pub fn render(
    chart: &Chart,
    short_name: &str,
    values: &str,
    options: &RenderOptions,
    limits: &Limits,
) -> RenderedChart {
    let _ = (values, options, limits);
    let mut sources = Vec::new();
    collect(chart, chart.name.as_deref().unwrap_or(DEFAULT_NAME), "", &mut sources);
    let files: BTreeMap<String, Rendered> = sources
        .into_iter()
        .filter(|source| !is_partial(&source.path))
        .map(|source| (source.path, without_no_value(Rendered::unchanged(source.text, source.file))))
        .collect();
    RenderedChart { chart: short_name.into(), files, error: None, diagnostics: Vec::new() }
}

/// All files below `templates/` of `chart` and its subcharts; `path` is the chart's full path, `folder`
/// its folder inside the root chart with a final `/`, empty for the root.
fn collect<'a>(chart: &'a Chart, path: &str, folder: &str, into: &mut Vec<Source<'a>>) {
    for (name, text) in &chart.templates {
        into.push(Source { path: format!("{path}/templates/{name}"), file: format!("{folder}templates/{name}"), text });
    }
    for (name, sub) in &chart.charts {
        let full = sub.name.as_deref().unwrap_or(name);
        collect(sub, &format!("{path}/charts/{full}"), &format!("{folder}charts/{name}/"), into);
    }
}

/// Whether Helm only parses the file (R-RND-2).
fn is_partial(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with('_'))
}

/// `rendered` without `<no value>` (R-RND-5); the map goes on pointing at the same places.
fn without_no_value(rendered: Rendered) -> Rendered {
    if !rendered.text.contains(NO_VALUE) {
        return rendered;
    }
    let mut kept = Vec::new();
    let mut at = 0;
    for (start, hit) in rendered.text.match_indices(NO_VALUE) {
        kept.push(Span::new(at, start));
        at = start.saturating_add(hit.len());
    }
    kept.push(Span::new(at, rendered.text.len()));
    let mut out = Rendered { file: rendered.file, ..Rendered::default() };
    for part in kept {
        for piece in &rendered.map {
            let from = piece.output.start.max(part.start);
            let to = piece.output.end.min(part.end);
            if from < to {
                out.push(part_of(&rendered.text, from, to), piece.cut(from, to));
            }
        }
    }
    out
}

fn part_of(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

impl Rendered {
    /// A text without templates: it is its own output.
    #[must_use]
    pub fn unchanged(text: &str, file: String) -> Self {
        let all = Span::new(0, text.len());
        let map = if text.is_empty() { Vec::new() } else { vec![Piece { output: all, source: all }] };
        Rendered { text: text.into(), map, file }
    }

    /// Appends `text`, which `source` made.
    pub(crate) fn push(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.map.push(Piece { output: Span::new(start, self.text.len()), source });
    }
}

impl Piece {
    /// The source of the part `from..to` of the output: exact for literal text, else the whole source.
    fn cut(&self, from: usize, to: usize) -> Span {
        let literal = self.output.end.checked_sub(self.output.start) == self.source.end.checked_sub(self.source.start);
        if !literal {
            return self.source;
        }
        let shift = |at: usize| at.saturating_sub(self.output.start).saturating_add(self.source.start);
        Span::new(shift(from), shift(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::HelmVersion;

    fn options() -> RenderOptions {
        RenderOptions {
            release: "demo".into(),
            namespace: "demo".into(),
            revision: 1,
            is_upgrade: false,
            helm: HelmVersion::new(4, 3, 1),
        }
    }

    fn chart(files: &[(&str, &str)]) -> Chart {
        let templates = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Chart { templates, ..Chart::default() }
    }

    #[test]
    fn files_without_templates_pass_unchanged() {
        let mut root = chart(&[("a.yaml", "a: 1\n"), ("_h.tpl", "x"), ("NOTES.txt", "hi"), ("_d/b.yaml", "")]);
        root.charts.insert("sub".into(), chart(&[("c.yaml", "c")]));
        let rendered = render(&root, "a", "", &options(), &Limits::default());
        let paths: Vec<&str> = rendered.files.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            [
                "app/charts/sub/templates/c.yaml",
                "app/templates/NOTES.txt",
                "app/templates/_d/b.yaml",
                "app/templates/a.yaml"
            ]
        );
        let a = &rendered.files["app/templates/a.yaml"];
        assert_eq!((a.text.as_str(), a.file.as_str()), ("a: 1\n", "templates/a.yaml"));
        assert_eq!(a.map, [Piece { output: Span::new(0, 5), source: Span::new(0, 5) }]);
        assert_eq!(rendered.files["app/charts/sub/templates/c.yaml"].file, "charts/sub/templates/c.yaml");
    }

    #[test]
    fn no_value_is_cut_out_and_the_map_still_points_right() {
        let rendered = render(&chart(&[("a", "x<no value>yz")]), "a", "", &options(), &Limits::default());
        let a = &rendered.files["app/templates/a"];
        assert_eq!(a.text, "xyz");
        assert_eq!(
            a.map,
            [
                Piece { output: Span::new(0, 1), source: Span::new(0, 1) },
                Piece { output: Span::new(1, 3), source: Span::new(11, 13) }
            ]
        );
    }
}
