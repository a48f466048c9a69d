//! The lint rules: every rule's own example, and cases.

use std::fs;

use helm_hooks::chart::{Piece, RenderOptions, Rendered, RenderedChart, render};
use helm_hooks::lint;
use helm_hooks::manifest::Split;
use helm_hooks::story::{Chart, HelmVersion};
use helm_hooks::template::Limits;
use helm_hooks::text::{Diagnostic, Span};

fn findings(text: &str) -> Vec<Diagnostic> {
    let chart = Chart { templates: [("x.yaml".to_owned(), text.to_owned())].into_iter().collect(), ..Chart::default() };
    lint::check(&chart, &rendered(&chart), Split::Lines)
}

fn rendered(chart: &Chart) -> RenderedChart {
    let options = RenderOptions {
        release: "demo".into(),
        namespace: "demo".into(),
        revision: 1,
        is_upgrade: false,
        helm: HelmVersion::new(4, 3, 1),
    };
    render(chart, "a", "", &options, &Limits::default())
}

/// A Job with the lines as annotations, or as fields of its metadata.
fn job(lines: &str) -> String {
    let is_field = lines.starts_with("name") || lines.starts_with("generateName");
    let (fields, annotations) = if is_field { (lines, "") } else { ("name: job", lines) };
    let hook = if annotations.contains("helm.sh/hook:") { "" } else { "helm.sh/hook: post-upgrade\n" };
    let indent = |text: &str, by: &str| text.lines().map(|line| format!("{by}{line}\n")).collect::<String>();
    format!(
        "kind: Job\nmetadata:\n{}  annotations:\n{}",
        indent(fields, "  "),
        indent(&format!("{hook}{annotations}"), "    ")
    )
}

/// `(id, example, fixed example)` of every rule, as its file tells them.
fn examples() -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir("src/lint").unwrap() {
        let source = fs::read_to_string(entry.unwrap().path()).unwrap();
        let docs: String = source
            .lines()
            .filter_map(|line| line.strip_prefix("//!"))
            .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
            .collect();
        let Some(id) = docs.strip_prefix('`').and_then(|rest| rest.split('`').next()) else { continue };
        for heading in ["# What", "# Why", "# Example", "# Fix"] {
            assert!(docs.contains(&format!("\n{heading}\n")), "{id} has no {heading}");
        }
        let blocks: Vec<&str> =
            docs.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
        let [example, fixed] = blocks[..] else { panic!("{id}: an example and its fix") };
        all.push((id.to_owned(), job(example), job(fixed)));
    }
    all
}

#[test]
fn every_rule_finds_its_example_and_mends_it() {
    let examples = examples();
    assert!(examples.len() >= 10, "{}", examples.len());
    for (id, example, fixed) in examples {
        let mut found =
            findings(&example).into_iter().filter(|found| found.id.split('/').next() == id.split('/').next());
        let mended = found.find_map(|found| {
            let text = found.fixes.first()?.apply(&example)?;
            (text == fixed && (found.id == id || id == "hook/several-events")).then_some(text)
        });
        let Some(mended) = mended else { panic!("{id}:\n{example}\n{:#?}\nexpected\n{fixed}", findings(&example)) };
        let again: Vec<Diagnostic> = findings(&mended).into_iter().filter(|again| again.id == id).collect();
        assert!(again.is_empty(), "{id} finds it again in\n{mended}");
    }
}

/// `id@marked text` of all findings but those named.
fn marks(text: &str, but: &[&str]) -> Vec<String> {
    let found = findings(text).into_iter().filter(|found| !but.contains(&&*found.id));
    found.map(|found| format!("{}@{}", found.id, found.labels[0].span.of(text))).collect()
}

const USUAL: [&str; 2] = ["hook/stays", "hook/several-events"];

#[test]
fn cases() {
    for (lines, expected) in [
        ("helm.sh/hook: pre-install", vec![]),
        ("helm.sh/hook: \" PRE-Install , test-success\"", vec![]),
        ("helm.sh/hook: \"pre-install,\"", vec!["hook/unknown-event@\"pre-install,\""]),
        ("helm.sh/hook: \"\"", vec!["hook/unknown-event@\"\""]),
        ("helm.sh/hook: ~", vec!["hook/unknown-event@~"]),
        ("helm.sh/hook: post-install,pre-instal", vec!["hook/unknown-event@pre-instal"]),
        ("helm.sh/hook: crd-install", vec!["hook/unknown-event@crd-install"]),
        ("helm.sh/hook: pre-install post-install", vec!["hook/unknown-event@pre-install post-install"]),
        ("helm.sh/hook: test,test-success", vec!["hook/event-twice@test,test-success"]),
        ("helm.sh/hook-weight: \"-5\"", vec![]),
        ("helm.sh/hook-weight: \"1.5\"", vec!["hook/weight-not-a-number@\"1.5\""]),
        ("helm.sh/hook-weight: 1.5", vec!["annotation/not-text@1.5", "hook/weight-not-a-number@1.5"]),
        ("helm.sh/hook-weight: \"\"", vec!["hook/weight-not-a-number@\"\""]),
        ("other: true", vec!["annotation/not-text@true"]),
        ("other: ~", vec![]),
        ("helm.sh/hook-delete-policy: before-hook-creation,never", vec!["hook/unknown-delete-policy@never"]),
        ("helm.sh/hook-delete-policy: \"\"", vec!["hook/unknown-delete-policy@\"\""]),
        ("helm.sh/hook-delete-policy: HOOK-Succeeded", vec!["hook/no-clean-start@HOOK-Succeeded"]),
        ("helm.sh/hook-delete-policy: hook-succeeded,before-hook-creation", vec![]),
        ("helm.sh/hook-output-log-policy: always", vec!["hook/unknown-output-log-policy@always"]),
    ] {
        assert_eq!(marks(&job(lines), &USUAL), expected, "{lines}");
    }
}

#[test]
fn resources_are_looked_at_for_their_annotations_only() {
    let text = "kind: Job\nmetadata:\n  name: a\n  annotations:\n    helm.sh/hook-weight: \"x\"\n    other: 5\n";
    assert_eq!(marks(text, &[]), ["annotation/not-text@5"]);
}

#[test]
fn crds_are_never_deleted_so_no_policy_is_missing() {
    let text = job("helm.sh/hook-delete-policy: hook-succeeded").replace("kind: Job", "kind: CustomResourceDefinition");
    assert_eq!(marks(&text, &[]), [""; 0]);
}

#[test]
fn a_fix_never_touches_a_template_expression() {
    let source = job("helm.sh/hook: {{ .Values.event }}");
    let expression = source.find("{{").unwrap()..source.find("}}").unwrap() + 2;
    let chart = Chart { templates: [("x.yaml".to_owned(), source.clone())].into_iter().collect(), ..Chart::default() };
    // What it makes is as long as itself, so that the length tells nothing.
    let made = format!("{:<width$}", "pre-instal", width = expression.len());
    let mut file = Rendered { file: "templates/x.yaml".into(), ..Rendered::default() };
    for (text, from) in [
        (&source[..expression.start], Span::new(0, expression.start)),
        (made.as_str(), Span::new(expression.start, expression.end)),
        (&source[expression.end..], Span::new(expression.end, source.len())),
    ] {
        let at = file.text.len();
        file.text.push_str(text);
        file.map.push(Piece { output: Span::new(at, file.text.len()), source: from });
    }
    let rendered =
        RenderedChart { files: [("app/templates/x.yaml".to_owned(), file)].into(), ..RenderedChart::default() };
    let found = lint::check(&chart, &rendered, Split::Lines);
    assert_eq!((&*found[0].id, found[0].fixes.len()), ("hook/unknown-event", 0));
    assert!(found[0].labels[0].span.of(&source).starts_with("{{"), "{}", found[0].labels[0].span.of(&source));
}

#[test]
fn findings_name_the_file_they_are_in() {
    let text = format!("# first\n---\n{}", job("helm.sh/hook: no"));
    let found = findings(&text);
    assert_eq!(found[0].labels[0].file, "templates/x.yaml");
    assert_eq!(found[0].labels[0].span.of(&text), "no");
}
