//! Words of the comparison of two versions.

use crate::story::HelmVersion;
use crate::trace::{Action, Step, StepOutcome};

/// What is compared, above the verdict.
pub const WHERE: [&str; 2] = ["Comparing two runs", "same chart, same operations"];
/// The choice of the two versions.
pub const RUNS: [&str; 2] = ["First run", "Second run"];
/// Ends it.
pub const STOP: &str = "Stop comparing";
/// Copies the command that writes the same comparison.
pub const COPY: &str = "Copy command";
/// After copying.
pub const COPIED: &str = "Copied";
/// Until both runs are played.
pub const PLAYING: &str = "Both versions are being played.";
/// The engine broke down over it.
pub const FAILED: &str = "The engine could not play this story with both versions. Nothing you typed is lost.";
/// The box of both scores.
pub const LIFELINES: &str = "Lifelines of both runs";
/// Head of the table.
pub const DIFFERENCES: &str = "Differences";
/// Head of its first column.
pub const STEP: &str = "Step";
/// Nothing differs, anywhere.
pub const SAME: &str = "Both runs are the same, step by step.";
/// Nothing differs in the operation that is looked at.
pub const SAME_HERE: &str = "In this operation both runs are the same, step by step.";
/// What the same runs leave to be said.
pub const SAME_WHY: &str =
    "Every step, what is stored and what is left behind at the end is the same with both versions.";
/// Head of the list of operations that differ.
pub const OPERATIONS: &str = "Operations that differ";
/// A step that the other run alone has.
pub const ABSENT: &str = "Not done";
/// What is left at the end differs.
pub const LEFT: &str = "Left behind";
/// After the life of an object, for those who cannot see that its name is marked.
pub const DIFFERS: &str = " Differs from the other run.";
/// It is not left behind.
pub const GONE: &str = "Not left behind";
/// Key of the next difference.
pub const NEXT: &str = "Next difference";
/// What Helm prints differs, too.
pub const PRINTED: &str = "What Helm prints differs";
/// Head of the fix.
pub const FIX: &str = "Make both the same";
/// While fixes are tried.
pub const TRYING: &str = "Changes are being tried with both versions.";
/// None of them helps.
pub const NO_FIX: &str = "No change of an annotation or a flag that we tried makes both versions do the same here.";
/// After the fix, everything is the same.
pub const THEN_SAME: &str = "Then both runs are the same, step by step.";
/// After the fix, the operation is.
pub const THEN_SAME_HERE: &str = "Then both versions do the same here; only requests that change nothing differ.";
/// Applies it.
pub const APPLY: &str = "Apply fix";

/// "Helm 4.3.1"
#[must_use]
pub fn helm(version: HelmVersion) -> String {
    format!("Helm {}", version.to_string().trim_start_matches('v'))
}

/// Name of the whole: "Compare Helm 3.22.0 with Helm 4.3.1".
#[must_use]
pub fn title(versions: [HelmVersion; 2]) -> String {
    let [first, second] = versions.map(helm);
    format!("Compare {first} with {second}")
}

/// A step of one run stands in the grid where the other has none: "Only with Helm 3.22.0".
#[must_use]
pub fn only(version: HelmVersion) -> String {
    format!("Only with {}", helm(version))
}

/// Between the scores: "The runs part at step 7".
#[must_use]
pub fn part(step: usize) -> String {
    format!("The runs part at step {}", super::number(step))
}

/// What comes of an operation in both runs; `stops` says which of them end with an error.
#[must_use]
pub fn verdict(versions: [HelmVersion; 2], stops: [bool; 2], counts: bool) -> String {
    let [first, second] = versions.map(helm);
    match (stops, counts) {
        ([true, false], _) => format!("{first} stops. {second} goes on."),
        ([false, true], _) => format!("{first} goes on. {second} stops."),
        (_, false) => "Both versions do the same; only requests that change nothing differ.".into(),
        ([true, true], true) => "Both versions stop, but not in the same way.".into(),
        ([false, false], true) => "Both versions finish, but not in the same way.".into(),
    }
}

/// How many steps from its start: "step 7".
#[must_use]
pub fn go(step: usize) -> String {
    format!("step {}", super::number(step))
}

/// The same for those who cannot see beside what it stands: "Go to step 7 with Helm 3.22.0".
#[must_use]
pub fn go_with(step: usize, version: HelmVersion) -> String {
    format!("Go to step {} with {}", super::number(step), helm(version))
}

/// First cell of a row: "7 · Create Job db-migrate".
#[must_use]
pub fn row(step: usize, label: &str) -> String {
    format!("{} · {label}", super::number(step))
}

/// The same for what an operation comes to: "End · revision 3".
#[must_use]
pub fn end(revision: Option<u32>) -> String {
    revision.map_or("End".into(), |revision| format!("End · {}", super::panels::revision(revision)))
}

/// The same for an object at the end of the story: "Left behind · Job/migrate".
#[must_use]
pub fn left(object: &str) -> String {
    format!("{LEFT} · {object}")
}

/// What an operation comes to: "failed, exit 1".
#[must_use]
pub fn ends(status: Option<&str>, exit: i32) -> String {
    let exit = if exit < 0 { "killed".to_owned() } else { format!("exit {exit}") };
    status.map_or(exit.clone(), |status| format!("{status}, {exit}"))
}

/// How a step went, in a few words.
#[must_use]
pub fn went(step: &Step) -> String {
    match (&step.action, &step.outcome) {
        (Action::Refuse(_), _) => step.headline.clone(),
        (_, StepOutcome::Done) => "Recorded".into(),
        (_, StepOutcome::Created) => "Created".into(),
        (_, StepOutcome::Changed) => "Changed".into(),
        (_, StepOutcome::Unchanged) => "Applied, nothing changes".into(),
        (_, StepOutcome::Deleted) => "Deleted".into(),
        (_, StepOutcome::Terminating) => "Deletion asked for".into(),
        (_, StepOutcome::NotFound) => "Nothing to delete".into(),
        (_, StepOutcome::AlreadyExists) => "Rejected: already exists".into(),
        (_, StepOutcome::Rejected { code, reason, .. }) => format!("Rejected: {code} {reason}"),
        (_, StepOutcome::Cut) => "Helm is killed".into(),
        (_, StepOutcome::Reached(word)) => format!("Ends well: {word}"),
        (_, StepOutcome::Failed) => "Failed".into(),
        (_, StepOutcome::TimedOut) => "Not in time".into(),
        (_, StepOutcome::Stopped) => "Helm stops".into(),
    }
}

/// The same in all words.
#[must_use]
pub fn went_in_full(step: &Step) -> String {
    let said = match (&step.action, &step.outcome) {
        (Action::Record { description: Some(text), .. }, _) => format!("Recorded: {text}"),
        (_, StepOutcome::Rejected { message, .. }) => format!("Rejected: {message}"),
        _ => format!("{} {}", step.headline, step.why),
    };
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Of a version that leaves an operation out.
#[must_use]
pub fn lacks(version: HelmVersion) -> String {
    format!("{} does not do this.", helm(version))
}

/// Rows of a very large chart that are not drawn.
#[must_use]
pub fn more_rows(hidden: usize) -> String {
    format!("{} that are not drawn.", super::count(hidden, "more object", "more objects"))
}

/// Rows of a very long table that are not listed.
#[must_use]
pub fn more_differences(hidden: usize) -> String {
    format!("{}.", super::count(hidden, "more difference", "more differences"))
}

/// How many differences other operations have: "upgrade: 2".
#[must_use]
pub fn elsewhere(operation: &str, count: usize) -> String {
    format!("{operation}: {}", super::number(count))
}

/// A flag that makes Helm 4 do as Helm 3.
#[must_use]
pub fn add_flag(flag: &str) -> String {
    format!("Add `{flag}` to the commands of Helm 4.")
}

/// A hook that gets a clean start.
#[must_use]
pub fn clean(hook: &str) -> String {
    format!("Add `before-hook-creation` to the policies of {hook}, so that the old object is deleted before it runs.")
}
