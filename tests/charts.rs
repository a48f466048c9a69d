//! Charts rendered as wholes: what made which part, what is said where, and what else renders.

use helm_hooks::chart::{RenderOptions, Rendered, RenderedChart, render};
use helm_hooks::story::{Chart, HelmVersion};
use helm_hooks::template::Limits;
use helm_hooks::text::Severity;

fn options(helm: HelmVersion) -> RenderOptions {
    RenderOptions { release: "demo".into(), namespace: "space".into(), revision: 3, is_upgrade: true, helm }
}

fn chart(values: &str, files: &[(&str, &str)]) -> Chart {
    let templates = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Chart { values: values.into(), templates, ..Chart::default() }
}

fn rendered(values: &str, files: &[(&str, &str)]) -> RenderedChart {
    render(&chart(values, files), "a", "", &options(HelmVersion::new(4, 3, 1)), &Limits::default())
}

/// Each part of the output with the part of the source that made it.
fn parts<'a>(file: &'a Rendered, source: &'a str) -> Vec<(&'a str, &'a str)> {
    file.map.iter().map(|piece| (piece.output.of(&file.text), piece.source.of(source))).collect()
}

#[test]
fn every_part_of_the_output_names_what_made_it() {
    let source =
        "a: {{ .Values.x }}\n{{- if .Values.shown }}\nb: {{ include \"h\" . }}{{ end }}\n{{ template \"h\" . }}";
    let helper = "{{ define \"h\" }}h-{{ .Release.Name }}{{ end }}";
    let found = rendered("{x: 1, shown: true}", &[("t.yaml", source), ("_h.tpl", helper)]);
    assert_eq!(found.error, None);
    let file = &found.files["app/templates/t.yaml"];
    assert_eq!(file.text, "a: 1\nb: h-demo\nh-demo");
    assert_eq!(
        parts(file, source),
        [
            ("a: ", "a: "),
            ("1", "{{ .Values.x }}"),
            ("\nb: ", "\nb: "),
            ("h-demo", "{{ include \"h\" . }}"),
            ("\n", "\n"),
            ("h-", "{{ template \"h\" . }}"),
            ("demo", "{{ template \"h\" . }}"),
        ]
    );
}

#[test]
fn what_is_missing_is_cut_out_of_the_map_too() {
    let source = "x{{ .Values.nothing }}y";
    let found = rendered("", &[("t.yaml", source)]);
    assert_eq!(parts(&found.files["app/templates/t.yaml"], source), [("x", "x"), ("y", "y")]);
}

#[test]
fn an_error_in_one_file_leaves_the_others() {
    let found = rendered(
        "",
        &[("a.yaml", "a: {{ .Values.x.y }}"), ("b.yaml", "b: 1"), ("z.yaml", "z: {{ required \"need z\" .Values.z }}")],
    );
    // Helm renders the last file first.
    assert_eq!(found.error.as_deref(), Some("execution error at (app/templates/z.yaml:1:6): need z"));
    assert_eq!(found.files.keys().collect::<Vec<_>>(), ["app/templates/b.yaml"]);
    let said: Vec<_> = found
        .diagnostics
        .iter()
        .map(|found| (&*found.id, found.labels[0].file.as_str(), found.title.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("template/execution", "templates/z.yaml", "Need z"),
            ("template/execution", "templates/a.yaml", "Nil pointer evaluating interface {}.y"),
        ]
    );
    let label = &found.diagnostics[1].labels[0];
    assert_eq!(label.span.of("a: {{ .Values.x.y }}"), ".Values.x.y");
}

#[test]
fn an_error_in_a_helper_is_shown_where_it_is_called_and_where_it_happens() {
    let helper = "{{ define \"h\" }}\n{{ fail \"no\" }}{{ end }}";
    let source = "a: {{ include \"h\" . }}";
    let found = rendered("", &[("a.yaml", source), ("_h.tpl", helper)]);
    let labels: Vec<_> = found.diagnostics[0].labels.iter().map(|label| (label.file.as_str(), label.span)).collect();
    assert_eq!(labels[0].0, "templates/a.yaml");
    assert_eq!(labels[0].1.of(source), "include \"h\" .");
    assert_eq!(labels[1].0, "templates/_h.tpl");
    assert_eq!(labels[1].1.of(helper), "fail \"no\"");
    assert_eq!(found.diagnostics[0].helm_says, found.error);
}

#[test]
fn a_syntax_error_fails_the_chart_and_marks_the_place() {
    let source = "ok: 1\nbad: {{ nosuch 1 }}\n";
    let files = [("a.yaml", source), ("b.yaml", "b: {{ .Release.Revision }}")];
    let found = rendered("", &files);
    let error = "parse error at (app/templates/a.yaml:2): function \"nosuch\" not defined";
    assert_eq!(found.error.as_deref(), Some(error));
    assert_eq!(found.diagnostics[0].id, "template/syntax");
    assert_eq!(found.diagnostics[0].labels[0].span.of(source), "nosuch");
    assert_eq!(found.files["app/templates/b.yaml"].text, "b: 3");
}

#[test]
fn helm_3_says_it_in_gos_words() {
    let chart = chart("", &[("a.yaml", "{{ .Values.x.y }}")]);
    let found = render(&chart, "a", "", &options(HelmVersion::new(3, 22, 0)), &Limits::default());
    let error = "template: app/templates/a.yaml:1:10: executing \"app/templates/a.yaml\" at <.Values.x.y>: nil pointer evaluating interface {}.y";
    assert_eq!(found.error.as_deref(), Some(error));
}

#[test]
fn values_of_the_user_lie_over_those_of_charts_and_subcharts() {
    let mut root = chart("a: {b: 1, c: 2}\nsub: {own: root}\nglobal: {g: root}\n", &[("t", "{{ toJson .Values.a }}")]);
    let sub = chart(
        "own: sub\nmore: sub\n",
        &[("s", "{{ .Values.own }} {{ .Values.more }} {{ .Values.global.g }} {{ .Chart.Name }}")],
    );
    root.charts.insert("sub".into(), sub);
    let user = "a: {b: 5, c: null}\nsub: {more: user}\nglobal: {g: user}\n";
    let found = render(&root, "a", user, &options(HelmVersion::new(4, 3, 1)), &Limits::default());
    assert_eq!(found.error, None);
    assert_eq!(found.files["app/templates/t"].text, "{\"b\":5}");
    assert_eq!(found.files["app/charts/sub/templates/s"].text, "root user user sub");
    assert_eq!(found.files["app/charts/sub/templates/s"].file, "charts/sub/templates/s");
}

#[test]
fn wrong_values_end_the_operation() {
    let found = render(&chart("", &[]), "a", "a: [\n", &options(HelmVersion::new(4, 3, 1)), &Limits::default());
    let error = "failed to parse values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected node content";
    assert_eq!(found.error.as_deref(), Some(error));
    let found = rendered("- x\n", &[]);
    assert!(found.error.unwrap().starts_with("cannot load values.yaml: "));
    assert_eq!(found.diagnostics[0].labels[0].file, "values.yaml");
}

#[test]
fn what_cannot_be_computed_or_is_random_is_marked() {
    let files = [("a.yaml", "a: {{ dateInZone \"15:04\" 0 \"Asia/Tokyo\" }}\nb: {{ randAlphaNum 5 }}\n")];
    let found = rendered("", &files);
    assert_eq!(found.error, None);
    let marks: Vec<_> = found.diagnostics.iter().map(|found| (&*found.id, found.severity)).collect();
    assert_eq!(marks, [("template/function", Severity::Warning), ("template/made-up", Severity::Info)]);
    let text = &found.files["app/templates/a.yaml"].text;
    assert!(text.starts_with("a: \nb: ") && text.len() == "a: \nb: 12345\n".len(), "{text:?}");
    assert_eq!(found, rendered("", &files));
}

#[test]
fn a_template_may_change_the_values_that_others_see() {
    let files = [("b", "{{ $_ := set .Values \"x\" 1 }}"), ("a", "{{ .Values.x }}")];
    assert_eq!(rendered("", &files).files["app/templates/a"].text, "1");
}
