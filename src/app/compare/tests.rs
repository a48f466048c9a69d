//! Over the recorded scenarios, played by the newest Helm 3 and the newest Helm 4.

use std::fs;

use super::*;
use crate::app::extras::{Told, Wanted};
use crate::service::example;
use crate::story::{self, FileRef, HelmVersion, Story};
use crate::trace::{About, Alike, Trace, side_by_side, simulate};

const VERSIONS: [HelmVersion; 2] = [HelmVersion::new(3, 22, 0), HelmVersion::new(4, 3, 1)];

fn play(story: &Story, versions: [HelmVersion; 2]) -> [Trace; 2] {
    versions.map(|helm| simulate(&with(story, helm)))
}

fn scenario(name: &str) -> Story {
    let text = fs::read_to_string(format!("tests/conformance/scenarios/{name}.yaml")).unwrap();
    story::read(&text).unwrap()
}

/// Every fifth scenario, by name.
fn scenarios() -> Vec<(String, Story)> {
    let mut names: Vec<String> = fs::read_dir("tests/conformance/scenarios")
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".yaml")?.to_owned()))
        .collect();
    names.sort();
    assert!(names.len() > 250, "only {} scenarios", names.len());
    names.into_iter().step_by(5).map(|name| (name.clone(), scenario(&name))).collect()
}

#[test]
fn every_step_of_both_runs_has_its_column() {
    for (name, story) in scenarios() {
        let traces = play(&story, VERSIONS);
        for operation in 0..story.operations.len() {
            let grid = Grid::of(traces.each_ref(), operation);
            for (side, trace) in traces.iter().enumerate() {
                let Some(run) = &grid.runs[side] else { continue };
                let one = trace.operations.iter().find(|one| one.index == operation).unwrap();
                let all = one.steps.len() + one.not_reached.len();
                let numbers: Vec<usize> = grid.slots.iter().filter_map(|slot| slot.numbers[side]).collect();
                assert_eq!(numbers, (1..=all).collect::<Vec<_>>(), "{name} {operation}: every step once, in order");
                for slot in &grid.slots {
                    let Some(number) = slot.numbers[side] else { continue };
                    let column = &run.score.columns[number - 1];
                    assert_eq!((column.first, column.at, column.width), (number, slot.at, slot.width), "{name}");
                }
                let covered: usize = run.phases.iter().map(|phase| phase.end - phase.first).sum();
                assert_eq!(covered, grid.slots.len(), "{name} {operation}: phases leave no column out");
            }
            let end = grid.slots.last().map_or(0.0, Slot::end);
            assert!((grid.width - end).abs() < 0.01, "{name} {operation}: {} {end}", grid.width);
        }
    }
}

#[test]
fn steps_differ_where_the_command_says_so() {
    let mut differ = 0;
    for (name, story) in scenarios() {
        let traces = play(&story, VERSIONS);
        let told = side_by_side(traces.each_ref());
        let differences = Differences::of(traces.each_ref());
        for compared in told.iter().filter(|one| !one.operation.is_empty()) {
            let rows = compared.rows.iter().filter(|row| row.about == About::Step);
            let parts = rows.clone().any(|row| !matches!(row.alike, Alike::Same | Alike::Way));
            let index = rows.flat_map(|row| row.sides.iter().flatten()).find_map(|side| side.step);
            let Some(operation) = index.and_then(|_| operation_named(&traces, &compared.commands)) else { continue };
            let steps = differences.all.iter().any(|one| one.operation == operation && one.slot.is_some());
            assert_eq!(steps, parts, "{name}: {:?}", compared.commands);
            differ += usize::from(parts);
        }
    }
    assert!(differ > 20, "only {differ} operations differ");
}

/// The operation with these command lines, if no other has them.
fn operation_named(traces: &[Trace; 2], commands: &[Option<String>; 2]) -> Option<usize> {
    let trace = &traces[0];
    let command = commands[0].as_ref()?;
    let mut named = trace.operations.iter().filter(|one| one.command == *command);
    named.next().filter(|_| named.next().is_none()).map(|one| one.index)
}

#[test]
fn a_run_is_the_same_as_itself() {
    for (name, story) in scenarios() {
        let traces = play(&story, [VERSIONS[1], VERSIONS[1]]);
        let differences = Differences::of(traces.each_ref());
        assert_eq!(differences, Differences::default(), "{name}");
    }
}

/// Recorded as `ssa-finished-job`: a Job that has finished is in the way of Helm 3, and Helm 4 leaves it as it is.
#[test]
fn what_was_recorded_to_differ_is_told() {
    let traces = play(&scenario("ssa-finished-job"), VERSIONS);
    let differences = Differences::of(traces.each_ref());
    let told: Vec<[&str; 2]> =
        differences.all.iter().map(|one| [one.sides[0].says.as_str(), one.sides[1].says.as_str()]).collect();
    assert!(told.contains(&["Rejected: already exists", "Applied, nothing changes"]), "{told:?}");
    assert!(told.contains(&["failed, exit 1", "deployed, exit 0"]), "{told:?}");
}

#[test]
fn every_difference_of_a_step_has_its_rule() {
    for (name, story) in scenarios() {
        let traces = play(&story, VERSIONS);
        for one in Differences::of(traces.each_ref()).all.iter().filter(|one| one.slot.is_some()) {
            let rules =
                one.sides.iter().zip(&traces).filter_map(|(told, trace)| trace.rule(trace.steps.get(told.because?)?));
            assert!(rules.count() > 0, "{name}: {}", one.what);
        }
    }
}

fn offers(story: &Story, traces: &[Trace; 2], operation: usize) -> Vec<Offer> {
    let tried = changes(story, traces.each_ref(), operation).into_iter().filter_map(|change| {
        let after = play(&change.story, VERSIONS);
        judge(change, traces.each_ref(), after.each_ref(), operation)
    });
    best(tried.collect())
}

#[test]
fn a_change_is_found_that_makes_both_the_same() {
    let story = story::read(example("leftover")).unwrap();
    let traces = play(&story, VERSIONS);
    let found = offers(&story, &traces, 1);
    let first = found.first().expect("a change");
    assert!(first.change.title.contains("before-hook-creation"), "{:?}", first.change.title);
    let after = play(&first.change.story, VERSIONS);
    assert!(after.iter().all(|trace| trace.operations[1].exit == 0));
    assert_eq!(Differences::of(after.each_ref()).count(1), 0);
}

#[test]
fn whatever_is_offered_holds_when_it_is_played() {
    let mut offered = 0;
    for (name, story) in scenarios() {
        let traces = play(&story, VERSIONS);
        let differences = Differences::of(traces.each_ref());
        for operation in differences.operations().into_iter().filter(|operation| differences.count(*operation) > 0) {
            for offer in offers(&story, &traces, operation) {
                offered += 1;
                let after = Differences::of(play(&offer.change.story, VERSIONS).each_ref());
                assert_eq!((after.count(operation), after.all.len()), (0, offer.left), "{name} {operation}");
                assert!(!offer.change.lines.is_empty(), "{name}: nothing to see of {}", offer.change.title);
            }
        }
    }
    assert!(offered > 3, "only {offered} offers");
}

#[test]
fn the_next_difference_goes_round_over_all_operations() {
    let story = story::read(example("leftover")).unwrap();
    let traces = play(&story, VERSIONS);
    let differences = Differences::of(traces.each_ref());
    let begin = Choice::first(&differences, 0);
    // Nothing comes of what differs in the install, if anything does.
    assert_eq!(begin.operation, 1);
    let mut seen = Vec::new();
    let mut choice = begin;
    for _ in 0..differences.all.len() {
        choice = choice.next(&differences, false);
        seen.push(choice.difference.unwrap());
    }
    assert_eq!(choice, begin);
    seen.sort_unstable();
    assert_eq!(seen, (0..differences.all.len()).collect::<Vec<_>>());
    assert_eq!(begin.next(&differences, false).next(&differences, true), begin);
    assert_eq!(begin.next(&Differences::default(), false), begin);
}

#[test]
fn a_version_is_compared_with_the_newest_of_the_other_major() {
    let [three, four] = VERSIONS;
    assert_eq!(pair(four), [three, four]);
    assert_eq!(pair(HelmVersion::new(3, 8, 2)), [HelmVersion::new(3, 8, 2), four]);
    assert_eq!(pair(HelmVersion::new(4, 0, 5)), [three, HelmVersion::new(4, 0, 5)]);
}

#[test]
fn what_crosses_arrives() {
    use crate::service::wire::{decode, encode};
    let story = story::read(example("shop")).unwrap();
    let open = FileRef::new("r1", "values.yaml");
    let told: Told = decode(&encode(&(&story, 2_usize, &open))).unwrap();
    assert_eq!(told, Told { story: story.clone().into(), operation: 2, open });
    let wanted = Wanted { story, operation: 1, done: 3 };
    assert_eq!(decode::<Wanted>(&encode(&wanted)), Some(wanted));
}
