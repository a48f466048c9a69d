//! Which scenarios show which rule: `docs/rules.md`, made from the rules and from what all recorded scenarios do.
//! `BLESS=1` writes it anew.

#[allow(dead_code)] // other tests use the rest
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use helm_hooks::helm::{PROVED, Rule};
use helm_hooks::story::{self, HelmVersion, Story};
use helm_hooks::trace;

const DOCUMENT: &str = "docs/rules.md";
const FOLDER: &str = "tests/conformance";

/// Scenarios that are named for a rule; the rest is counted.
const NAMED: usize = 4;

/// Rules that no scenario can show, with the reason.
const NOT_SHOWN: [(Rule, &str); 1] = [
    // A manifest that was stored could be built. It could be no more if one of its kinds were gone, but Helm keeps what
    // it knows of kinds on disk for six hours and goes by that.
    (Rule::Rb7, "Helm would have to forget a kind first"),
];

/// A scenario that shows a rule; those that show it best are the smallest.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    /// It was not made to show it.
    in_passing: bool,
    /// No step stands on it. Such rules say what does not happen, or what holds of all steps.
    unseen: bool,
    steps: usize,
    id: String,
}

#[test]
fn every_rule_is_shown_by_a_scenario_and_the_table_is_fresh() {
    let shown = shown();
    let excused = |rule: &Rule| NOT_SHOWN.iter().any(|(excused, _)| excused == rule);
    let wrong: Vec<&str> = rules().filter(|rule| shown.contains_key(rule) == excused(rule)).map(Rule::id).collect();
    assert!(wrong.is_empty(), "no recorded scenario shows or names these, or one does and they are excused: {wrong:?}");
    let table = table(&shown);
    if std::env::var_os("BLESS").is_some() {
        fs::write(DOCUMENT, table).unwrap();
        return;
    }
    assert!(fs::read_to_string(DOCUMENT).is_ok_and(|old| old == table), "{DOCUMENT} is stale: BLESS=1 writes it anew");
}

/// The rules of Helm.
fn rules() -> impl Iterator<Item = Rule> {
    Rule::ALL.iter().copied().filter(|rule| *rule != Rule::Story)
}

/// The newest versions of both majors.
fn versions() -> Vec<HelmVersion> {
    let newest = |major| PROVED.iter().copied().find(|helm| helm.major == major);
    [4, 3].into_iter().filter_map(newest).collect()
}

/// The scenarios that show a rule, by rule: those that name it, and those with a step that stands on it, played by a
/// version that they were recorded with.
fn shown() -> BTreeMap<Rule, Vec<Shown>> {
    let mut shown: BTreeMap<Rule, BTreeMap<String, Shown>> = BTreeMap::new();
    for file in (support::files().list)(&format!("{FOLDER}/scenarios")).unwrap() {
        let story = story::read(&fs::read_to_string(format!("{FOLDER}/scenarios/{file}")).unwrap()).unwrap();
        for helm in versions() {
            if !Path::new(&format!("{FOLDER}/recordings/{helm}/{}.json", story.id)).exists() {
                continue;
            }
            let trace = trace::simulate(&Story { helm: Some(helm), ..story.clone() });
            let seen: BTreeSet<Rule> = trace.steps.iter().map(|step| step.rule).collect();
            let named: BTreeSet<Rule> = story.covers.iter().filter_map(|id| Rule::from_id(id)).collect();
            for rule in seen.union(&named) {
                let (in_passing, unseen) = (!named.contains(rule), !seen.contains(rule));
                let entry = Shown { in_passing, unseen, steps: trace.steps.len(), id: story.id.clone() };
                let known = shown.entry(*rule).or_default().entry(story.id.clone()).or_insert(entry);
                known.unseen &= unseen;
            }
        }
    }
    shown
        .into_iter()
        .map(|(rule, scenarios)| {
            let mut scenarios: Vec<Shown> = scenarios.into_values().collect();
            scenarios.sort();
            (rule, scenarios)
        })
        .collect()
}

fn table(shown: &BTreeMap<Rule, Vec<Shown>>) -> String {
    let mut text = format!(
        "# Rules and the scenarios that show them\n\n\
         These are the {} rules of Helm that the engine knows. A scenario stands beside a rule if real Helm played it and\n\
         either it was made to show the rule or our trace of it, which is equal to Helm's recording, has a step that stands\n\
         on the rule: those made for it first, then the shortest. `tests/rules.rs` writes this file, and fails if a rule has\n\
         no scenario.\n\n\
         | Rule | What it says | Where Helm does it | Scenarios |\n|---|---|---|---|\n",
        rules().count()
    );
    for rule in rules() {
        let source = rule.source(versions()[0]).map_or(String::new(), |source| {
            let file = source.path.rsplit('/').next().unwrap_or_default();
            format!("[{file}, `{}`]({})", source.function, source.url)
        });
        let scenarios = shown.get(&rule).map_or(&[][..], Vec::as_slice);
        let link = |shown: &Shown| format!("[{0}](../{FOLDER}/scenarios/{0}.yaml)", shown.id);
        let mut named: Vec<String> = scenarios.iter().take(NAMED).map(link).collect();
        if scenarios.len() > NAMED {
            named.push(format!("{} more", scenarios.len() - NAMED));
        }
        named.extend(NOT_SHOWN.iter().filter(|(excused, _)| *excused == rule).map(|(_, why)| format!("none: {why}")));
        text.push_str(&format!("| {} | {} | {source} | {} |\n", rule.id(), rule.sentence(), named.join(", ")));
    }
    text
}
