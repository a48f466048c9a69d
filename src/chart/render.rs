//! Rendering a story's chart as Helm does (`pkg/engine`): which files, under which paths.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::capabilities::Capabilities;
use super::coalesce::Coalescing;
use super::crds::of_loaded;
use super::load::{Loaded, load};
use super::reader::Reader;
use super::scope::{Shared, template};
use super::values::Table;
use super::{Piece, RenderOptions, Rendered, RenderedChart, Warning, dependencies, problem};
use crate::story::Chart;
use crate::template::{Entries, Limits, Lookup, Map, MapKind, Output, Renderer, Settings, Value};
use crate::text::{Diagnostic, Span, order_of};

/// What text/template prints for a value that is not there; Helm cuts it out of every file.
const NO_VALUE: &str = "<no value>";

/// A file below `templates/` with everything that is known of it before rendering.
pub(super) struct Source<'a> {
    /// `app/charts/sub/templates/x.yaml`
    path: String,
    /// `charts/sub/templates/x.yaml`
    pub file: String,
    text: &'a str,
    /// `.` of its chart, and `app/charts/sub/templates`.
    scope: Map,
    base: Rc<str>,
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
    let reader = Reader::of(options.helm);
    match reader.values(values) {
        Ok(values) => render_values(chart, short_name, values, options, limits, &Surroundings::default(), &reader),
        Err(error) => failed(short_name, problem::values(format!("failed to parse values.yaml: {error}"))),
    }
}

/// As [`render`], with values that were read before, in other surroundings than a plain cluster; `reader` reads as the
/// same version of Helm.
#[must_use]
pub fn render_values(
    chart: &Chart,
    short_name: &str,
    values: Table,
    options: &RenderOptions,
    limits: &Limits,
    surroundings: &Surroundings<'_>,
    reader: &Reader,
) -> RenderedChart {
    Rendering { chart, short_name, options, limits, surroundings, reader }.run(values)
}

/// What rendering depends on beside the release.
#[derive(Debug, Clone)]
pub struct Surroundings<'c> {
    /// What templates can learn about the cluster.
    pub capabilities: Capabilities,
    /// Missing keys are errors (`helm lint --strict`).
    pub strict: bool,
    /// `fail` and `required` say nothing (`helm lint`).
    pub lint: bool,
    /// Values are not checked against values.schema.json (`--skip-schema-validation`).
    pub any_values: bool,
    /// What the clock says, in seconds since 1970.
    pub now: i64,
    /// What random values are made of.
    pub seed: u64,
    /// What `lookup` asks; `None` where Helm asks no cluster.
    pub cluster: Option<&'c dyn Lookup>,
}

impl Default for Surroundings<'_> {
    fn default() -> Self {
        // Any fixed clock will do: the engine reads none.
        const NEW_YEAR_2026: i64 = 1_767_225_600;
        Surroundings {
            capabilities: Capabilities::default(),
            strict: false,
            lint: false,
            any_values: false,
            now: NEW_YEAR_2026,
            seed: 0,
            cluster: None,
        }
    }
}

fn failed(chart: &str, (error, diagnostic): (String, Diagnostic)) -> RenderedChart {
    RenderedChart { chart: chart.into(), error: Some(error), diagnostics: vec![diagnostic], ..RenderedChart::default() }
}

struct Rendering<'a> {
    chart: &'a Chart,
    short_name: &'a str,
    options: &'a RenderOptions,
    limits: &'a Limits,
    surroundings: &'a Surroundings<'a>,
    reader: &'a Reader,
}

impl Rendering<'_> {
    fn run(&self, values: Table) -> RenderedChart {
        let mut warnings = Vec::new();
        let mut loaded = match load(self.chart, self.reader, &mut warnings) {
            Ok(loaded) => loaded,
            Err(error) => return RenderedChart { warnings, ..failed(self.short_name, problem::loading(error)) },
        };
        let values = match self.coalesce(&mut loaded, values, &mut warnings) {
            Ok(values) => values,
            Err(error) => return RenderedChart { warnings, ..failed(self.short_name, problem::values(error)) },
        };
        let checked =
            if self.surroundings.any_values { Ok(()) } else { loaded.check_values(&values, &self.reader.dialect) };
        if let Err(wrong) = checked {
            let says = "values don't meet the specifications of the schema(s) in the following chart(s):";
            let failed = failed(self.short_name, problem::values(format!("{says}\n{wrong}")));
            return RenderedChart { warnings, ..failed };
        }
        let scope = Map::from_json(MapKind::Values, &values);
        let shared = Shared::new(self.options, &self.surroundings.capabilities, self.reader.dialect);
        let mut sources = Vec::new();
        collect(&loaded, &loaded.name, scope, true, &shared, &mut sources);
        RenderedChart { crds: of_loaded(&loaded), values, warnings, ..self.render(sources) }
    }

    /// Decides which subcharts take part, and lays the user's values over those of the charts.
    fn coalesce(&self, loaded: &mut Loaded<'_>, values: Table, warnings: &mut Vec<Warning>) -> Result<Table, String> {
        let dialect = &self.reader.dialect;
        dependencies::process(loaded, &values, dialect, warnings)?;
        Coalescing { keep_nulls: false, dialect, warnings }.charts(loaded, values, "")
    }

    fn render(&self, sources: Vec<Source<'_>>) -> RenderedChart {
        // Deepest first, then last in the alphabet first (R-RND-3).
        let places: Vec<_> =
            sources.iter().map(|source| Reverse((source.path.matches('/').count(), source.path.as_str()))).collect();
        let sources: Vec<&Source<'_>> = order_of(&places).into_iter().filter_map(|at| sources.get(at)).collect();
        let Surroundings { strict, lint, now, seed, cluster, .. } = *self.surroundings;
        let settings = Settings { dialect: self.reader.dialect, strict, lint, now, seed, cluster };
        let mut renderer = Renderer::new(settings, *self.limits);
        let mut chart = RenderedChart { chart: self.short_name.into(), ..RenderedChart::default() };
        let mut files: BTreeMap<&str, &Source<'_>> = BTreeMap::new();
        let mut broken = Vec::new();
        for &source in &sources {
            files.insert(&source.path, source);
            if let Err(problem) = renderer.read(&source.path, source.text, &self.reader.templates) {
                broken.push(source.path.as_str());
                problem::report(&mut chart, &source.file, problem, &files);
            }
        }
        let whole = sources.iter().filter(|source| !is_partial(&source.path));
        let whole = whole.filter(|source| !broken.contains(&source.path.as_str()));
        let jobs = whole.map(|source| {
            source.scope.set("Template".into(), template(&source.path, &source.base));
            (source.path.as_str(), Value::Map(source.scope.clone()))
        });
        let rendering = renderer.render(jobs);
        for missing in rendering.missing {
            problem::missing(&mut chart, &missing, &files);
        }
        for call in rendering.made_up {
            problem::made_up(&mut chart, &call, &files);
        }
        for (path, result) in rendering.files {
            let Some(source) = files.get(path) else { continue };
            match result {
                Ok(output) => {
                    let rendered = without_no_value(Rendered::new(output, source.file.clone()));
                    chart.files.insert(path.into(), rendered);
                }
                Err(problem) => problem::report(&mut chart, &source.file, problem, &files),
            }
        }
        chart
    }
}

/// All files below `templates/` of `chart` and its subcharts; `path` is the chart's full path. Gives
/// back what the parent has under `.Subcharts`.
fn collect<'a>(
    chart: &Loaded<'a>,
    path: &str,
    values: Map,
    root: bool,
    shared: &Shared,
    into: &mut Vec<Source<'a>>,
) -> Value {
    let mut subcharts = Entries::new();
    for sub in &chart.charts {
        let own = match values.get(&sub.name) {
            Some(Value::Map(own)) => own.as_kind(MapKind::Values),
            _ => Map::new(MapKind::Values, Entries::new()),
        };
        let scope = collect(sub, &format!("{path}/charts/{}", sub.name), own, false, shared, into);
        subcharts.insert(sub.name.as_str().into(), scope);
    }
    let scope = Map::new(MapKind::Values, shared.of(chart, values, subcharts, root));
    let base: Rc<str> = format!("{path}/templates").into();
    for (name, text) in chart.templates {
        if chart.is_library() && !is_partial(name) {
            continue;
        }
        into.push(Source {
            path: format!("{base}/{name}"),
            file: format!("{}templates/{name}", chart.folder),
            text,
            scope: scope.clone(),
            base: Rc::clone(&base),
        });
    }
    Value::Map(scope.as_kind(MapKind::Any))
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

    fn new(output: Output, file: String) -> Self {
        Rendered { text: output.text, map: output.map, file }
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
