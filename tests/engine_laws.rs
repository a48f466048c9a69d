//! What the engine never does, whatever the story: every scenario that real Helm has played, and stories of the
//! generator that the differential test uses.

#[path = "differential/chain.rs"]
mod chain;
#[path = "differential/dice.rs"]
mod dice;
#[path = "differential/documents.rs"]
mod documents;
#[path = "differential/flags.rs"]
mod flags;

use std::cell::Cell;
use std::collections::BTreeSet;

use helm_hooks::release::Status::{self, *};
use helm_hooks::story::{Command, HelmVersion, Operation, Story};
use helm_hooks::trace::{self, Action, ObjectRef, Phase, Role, Step, StepOutcome, Trace};
use helm_hooks::{Memory, simulate, simulate_remembering};

const NEWEST: [HelmVersion; 2] = [HelmVersion::new(3, 22, 0), HelmVersion::new(4, 3, 1)];

/// Stories of the generator, and the seed they are made from.
const RANDOM: u64 = 40;
const SEED: u64 = 77;

/// Every scenario and some random stories.
fn stories() -> impl Iterator<Item = Story> {
    let scenarios = std::fs::read_dir("tests/conformance/scenarios").unwrap().map(|entry| {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        helm_hooks::story::read(&text).unwrap()
    });
    let random = (0..RANDOM).map(|number| chain::story(SEED, number));
    scenarios.chain(random)
}

/// Does it with every story, with the newest Helm 3 and the newest Helm 4.
fn for_each(check: impl Fn(&Story, &Trace)) {
    for story in stories() {
        for helm in NEWEST {
            let story = Story { helm: Some(helm), ..story.clone() };
            check(&story, &simulate(&story));
        }
    }
}

fn steps(trace: &Trace, operation: usize) -> &[Step] {
    &trace.steps[trace.operations[operation].steps.clone()]
}

fn told(story: &Story, step: &Step) -> String {
    format!("{} with {}: step {}: {}", story.id, story.helm.unwrap(), step.index + 1, step.headline)
}

#[test]
fn nothing_happens_after_an_operation_has_ended() {
    for_each(|story, trace| {
        for operation in 0..trace.operations.len() {
            let all = steps(trace, operation);
            let last = all.len().saturating_sub(1);
            for (i, step) in all.iter().enumerate() {
                let ends = matches!(step.action, Action::Refuse(_)) || step.outcome == StepOutcome::Cut;
                assert!(!ends || i == last, "{}, and something follows", told(story, step));
                let next = trace.operations.get(operation + 1).and_then(|next| trace.steps.get(next.steps.start));
                assert!(next.is_none_or(|next| step.at + step.took <= next.at), "{} overlaps", told(story, step));
            }
        }
    });
}

/// A failing hook ends the hooks of its event: no other is created for it any more.
#[test]
fn no_hook_of_an_event_runs_after_one_of_them_failed() {
    for_each(|story, trace| {
        for operation in 0..trace.operations.len() {
            let mut failed: Option<Phase> = None;
            for step in steps(trace, operation) {
                let hook = step.role == Role::Hook && matches!(step.phase, Phase::Hooks(_));
                let creates = matches!(step.action, Action::Create | Action::Apply { .. });
                assert!(!(hook && creates && failed == Some(step.phase)), "{} after a failure", told(story, step));
                let bad = matches!(step.outcome, StepOutcome::Failed | StepOutcome::TimedOut);
                if hook && bad && step.action == Action::WaitReady {
                    failed = Some(step.phase);
                }
            }
        }
    });
}

#[test]
fn what_is_created_was_not_there() {
    for_each(|story, trace| {
        for step in trace.steps.iter().filter(|step| step.outcome == StepOutcome::Created) {
            let before = trace.state_at(step.index.checked_sub(1));
            let there: BTreeSet<&ObjectRef> = before.objects.iter().map(|(life, _)| &life.object).collect();
            for object in &step.objects {
                assert!(!there.contains(object), "{}, but {object} is there", told(story, step));
            }
        }
    });
}

/// The transitions of R-STS-2, the first of a record from `None`. An uninstall may begin from any of them.
const TRANSITIONS: [(Option<Status>, Status); 13] = [
    (None, PendingInstall),
    (None, PendingUpgrade),
    (None, PendingRollback),
    (Some(PendingInstall), Deployed),
    (Some(PendingInstall), Failed),
    (Some(PendingUpgrade), Deployed),
    (Some(PendingUpgrade), Failed),
    (Some(PendingRollback), Deployed),
    (Some(PendingRollback), Failed),
    (Some(Deployed), Superseded),
    (Some(Failed), Superseded),
    (Some(Uninstalled), Superseded),
    (Some(Uninstalling), Uninstalled),
];

#[test]
fn records_change_their_status_as_they_may() {
    for_each(|story, trace| {
        for step in &trace.steps {
            let Action::Record { revision, status, .. } = step.action else { continue };
            if step.outcome != StepOutcome::Done {
                continue;
            }
            let before = trace.state_at(step.index.checked_sub(1));
            let was = before.records.iter().find(|record| record.revision == revision).map(|record| record.status);
            let may = was == Some(status) || status == Uninstalling || TRANSITIONS.contains(&(was, status));
            assert!(may, "{}: from {was:?} to {status:?}", told(story, step));
        }
    });
}

#[test]
fn what_is_left_behind_is_in_the_cluster() {
    for_each(|story, trace| {
        for step in &trace.steps {
            let state = trace.state_at(Some(step.index));
            for left in &state.ledger {
                let there = state.objects.iter().any(|(life, _)| life.object == *left.object);
                assert!(there, "{}: {} is left and not there", told(story, step), left.object);
            }
        }
    });
}

/// Stories with nulls in a manifest: at its creation the object keeps them as empty texts, and the first patch, which is
/// the rollback's, takes them out. Or with lists that are empty, which are a change of some kinds each time. Real Helm does
/// so too.
const RESTLESS: [&str; 3] = ["null-in-data", "values-numbers", "empty-lists-unchanged"];

/// Of a chart that was installed and nothing else, the rollback to that revision finds nothing to change.
#[test]
fn a_rollback_to_what_is_there_changes_no_resource() {
    let plain = |command| Operation { command, ..Operation::default() };
    let judged = Cell::new(0);
    for_each(|story, _| {
        let Some(name) = story.charts.keys().next().filter(|_| !RESTLESS.contains(&story.id.as_str())) else {
            return;
        };
        let operations = vec![plain(Command::Install(name.to_owned())), plain(Command::Rollback(1))];
        let story = Story { operations, world: Default::default(), ..story.clone() };
        let trace = simulate(&story);
        // A hook of a resource's name puts itself in its place.
        let named = |role| trace.steps.iter().filter(move |step| step.role == role).flat_map(|step| &step.objects);
        let shared = named(Role::Hook).any(|object| named(Role::Resource).any(|other| other == object));
        if shared || trace.operations.iter().any(|operation| operation.exit != 0) {
            return;
        }
        judged.set(judged.get() + 1);
        let resources = steps(&trace, 1).iter().filter(|step| step.phase == Phase::Resources);
        for step in resources {
            assert_eq!(step.outcome, StepOutcome::Unchanged, "{}", told(&story, step));
        }
    });
    assert!(judged.get() > 300, "only {} stories get that far", judged.get());
}

/// A run with what is known of the texts of other stories, and of its own, is the run without it.
#[test]
fn what_is_remembered_changes_nothing() {
    for helm in NEWEST {
        let mut memory = Memory::keeping();
        for (number, story) in stories().enumerate() {
            let story = Story { helm: Some(helm), ..story };
            let text = |trace: &Trace| (trace::json(trace).to_string(), trace::recording(&story, trace));
            let fresh = text(&simulate(&story));
            // Once more for some: all of their texts are known then.
            for _ in 0..if number % 5 == 0 { 2 } else { 1 } {
                assert!(text(&simulate_remembering(&story, &mut memory)) == fresh, "{} {helm}", story.id);
            }
            // Now and then only, so that stories meet the texts of others.
            if number % 7 == 0 {
                memory.forget_unasked();
            }
        }
    }
}
