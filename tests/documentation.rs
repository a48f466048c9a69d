//! Where Helm does not do what its documentation says: each case is shown at a step of a scenario that real Helm was
//! recorded with, and all are listed on the page `www/documentation.html`. `BLESS=1` writes that anew.

use std::fmt::Write as _;
use std::fs;

use helm_hooks::helm::{PROVED, Rule};
use helm_hooks::story::{self, HelmVersion};
use helm_hooks::trace::{Parting, partings, simulate};

const PAGE: &str = "www/documentation.html";

/// Where each is shown: id, scenario, version, and the steps at which it is (counted from 1).
const SHOWN: &[(&str, &str, &str, &[usize])] = &[
    ("D-1", "hook-weights", "4.3.1", &[11, 15]),
    ("D-2", "hook-weights", "3.22.0", &[29]),
    ("D-3", "hook-resource-policy", "4.3.1", &[5, 15, 16]),
    ("D-4", "crds-directory", "4.3.1", &[1]),
    ("D-5", "fail-pre-rollback", "4.3.1", &[9, 20]),
    ("D-6", "fail-post-delete", "4.3.1", &[7]),
    ("D-7", "fail-post-install", "3.22.0", &[5]),
    ("D-8", "fail-pre-rollback", "4.3.1", &[16]),
    ("D-9", "hook-slow-delete", "4.3.1", &[9]),
    ("D-10", "ssa-finished-job", "4.3.1", &[13, 26]),
    ("D-11", "fail-cleanup-forward", "4.3.1", &[34, 35, 36]),
    ("D-12", "create-rejected-403", "4.3.1", &[6]),
    ("D-13", "install-unowned", "4.3.1", &[8]),
    ("D-14", "v4-conflict", "4.3.1", &[22]),
];

/// Numbers of the steps of a story at which `id` is told.
fn told(text: &str, helm: &str, id: &str) -> Vec<usize> {
    let mut story = story::read(text).unwrap();
    story.helm = Some(helm.parse().unwrap());
    let trace = simulate(&story);
    let told = trace.steps.iter().filter(|step| step.parting.as_ref().is_some_and(|parting| parting.id == id));
    told.map(|step| step.index + 1).collect()
}

#[test]
fn each_is_told_where_recorded_helm_shows_it() {
    for (id, scenario, helm, steps) in SHOWN {
        let text = fs::read_to_string(format!("tests/conformance/scenarios/{scenario}.yaml")).unwrap();
        assert_eq!(told(&text, helm, id), *steps, "{id} in {scenario} with {helm}");
    }
    let shown = |one: &Parting| SHOWN.iter().any(|(id, ..)| *id == one.id);
    assert!(partings().iter().all(shown));
}

/// Helm 3 waits until what it deleted is gone, as the documentation says.
#[test]
fn a_version_that_does_as_documented_says_nothing() {
    let text = fs::read_to_string("tests/conformance/scenarios/hook-slow-delete.yaml").unwrap();
    assert!(told(&text, "3.22.0", "D-9").is_empty());
}

#[test]
fn the_page_is_fresh() {
    let page = page();
    if std::env::var_os("BLESS").is_some() {
        fs::write(PAGE, page).unwrap();
        return;
    }
    assert!(fs::read_to_string(PAGE).is_ok_and(|old| old == page), "{PAGE} is stale: BLESS=1 writes it anew");
}

fn page() -> String {
    let mut out = String::from(HEAD);
    for one in partings() {
        let Parting { id, documentation, url, helm, rule } = &one;
        let rule = Rule::from_id(rule).unwrap();
        let (documentation, helm) = (html(documentation), html(helm));
        _ = write!(
            out,
            "      <li id=\"{id}\">\n        <h2>{id}</h2>\n        <dl>\n          \
             <dt>The documentation says</dt>\n          <dd>{documentation} <a href=\"{url}\">{}</a></dd>\n          \
             <dt>Helm does</dt>\n          <dd>{helm} <b>{}</b> {}</dd>\n        </dl>\n      </li>\n",
            url.trim_start_matches("https://").trim_end_matches('/'),
            rule.id(),
            sources(rule)
        );
    }
    out + FOOT
}

/// Links to Helm's source in the newest version of either major.
fn sources(rule: Rule) -> String {
    let newest = |major: u16| PROVED.iter().copied().find(|helm| helm.major == major).unwrap();
    let link = |helm: HelmVersion| {
        let source = rule.source(helm).unwrap();
        format!("<a href=\"{}\">{} in Helm {helm}</a>", source.url, source.function)
    };
    [4, 3].map(|major| link(newest(major))).join(", ")
}

/// Text as HTML; what stands between backticks is code.
fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let piece =
        |(index, piece): (usize, &str)| if index % 2 == 0 { piece.into() } else { format!("<code>{piece}</code>") };
    text.split('`').enumerate().map(piece).collect()
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Where documentation and Helm part</title>
    <link rel="stylesheet" href="documentation.css">
  </head>
  <body>
    <main>
      <p><a href="./">Helm Hooks Playground</a></p>
      <h1>Where documentation and Helm part</h1>
      <p>What Helm's documentation says about hooks, and what Helm was recorded to do. The playground says so at the step where it matters.</p>
      <ol>
"#;
const FOOT: &str = "      </ol>\n    </main>\n  </body>\n</html>\n";
