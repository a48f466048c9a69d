//! What steps and phases are called.

use crate::manifest::HookEvent;
use crate::release::{HookPhase, Status};
use crate::trace::{Action, ObjectRef, Phase, Step, StepOutcome};

/// The rail of all release records.
pub const RELEASE_RAIL: &str = "release";

/// End of a look that finds nothing.
const NONE: &str = ": none";

/// How far ahead the creation of what is deleted first can be.
const NEAR: usize = 6;

/// "Pre-upgrade hooks"
#[must_use]
pub fn phase(phase: Phase) -> String {
    match phase {
        Phase::Outside => "Somebody else".into(),
        Phase::Crds => "CRDs".into(),
        Phase::Namespace => "Namespace".into(),
        Phase::Record => "Record".into(),
        Phase::Hooks(HookEvent::Test) => "Tests".into(),
        Phase::Hooks(event) => format!("{} hooks", capital(event.word())),
        Phase::Resources => "Resources".into(),
        Phase::Wait => "Wait".into(),
        Phase::Cleanup => "Clean-up".into(),
        Phase::Refused => "Refused".into(),
    }
}

/// One line that names a step: "Delete the older Job db-backup". `later` are the steps after it.
#[must_use]
pub fn label<'a>(step: &Step, later: impl Iterator<Item = &'a Step>) -> String {
    let what = objects(&step.objects);
    let bad = match &step.outcome {
        StepOutcome::Rejected { code, .. } => Some(format!("rejected ({code})")),
        StepOutcome::AlreadyExists => Some("already exists".into()),
        StepOutcome::Cut => Some("Helm is killed".into()),
        StepOutcome::Stopped => Some("Helm stops".into()),
        _ => None,
    };
    let deed = match &step.action {
        Action::Record { .. } => record(step),
        Action::Forget { revision } => format!("Delete the record of revision {revision}"),
        Action::Create => format!("Create {what}"),
        Action::Apply { .. } if step.outcome == StepOutcome::Created => format!("Create {what}"),
        Action::Apply { .. } => format!("Apply {what}"),
        Action::Patch(_) => format!("Patch {what}"),
        Action::Replace => format!("Replace {what}"),
        Action::Delete { .. } => return delete(step, &what, bad, later),
        Action::WaitReady | Action::WaitGone | Action::WaitManifest => wait(step, &what),
        Action::Outside(text) => capital(text.trim_end_matches('.')),
        Action::Refuse(text) if text.is_empty() => "Helm has nothing to do".into(),
        Action::Refuse(_) => "Helm refuses".into(),
    };
    match (bad, &step.outcome) {
        (Some(bad), _) if !matches!(step.action, Action::Refuse(_)) => format!("{deed}: {bad}"),
        (_, StepOutcome::Unchanged) => format!("{deed}, unchanged"),
        _ => deed,
    }
}

fn delete<'a>(step: &Step, what: &str, bad: Option<String>, later: impl Iterator<Item = &'a Step>) -> String {
    let mut later = later.take(NEAR);
    let remade = later
        .any(|other| matches!(other.action, Action::Create | Action::Apply { .. }) && other.objects == step.objects);
    match (&step.outcome, bad) {
        (StepOutcome::NotFound, _) if remade => format!("Look for an older {what}{NONE}"),
        (StepOutcome::NotFound, _) => format!("Delete {what}{NONE}"),
        (_, Some(bad)) => format!("Delete {what}: {bad}"),
        (_, None) if remade => format!("Delete the older {what}"),
        (StepOutcome::Terminating, None) => format!("Ask for the deletion of {what}"),
        _ => format!("Delete {what}"),
    }
}

fn wait(step: &Step, what: &str) -> String {
    match (&step.action, &step.outcome) {
        (Action::WaitGone, StepOutcome::TimedOut) => format!("{} is not gone in time", capital(what)),
        (Action::WaitGone, _) => format!("Wait until {what} is gone"),
        (Action::WaitManifest, StepOutcome::TimedOut) => "The resources are not ready in time".into(),
        (Action::WaitManifest, StepOutcome::Failed) => "The resources do not get ready".into(),
        (Action::WaitManifest, _) => "Wait until the resources are ready".into(),
        (_, StepOutcome::Failed) => format!("{} fails", capital(what)),
        (_, StepOutcome::TimedOut) => format!("{} does not end in time", capital(what)),
        _ => format!("Wait for {what}"),
    }
}

fn record(step: &Step) -> String {
    let Action::Record { revision, status, hooks, description, .. } = &step.action else { return String::new() };
    let running: Vec<String> = hooks
        .iter()
        .filter(|(_, phase)| *phase == Some(HookPhase::Running))
        .map(|(name, _)| name.rsplit('/').next().unwrap_or(name).to_owned())
        .collect();
    match running.as_slice() {
        [] => format!("Record revision {revision} as {}", status.word()),
        _ if description.is_some() => {
            format!("Record {} as Running, revision {revision} as {}", super::list(&running), status.word())
        }
        _ => format!("Record {} as Running", super::list(&running)),
    }
}

/// The label of a column that one more step joins; `more` are the steps it has beyond the first.
#[must_use]
pub fn joined(label: &str, step: &Step, more: usize) -> String {
    if step.action == Action::WaitGone {
        return if label.ends_with(NONE) { label.to_owned() } else { format!("{label}, wait until it is gone") };
    }
    if label.starts_with("Record ") {
        return format!("{label}, create it");
    }
    let verb = label.split(' ').next().unwrap_or_default();
    let kind = step.objects.first().map_or("", |object| object.kind.as_str());
    let unchanged = if step.outcome == StepOutcome::Unchanged { ", unchanged" } else { "" };
    format!("{verb} {} × {kind}{unchanged}", super::number(more.saturating_add(1)))
}

/// "Job db-migrate", "3 resources"
#[must_use]
pub fn objects(objects: &[ObjectRef]) -> String {
    match objects {
        [] => "the release record".into(),
        [one] => object(one),
        many => super::count(many.len(), "resource", "resources"),
    }
}

/// "Job db-migrate"
#[must_use]
pub fn object(object: &ObjectRef) -> String {
    format!("{} {}", object.kind, object.name)
}

/// With a capital first letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| std::iter::once(first.to_ascii_uppercase()).chain(chars).collect())
}

/// How many deeds a life tells.
const LONGEST_LIFE: usize = 8;

/// The life of an object in one or two sentences: "Created at step 8, succeeds at step 9, deleted at step 10."
/// `before` and `after` say whether it is there at either end; `deeds` are numbered steps.
#[must_use]
pub fn life(before: bool, after: bool, deeds: Vec<(usize, &Step)>) -> String {
    let said: Vec<String> = deeds.iter().filter_map(|(n, step)| Some(format!("{} at step {n}", fate(step)?))).collect();
    let mut parts = Vec::new();
    if before {
        parts.push(if after && said.is_empty() { "There throughout".to_owned() } else { "There before".to_owned() });
    }
    let more = said.len().saturating_sub(LONGEST_LIFE);
    parts.extend(said.into_iter().take(LONGEST_LIFE));
    if more > 0 {
        parts.push(format!("{more} more"));
    }
    parts.push(if after { "there afterwards" } else { "not there afterwards" }.to_owned());
    capital(&format!("{}.", parts.join(", ")))
}

fn fate(step: &Step) -> Option<&'static str> {
    Some(match (&step.action, &step.outcome) {
        (_, StepOutcome::Created) => "created",
        (_, StepOutcome::Changed) => "changed",
        (_, StepOutcome::Unchanged) => "unchanged",
        (_, StepOutcome::Deleted) => "deleted",
        (_, StepOutcome::Terminating) => "asked to go",
        (_, StepOutcome::NotFound | StepOutcome::Done | StepOutcome::Stopped) => return None,
        (_, StepOutcome::AlreadyExists) => "refused, because it is there",
        (_, StepOutcome::Rejected { .. }) => "rejected",
        (_, StepOutcome::Cut) => "written while Helm is killed",
        (Action::WaitGone, StepOutcome::Reached(_)) => "gone",
        (Action::WaitManifest, StepOutcome::Reached(_)) => "ready",
        (_, StepOutcome::Reached(_)) => "succeeds",
        (_, StepOutcome::Failed) => "fails",
        (_, StepOutcome::TimedOut) => "out of time",
    })
}

/// The life of a record: "Deployed before the run. Superseded at step 19."
#[must_use]
pub fn record_life(before: Option<Status>, deeds: Vec<(usize, &Step)>) -> String {
    let mut sentences = Vec::new();
    if let Some(status) = before {
        sentences.push(format!("{} before the run.", capital(status.word())));
    }
    let mut last = before;
    for (number, step) in deeds {
        match &step.action {
            Action::Record { status, .. } if last != Some(*status) => {
                last = Some(*status);
                sentences.push(format!("{} at step {number}.", capital(status.word())));
            }
            Action::Forget { .. } => sentences.push(format!("Deleted at step {number}.")),
            _ => {}
        }
    }
    sentences.join(" ")
}
