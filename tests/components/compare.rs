//! The comparison of two versions: verdict, scores, table, fixes.

use helm_hooks::app::compare::{Comparison, ComparisonProps, Offer, changes, fixes, judge, with};
use helm_hooks::app::extras::Told;
use helm_hooks::app::shared::Shared;
use helm_hooks::story::{self, HelmVersion, Story};
use helm_hooks::trace::{Trace, simulate};
use yew::Callback;

use crate::draw::{draw, draw_part, lines};

const VERSIONS: [HelmVersion; 2] = [HelmVersion::new(3, 22, 0), HelmVersion::new(4, 3, 1)];

fn finished() -> Story {
    story::read(include_str!("../cases/cli/finished.yaml")).unwrap()
}

fn play(story: &Story, versions: [HelmVersion; 2]) -> [Trace; 2] {
    versions.map(|helm| simulate(&with(story, helm)))
}

fn comparison(story: &Story, versions: [HelmVersion; 2], operation: usize) -> String {
    draw::<Comparison>(ComparisonProps {
        told: Shared::new(Told { story: story.clone().into(), operation, ..Told::default() }),
        runs: Shared::new(play(story, versions)),
        busy: false,
        player: Default::default(),
        on_versions: Callback::noop(),
        on_wanted: Callback::noop(),
        on_close: Callback::noop(),
    })
}

#[test]
fn two_runs_stand_on_one_set_of_columns_with_a_table_of_where_they_part() {
    let html = comparison(&finished(), VERSIONS, 2);
    // The versions that are offered are not this test's affair.
    let lines: Vec<&str> = html.lines().filter(|line| !line.starts_with("<option")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_operation_that_parts_is_shown_even_if_the_page_shows_another() {
    let html = comparison(&finished(), VERSIONS, 0);
    assert!(html.contains("Helm 3.22.0 stops. Helm 4.3.1 goes on."), "{html}");
    assert!(html.contains("Operations that differ"), "{html}");
}

#[test]
fn two_equal_versions_are_the_same_step_by_step() {
    let html = comparison(&finished(), [VERSIONS[1], VERSIONS[1]], 2);
    assert!(html.contains("Both runs are the same, step by step."), "{html}");
    assert!(!html.contains("Make both the same"), "nothing is to be mended");
    assert!(lines(&html, &["class=\"part\"", "aria-current"]).is_empty(), "no column is marked");
}

#[test]
fn the_command_that_says_the_same_can_be_copied() {
    let html = comparison(&finished(), VERSIONS, 2);
    assert!(html.contains("helm-hooks diff finished.yaml --helm v3.22.0 --helm v4.3.1"), "{html}");
}

#[test]
fn a_fix_shows_what_it_changes_before_it_is_applied() {
    let (story, before) = (finished(), play(&finished(), VERSIONS));
    let offers: Vec<Offer> = changes(&story, before.each_ref(), 2)
        .into_iter()
        .filter_map(|change| {
            let after = play(&change.story, VERSIONS);
            judge(change, before.each_ref(), after.each_ref(), 2)
        })
        .collect();
    insta::assert_snapshot!(draw_part(fixes(Some(&offers), &Callback::noop())));
    assert!(draw_part(fixes(None, &Callback::noop())).contains("aria-busy"));
    assert!(draw_part(fixes(Some(&[]), &Callback::noop())).contains("No change"));
}
