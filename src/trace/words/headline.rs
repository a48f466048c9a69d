//! What happens, one sentence.

use super::{Told, list, objects, sentence};
use crate::helm::{Action, Event, Role, Rule, StepOutcome, Verb};
use crate::release::{HookPhase, Status};

/// "Helm waits for Job db-migrate to finish."
pub(in crate::trace) fn headline(told: &Told<'_>) -> String {
    let event = told.event;
    let what = objects(&event.objects);
    match &event.action {
        Action::Record { revision, status, hooks, .. } => record(event, *revision, *status, hooks),
        Action::Forget { revision } => match refusal(&event.outcome) {
            Some(refusal) => format!("{refusal} to delete the record of revision {revision}."),
            None => format!("Helm deletes the record of revision {revision}."),
        },
        Action::Create => write(event, &what, "create", "creates"),
        Action::Apply { .. } if event.outcome == StepOutcome::Created => write(event, &what, "create", "creates"),
        Action::Apply { .. } => write(event, &what, "apply", "applies"),
        Action::Patch(_) => write(event, &what, "patch", "patches"),
        Action::Replace => write(event, &what, "replace", "replaces"),
        Action::Delete { .. } => delete(event, &what),
        Action::WaitReady if event.outcome == StepOutcome::Reached("running") && told.operation.stopped.is_some() => {
            format!("Helm stops waiting for {what}.")
        }
        Action::WaitReady => wait(event, &what),
        Action::WaitGone if event.outcome == StepOutcome::TimedOut => {
            format!("{} {} still there when the time is up.", start(&what), are(event))
        }
        Action::WaitGone => format!("Helm waits until {what} {} gone.", are(event)),
        Action::WaitManifest => match event.outcome {
            StepOutcome::TimedOut => "The resources are not ready in time.".into(),
            StepOutcome::Failed => FAILS.into(),
            // The wait can end early for better or worse; what comes next tells.
            _ if told.next().is_some_and(records_failure) => FAILS.into(),
            _ => "Helm waits until every resource is ready.".into(),
        },
        Action::Outside(text) => sentence(text),
        Action::Refuse(text) if text.is_empty() && told.operation.verb == Verb::Helm => "Helm only looks.".into(),
        Action::Refuse(text) if text.is_empty() && is_dry(told) => "Helm only shows what it would do.".into(),
        Action::Refuse(text) if text.is_empty() => "Helm has nothing to do.".into(),
        Action::Refuse(_) => "Helm refuses.".into(),
    }
}

const FAILS: &str = "A resource fails while Helm waits for it.";

fn records_failure(next: &Event) -> bool {
    matches!(&next.action, Action::Record { status: Status::Failed | Status::Uninstalling, .. })
}

fn is_dry(told: &Told<'_>) -> bool {
    told.operation.flags.iter().any(|flag| flag.starts_with("--dry-run"))
}

fn are(event: &Event) -> &'static str {
    if event.objects.len() == 1 { "is" } else { "are" }
}

fn record(event: &Event, revision: u32, status: Status, hooks: &[(String, Option<HookPhase>)]) -> String {
    if let Some(refusal) = refusal(&event.outcome) {
        return format!("{refusal} to write revision {revision} as {}.", status.word());
    }
    if event.outcome == StepOutcome::Cut {
        return format!("Helm is killed while it writes revision {revision} as {}.", status.word());
    }
    let running = |(name, phase): &(String, Option<HookPhase>)| {
        (*phase == Some(HookPhase::Running))
            .then(|| name.split_once('/').map_or(name.as_str(), |(_, name)| name).to_owned())
    };
    let running: Vec<String> =
        hooks.iter().filter_map(running).map(|name| if name.is_empty() { "a hook".into() } else { name }).collect();
    if !running.is_empty() {
        return format!("Helm records {} as Running.", list(&running));
    }
    let verb = match status {
        Status::Deployed | Status::Superseded | Status::Uninstalled => "marks",
        Status::Failed | Status::Uninstalling | Status::Unknown => "records",
        Status::PendingInstall | Status::PendingUpgrade | Status::PendingRollback => "writes",
    };
    format!("Helm {verb} revision {revision} as {}.", status.word())
}

fn write(event: &Event, what: &str, verb: &str, verbs: &str) -> String {
    match &event.outcome {
        StepOutcome::AlreadyExists if matches!(event.role, Role::Crd | Role::Namespace) => {
            format!("Helm finds {what} there already.")
        }
        StepOutcome::AlreadyExists => format!("Helm cannot create {what}: it exists already."),
        StepOutcome::Unchanged => format!("Helm {verbs} {what}; nothing changes."),
        StepOutcome::Cut => format!("Helm is killed while it {verbs} {what}."),
        outcome => match refusal(outcome) {
            Some(refusal) => format!("{refusal} to {verb} {what}."),
            None => format!("Helm {verbs} {what}."),
        },
    }
}

fn delete(event: &Event, what: &str) -> String {
    let before = event.rule == Rule::Exe5;
    match &event.outcome {
        StepOutcome::NotFound if before => format!("Helm looks for an older {what} and finds none."),
        StepOutcome::NotFound => format!("Helm deletes {what}, which is gone already."),
        StepOutcome::Terminating => format!("Helm asks for the deletion of {what}; it is still there."),
        StepOutcome::Cut => format!("Helm is killed while it deletes {what}."),
        StepOutcome::Deleted if before => format!("Helm deletes the older {what}."),
        outcome => match refusal(outcome) {
            Some(refusal) => format!("{refusal} to delete {what}."),
            None => format!("Helm deletes {what}."),
        },
    }
}

fn wait(event: &Event, what: &str) -> String {
    let ends = event.objects.iter().any(|object| object.kind == "Job" || object.kind == "Pod");
    match &event.outcome {
        StepOutcome::Failed => format!("{} fails.", start(what)),
        StepOutcome::TimedOut if ends => format!("{} does not finish in time.", start(what)),
        StepOutcome::TimedOut => format!("{} is not ready in time.", start(what)),
        StepOutcome::Reached("vanished") => format!("{} disappears while Helm waits for it.", start(what)),
        StepOutcome::Reached("established") => format!("Helm waits until {what} is established."),
        StepOutcome::Cut => format!("Helm is killed while it waits for {what}."),
        _ if ends => format!("Helm waits for {what} to finish."),
        _ => format!("Helm waits until {what} exists."),
    }
}

/// "The API server refuses (403 Forbidden)"
fn refusal(outcome: &StepOutcome) -> Option<String> {
    let StepOutcome::Rejected { code, reason, .. } = outcome else { return None };
    Some(format!("The API server refuses ({})", format!("{code} {reason}").trim_end()))
}

/// At the beginning of a sentence.
fn start(what: &str) -> String {
    sentence(what).trim_end_matches('.').to_owned()
}
