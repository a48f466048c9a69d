//! What holds for every story.

use std::collections::BTreeMap;

use helm_hooks::cluster::{Key, MADE_BY_WORLD};
use helm_hooks::helm;
use helm_hooks::manifest::{Hook, HookEvent, Origin, execution_order};
use helm_hooks::story::{Behaviour, Chart, Command, HelmVersion, Operation, Outcome, Story};
use helm_hooks::trace::{self, Trace};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

const EVENTS: [&str; 9] = [
    "pre-install",
    "post-install",
    "pre-upgrade",
    "post-upgrade",
    "pre-rollback",
    "post-rollback",
    "pre-delete",
    "post-delete",
    "test",
];

/// The annotations of a hook, none for a resource.
fn annotations() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let events = prop::collection::vec(select(EVENTS.to_vec()), 1..4).prop_map(|events| events.join(","));
    let policies = select(vec![
        "",
        "before-hook-creation",
        "hook-succeeded",
        "hook-failed",
        "hook-succeeded,hook-failed",
        "never",
    ]);
    let hook = (events, -2i64..3, policies, any::<bool>()).prop_map(|(events, weight, policy, explicit)| {
        let mut all = vec![("helm.sh/hook", events), ("helm.sh/hook-weight", weight.to_string())];
        if explicit {
            all.push(("helm.sh/hook-delete-policy", policy.to_owned()));
        }
        all
    });
    let keep = Just(vec![("helm.sh/resource-policy", "keep".to_owned())]);
    prop_oneof![3 => hook, 2 => Just(Vec::new()), 1 => keep]
}

fn document() -> impl Strategy<Value = String> {
    let kind = select(vec![
        ("batch/v1", "Job", ", spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}"),
        ("v1", "ConfigMap", ", data: {v: \"1\"}"),
        ("v1", "ServiceAccount", ""),
        ("v1", "Pod", ", spec: {restartPolicy: Never, containers: [{name: c, image: i}]}"),
    ]);
    (kind, select(vec!["a", "b", "c", "d"]), annotations()).prop_map(|((version, kind, rest), name, annotations)| {
        let annotations: BTreeMap<&str, String> = annotations.into_iter().collect();
        let annotations = serde_json::to_string(&annotations).unwrap();
        format!(
            "{{apiVersion: {version}, kind: {kind}, metadata: {{name: {name}, annotations: {annotations}}}{rest}}}\n"
        )
    })
}

fn chart() -> impl Strategy<Value = Chart> {
    prop::collection::vec(document(), 0..7).prop_map(|documents| Chart {
        templates: [("all.yaml".to_owned(), documents.join("---\n"))].into_iter().collect(),
        ..Chart::default()
    })
}

fn operation() -> impl Strategy<Value = Operation> {
    let command = prop_oneof![
        2 => Just(Command::Install("a".into())),
        3 => select(vec!["a", "b"]).prop_map(|chart| Command::Upgrade(chart.into())),
        1 => (0i64..3).prop_map(Command::Rollback),
        1 => Just(Command::Uninstall),
        1 => Just(Command::Test),
    ];
    let flags = prop::sample::subsequence(vec!["--wait", "--no-hooks", "--timeout=3s", "--keep-history"], 0..3);
    let object = select(vec!["Job/a", "Job/b", "Job/*", "Pod/c", "*"]);
    let outcome = select(vec![Outcome::Fails, Outcome::Hangs, Outcome::Completes, Outcome::Vanishes]);
    let behaviour = (outcome, 0u64..2000).prop_map(|(outcome, after)| Behaviour {
        outcome: Some(outcome),
        after,
        ..Behaviour::default()
    });
    let world = prop::collection::btree_map(object.prop_map(str::to_owned), behaviour, 0..3);
    (command, flags, world).prop_map(|(command, flags, world)| Operation {
        command,
        flags: flags.into_iter().map(str::to_owned).collect(),
        world: world.into_iter().collect(),
        ..Operation::default()
    })
}

fn story() -> impl Strategy<Value = Story> {
    let version = select(vec![HelmVersion::new(3, 22, 0), HelmVersion::new(4, 3, 1)]);
    (chart(), chart(), prop::collection::vec(operation(), 1..6), version).prop_map(|(a, b, operations, version)| {
        Story {
            charts: [("a".to_owned(), a), ("b".to_owned(), b)].into_iter().collect(),
            operations,
            helm: Some(version),
            ..Story::default()
        }
    })
}

/// The objects that are there after each step, replayed from the beginning.
fn replay(story: &Story) -> Vec<BTreeMap<(String, String, String), Value>> {
    let run = helm::run(story);
    let mut now: BTreeMap<Key, Value> = BTreeMap::new();
    let mut done = 0;
    let mut states = Vec::new();
    for event in run.operations.iter().flat_map(|operation| &operation.events) {
        for change in &run.cluster[done..event.cluster] {
            match &change.object {
                Some(object) => now.insert(change.key.clone(), object.value()),
                None => now.remove(&change.key),
            };
        }
        done = event.cluster;
        let seen = now.iter().filter(|(key, object)| {
            key.kind != "Namespace"
                && object.pointer("/metadata/annotations").is_none_or(|all| all.get(MADE_BY_WORLD).is_none())
        });
        states.push(
            seen.map(|(key, object)| ((key.kind.clone(), key.namespace.clone(), key.name.clone()), object.clone()))
                .collect(),
        );
    }
    states
}

fn check(story: &Story, trace: &Trace) {
    let replayed = replay(story);
    assert_eq!(replayed.len(), trace.steps.len());
    for (step, expected) in replayed.iter().enumerate() {
        let state = trace.state_at(Some(step));
        let found: BTreeMap<_, _> = state
            .objects
            .iter()
            .map(|(life, state)| {
                let name = &life.object;
                ((name.kind.clone(), name.namespace.clone(), name.name.clone()), state.manifest.value())
            })
            .collect();
        assert_eq!(&found, expected, "step {step}");
        for left in &state.ledger {
            assert!(
                state.objects.iter().any(|(life, _)| life.object == *left.object),
                "{} is left and not there",
                left.object
            );
            assert!(left.state.created_by <= step && left.why.ends_with('.'), "{left:?}");
        }
    }
    let mut next = 0;
    for (number, operation) in trace.operations.iter().enumerate() {
        assert_eq!(operation.steps.start, next);
        next = operation.steps.end;
        assert!(trace.steps[operation.steps.clone()].iter().all(|step| step.operation == number));
        assert!(operation.exit != 0 || operation.not_reached.is_empty());
    }
    assert_eq!(next, trace.steps.len());
    for (i, step) in trace.steps.iter().enumerate() {
        assert_eq!(step.index, i);
        for text in [&step.headline, &step.why] {
            // Helm's own words may have a type of Go in them.
            let text = text.replace("interface {}", "any");
            assert!(text.ends_with('.') && !text.contains("  ") && !text.contains("{}"), "{text}");
        }
    }
    assert!(trace.steps.windows(2).all(|pair| pair[0].at <= pair[1].at), "time goes forward");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_moment_is_what_a_replay_from_the_beginning_makes_of_it(story in story()) {
        check(&story, &trace::simulate(&story));
    }

    #[test]
    fn the_same_story_makes_the_same_trace(story in story()) {
        let text = |trace: &Trace| (trace::json(trace).to_string(), trace::recording(&story, trace));
        prop_assert_eq!(text(&trace::simulate(&story)), text(&trace::simulate(&story)));
    }

    #[test]
    fn the_order_of_execution_is_a_permutation(
        hooks in prop::collection::vec((
            select(vec![0, 1, -1, i64::MAX, i64::MIN]),
            select(vec!["", "a", "b", "B", "é", "a\0", "database-1", "database-2", "database"]),
            prop::collection::vec(select(HookEvent::ALL.to_vec()), 1..4),
        ), 0..20),
        start in select(vec!["", "ab", "my-release-"]),
        event in select(HookEvent::ALL.to_vec()),
    ) {
        let hooks: Vec<Hook> =
            hooks.into_iter().map(|(weight, name, events)| hook(weight, &format!("{start}{name}"), events)).collect();
        let refs: Vec<&Hook> = hooks.iter().collect();
        let order = execution_order(&refs, event);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        let named = |hook: &Hook| hook.events.iter().filter(|named| **named == event).count();
        let expected: Vec<usize> = hooks.iter().enumerate().flat_map(|(i, hook)| std::iter::repeat_n(i, named(hook))).collect();
        prop_assert_eq!(sorted, expected);
        for pair in order.windows(2) {
            let key = |i: usize| (hooks[i].weight, &hooks[i].name, i);
            prop_assert!(key(pair[0]) <= key(pair[1]));
        }
    }
}

#[test]
fn the_laws_hold_for_every_scenario() {
    for entry in std::fs::read_dir("tests/conformance/scenarios").unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let story = helm_hooks::story::read(&text).unwrap();
        // A namespace that Helm makes is part of the story, and the replay leaves all of them out.
        let has_namespaces =
            story.namespace_absent || text.contains("kind: Namespace") || text.contains("create-namespace");
        if !has_namespaces {
            check(&story, &trace::simulate(&story));
        }
    }
}

fn hook(weight: i64, name: &str, events: Vec<HookEvent>) -> Hook {
    Hook {
        name: name.into(),
        kind: "Job".into(),
        path: String::new(),
        manifest: String::new(),
        events,
        weight,
        delete_policies: Vec::new(),
        output_log_policies: Vec::new(),
        origin: Origin::default(),
    }
}
