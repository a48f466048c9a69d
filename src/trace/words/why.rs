//! Why Helm does it, one or two sentences.
//!
//! [`WHY`] has the first sentence by rule, [`ALSO`] a second one that some steps need. Of either table the first
//! row that fits counts; a rule without a row speaks for itself. Words in braces are filled in by [`value`].

use super::{Told, duration, quoted_policies, sentence, shortened, weight};
use crate::helm::{Action, HookPlace, Rule, StepOutcome, Verb};
use crate::manifest::HookEvent;
use crate::release::{HookPhase, Status};

/// "Hooks run strictly one at a time: db-migrate cannot start before this Job is complete."
pub(in crate::trace) fn why(told: &Told<'_>) -> String {
    let rule = told.event.rule;
    let of =
        |rows: &'static [Row]| rows.iter().find(|(one, fits, _)| *one == rule && fits(told)).map(|(.., text)| *text);
    let refused = match &told.event.action {
        Action::Refuse(error) if !error.is_empty() => error.lines().next().map(sentence),
        _ => None,
    };
    let first = fill(of(WHY).unwrap_or(rule.sentence()), told);
    let second = of(ALSO).map(|text| fill(text, told));
    let cut = (told.event.outcome == StepOutcome::Cut)
        .then(|| "The signal ends Helm here; nothing is cleaned up.".to_owned());
    let said = match &told.event.outcome {
        StepOutcome::Rejected { message, .. } if !message.is_empty() => {
            Some(format!("The API server says: {}", sentence(&shortened(message))))
        }
        _ => None,
    };
    [Some(first), second, refused, said, cut].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

type Row = (Rule, fn(&Told<'_>) -> bool, &'static str);

const WHY: &[Row] = &[
    (
        Rule::Exe5,
        |t| hook(t, |h| !h.explicit_policy),
        "The hook names no delete policy, so before-hook-creation applies.",
    ),
    (Rule::Exe5, always, "before-hook-creation is listed: what an earlier run left goes before the hook runs again."),
    (
        Rule::Exe9,
        |t| hook(t, |h| h.of == 1),
        "It is the only {event} hook. The phase is stored before the object is created.",
    ),
    (
        Rule::Exe9,
        |t| first(t) && same_weight(t, 1),
        "Weight {weight} is the lowest in {event}; {after} has it too, so the name decides. The kind plays no part.",
    ),
    (
        Rule::Exe9,
        first,
        "Weight {weight} is the lowest in {event}, so {name} goes first. Weight decides, then the name; the kind plays no part.",
    ),
    (
        Rule::Exe9,
        |t| same_weight(t, -1),
        "{before} has the same weight {weight}, so the name decides. The kind plays no part.",
    ),
    (Rule::Exe9, |t| t.neighbour(-1).is_some(), "Weight {weight} follows {before-weight}."),
    (
        Rule::Exe10,
        |t| outcome(t, &StepOutcome::AlreadyExists),
        "What an earlier run left is still there, and this version of Helm only creates.",
    ),
    (Rule::Exe10, rejected, "The event ends here. No hook was watched, so no delete policy applies."),
    (Rule::Exe10, ends, ONLY_CREATES),
    (Rule::Exe10, always, "Helm creates a hook of any kind in its turn, but waits for Jobs and Pods only."),
    (Rule::Exe21, rejected, "The event ends here. No hook was watched, so no delete policy applies."),
    (
        Rule::Exe21,
        |t| ends(t) && outcome(t, &StepOutcome::Unchanged),
        "The old {kind} is the same, so the apply changes nothing and its old result counts. It does not run again.",
    ),
    (Rule::Exe21, |t| outcome(t, &StepOutcome::Unchanged), "The old {kind} is the same, so the apply changes nothing."),
    (
        Rule::Exe21,
        |t| outcome(t, &StepOutcome::Changed),
        "With server-side apply a hook that is still there is patched, not made anew.",
    ),
    (Rule::Exe21, ends, ONLY_CREATES),
    (Rule::Exe21, always, "Helm applies a hook of any kind in its turn, but waits for Jobs and Pods only."),
    (Rule::Exe12, |_| true, WATCH),
    (
        Rule::Wait1,
        |t| outcome(t, &StepOutcome::Reached("vanished")),
        "Helm 3 takes a {kind} that disappears for one that succeeded.",
    ),
    (Rule::Wait1, ended_badly, "{consequence}"),
    (Rule::Wait1, |t| ends(t) && t.neighbour(1).is_some(), ONE_AT_A_TIME),
    (Rule::Wait1, ends, LAST),
    (Rule::Wait3, ended_badly, "{consequence}"),
    (Rule::Wait3, |t| ends(t) && t.neighbour(1).is_some(), ONE_AT_A_TIME),
    (Rule::Wait3, ends, LAST),
    (Rule::Wait3, always, "Only Jobs and Pods are waited for; a {kind} counts as ready as soon as it exists."),
    (Rule::Wait4, ended_badly, "{consequence}"),
    (Rule::Wait4, |t| ends(t) && t.neighbour(1).is_some(), ONE_AT_A_TIME),
    (Rule::Wait4, ends, LAST),
    (Rule::Wait4, always, "Only Jobs and Pods are waited for; a {kind} counts as ready as soon as it exists."),
    (Rule::Wait5, |t| outcome(t, &StepOutcome::Failed), "A failed {kind} ends the wait at once. {consequence}"),
    (Rule::Wait7, always, "Helm 4 goes on waiting for a {kind} that is gone, until the time-out. {consequence}"),
    (Rule::Wait10, ended_badly, "After {took} it was neither complete nor failed. {consequence}"),
    (
        Rule::Wait9,
        |t| t.hook_event().is_some(),
        "The next run would meet the old object, so Helm waits until it is gone.",
    ),
    (
        Rule::Exe14,
        always,
        "hook-succeeded is listed and every {event} hook has succeeded. The clean-up goes backward, last hook first.",
    ),
    (Rule::Exe16, always, "The hook failed and lists hook-failed."),
    (
        Rule::Exe17,
        always,
        "A later hook failed. Earlier ones that list hook-succeeded are deleted, in the order in which they ran.",
    ),
    (Rule::Ins16, always, "The record comes before the first hook. From here on the name is taken."),
    (
        Rule::Upg13,
        always,
        "The record comes before any hook. If Helm is killed from here on, this status stays and blocks the next upgrade.",
    ),
    (
        Rule::Rb6,
        always,
        "A rollback is a new revision with the chart, manifest and hooks of an old one. Its record comes before any hook.",
    ),
    (
        Rule::Upg19,
        |t| status(t) == Some(Status::Superseded),
        "Only now, at the very end, does the old revision lose its status.",
    ),
    (Rule::Upg19, always, "The last write of a good upgrade."),
    (
        Rule::Rb11,
        |t| status(t) == Some(Status::Superseded),
        "Every revision that was deployed becomes superseded at the end.",
    ),
    (Rule::Rb11, always, "The last write of a good rollback."),
    (Rule::Ins21, always, "The last write of a good install."),
    (Rule::Ins24, always, "A failed install is recorded and nothing is deleted: what was made stays."),
    (
        Rule::Upg21,
        always,
        "The new revision is recorded as failed. The old one keeps its status, and nothing is undone.",
    ),
    (
        Rule::Un13,
        |t| matches!(t.event.action, Action::Forget { .. }),
        "Without --keep-history every record goes at the end. Hooks are in no manifest, so what they left stays.",
    ),
    (Rule::Un13, always, "--keep-history keeps the records; the last one becomes uninstalled."),
    (Rule::Rdy4, always, "--wait covers every resource of the manifest, changed or not, and never hooks."),
];

const ALSO: &[Row] = &[
    (Rule::Exe5, |t| outcome(t, &StepOutcome::NotFound), "Not found counts as deleted."),
    (Rule::Exe5, |t| outcome(t, &StepOutcome::Terminating) && !waits(t), "Helm does not wait until it is gone."),
    (Rule::Exe5, rejected, "The event ends here and nothing is cleaned up."),
    (
        Rule::Exe9,
        |t| hook(t, |h| h.explicit_policy && !has(h, "before-hook-creation")),
        "Nothing is deleted first: an explicit {policies} switches the default before-hook-creation off.",
    ),
    (
        Rule::Exe9,
        |t| also_succeeded(t).is_some(),
        "This write also stores the Succeeded of {succeeded}, which until now was only in memory.",
    ),
    (
        Rule::Exe9,
        |t| t.operation.verb == Verb::Uninstall && first(t),
        "The same write stores the release as uninstalling; if the hook fails, that status stays.",
    ),
    (
        Rule::Exe10,
        |t| outcome(t, &StepOutcome::AlreadyExists),
        "The event ends here. No hook was watched, so no delete policy applies.",
    ),
    (Rule::Exe14, |t| outcome(t, &StepOutcome::NotFound), "It is gone already."),
    (Rule::Exe14, rejected, "The error ends the operation although every hook succeeded."),
];

const ONLY_CREATES: &str = "Helm only creates the object. The cluster runs what is inside it; Helm never does.";
const ONE_AT_A_TIME: &str = "Hooks run strictly one at a time: {after} cannot start before this {kind} is complete.";
const LAST: &str = "It is the last {event} hook. {then}";
const WATCH: &str = "Jobs and Pods are waited for until they complete or fail; everything else only has to exist.";

/// What a failing hook does to its operation, and what a good last hook lets happen.
const EVENTS: [(HookEvent, &str, &str); 9] = [
    (
        HookEvent::PreInstall,
        "A failing pre-install hook ends the install before any resource is created.",
        "No resource is created before it is complete.",
    ),
    (
        HookEvent::PostInstall,
        "A failing post-install hook turns the release to failed, although every resource is there.",
        "The release is deployed only after it.",
    ),
    (
        HookEvent::PreUpgrade,
        "A failing pre-upgrade hook ends the upgrade before any resource is touched.",
        "No resource is touched before it is complete.",
    ),
    (
        HookEvent::PostUpgrade,
        "A failing post-upgrade hook turns the release to failed, although every resource is updated.",
        "The release is deployed only after it.",
    ),
    (
        HookEvent::PreRollback,
        "A failing pre-rollback hook ends the rollback before any resource is touched; the release stays pending-rollback.",
        "No resource is touched before it is complete.",
    ),
    (
        HookEvent::PostRollback,
        "A failing post-rollback hook leaves the release pending-rollback, although every resource is updated.",
        "The release is deployed only after it.",
    ),
    (
        HookEvent::PreDelete,
        "A failing pre-delete hook stops the uninstall: nothing is deleted and the release stays uninstalling.",
        "Nothing is deleted before it is complete.",
    ),
    (
        HookEvent::PostDelete,
        "A failing post-delete hook makes Helm report an error; the resources are gone already and the records go too.",
        "The records go only after it.",
    ),
    (HookEvent::Test, "The first test that fails ends the run.", "The result is stored after it."),
];

fn always(_: &Told<'_>) -> bool {
    true
}

fn hook(told: &Told<'_>, fits: fn(&HookPlace) -> bool) -> bool {
    told.place().is_some_and(fits)
}

fn first(told: &Told<'_>) -> bool {
    hook(told, |place| place.position == 0)
}

fn has(place: &HookPlace, policy: &str) -> bool {
    place.delete_policies.iter().any(|listed| listed == policy)
}

/// Whether the hook that many places away has the same weight.
fn same_weight(told: &Told<'_>, steps: isize) -> bool {
    let own = told.place().map(|place| place.weight);
    told.neighbour(steps).is_some_and(|(_, weight)| Some(weight) == own)
}

fn outcome(told: &Told<'_>, outcome: &StepOutcome) -> bool {
    told.event.outcome == *outcome
}

fn rejected(told: &Told<'_>) -> bool {
    matches!(told.event.outcome, StepOutcome::Rejected { .. })
}

fn ended_badly(told: &Told<'_>) -> bool {
    matches!(told.event.outcome, StepOutcome::Failed | StepOutcome::TimedOut)
}

/// Whether it is about something that comes to an end by itself.
fn ends(told: &Told<'_>) -> bool {
    told.event.objects.iter().any(|object| object.kind == "Job" || object.kind == "Pod")
}

/// Whether Helm waits for it next.
fn waits(told: &Told<'_>) -> bool {
    told.next().is_some_and(|next| next.action == Action::WaitGone && next.objects == told.event.objects)
}

fn status(told: &Told<'_>) -> Option<Status> {
    match &told.event.action {
        Action::Record { status, .. } => Some(*status),
        _ => None,
    }
}

/// The hook whose good end this record stores.
fn also_succeeded(told: &Told<'_>) -> Option<String> {
    let Action::Record { hooks, .. } = &told.event.action else { return None };
    let (name, _) = hooks.iter().find(|(_, phase)| *phase == Some(HookPhase::Succeeded))?;
    Some(name.split_once('/').map_or(name.as_str(), |(_, name)| name).to_owned())
}

/// `text` with the words in braces filled in.
fn fill(text: &str, told: &Told<'_>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (word, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(&value(word, told));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn value(word: &str, told: &Told<'_>) -> String {
    let place = told.place();
    let object = told.event.objects.first();
    let position = |steps| told.neighbour(steps).map(|(object, _)| object.name.clone()).unwrap_or_default();
    let own = || told.neighbour(0).map(|(object, _)| object);
    let about = |pick: fn(HookEvent) -> &'static str| told.hook_event().map(pick).unwrap_or_default().to_owned();
    match word {
        "name" => object.or_else(own).map(|object| object.name.clone()).unwrap_or_default(),
        "kind" => object.or_else(own).map(|object| object.kind.clone()).unwrap_or_default(),
        "event" => about(HookEvent::word),
        "weight" => place.map(|place| weight(place.weight)).unwrap_or_default(),
        "before-weight" => told.neighbour(-1).map(|(_, before)| weight(before)).unwrap_or_default(),
        "before" => position(-1),
        "after" => position(1),
        "policies" => place.map(|place| quoted_policies(&place.delete_policies)).unwrap_or_default(),
        "succeeded" => also_succeeded(told).unwrap_or_default(),
        "took" => duration(told.event.took),
        "consequence" => about(|event| row(event).1),
        "then" => about(|event| row(event).2),
        _ => String::new(),
    }
}

fn row(event: HookEvent) -> (HookEvent, &'static str, &'static str) {
    EVENTS.into_iter().find(|(one, ..)| *one == event).unwrap_or((event, "", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_in_braces_has_a_value_and_every_text_is_a_sentence() {
        let words = [
            "name",
            "kind",
            "event",
            "weight",
            "before-weight",
            "before",
            "after",
            "policies",
            "succeeded",
            "took",
            "consequence",
            "then",
        ];
        for (rule, _, text) in WHY.iter().chain(ALSO) {
            for part in text.split('{').skip(1) {
                let word = part.split('}').next().unwrap();
                assert!(words.contains(&word), "{}: {word}", rule.id());
            }
            assert!(text.ends_with(['.', '}']), "{text}");
        }
        assert!(HookEvent::ALL.iter().all(|event| !row(*event).1.is_empty()));
    }
}
