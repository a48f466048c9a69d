//! Why Helm does it, one or two sentences.
//!
//! Tables have the first sentence by rule, and a second one that some steps need. Of either the first row that fits
//! counts; a rule without a row speaks for itself. Words in braces are filled in by [`value`].

mod hooks;
mod records;
mod resources;

use super::{Told, duration, quoted_policies, shortened, weight};
use crate::helm::{Action, Event, HookPlace, Phase, Role, Rule, StepOutcome, Verb};
use crate::manifest::HookEvent;
use crate::release::{HookPhase, Status};

/// For which steps of a rule a sentence is true.
type Fits = fn(&Told<'_>) -> bool;

/// A rule, when the sentence fits, the sentence.
type Row = (Rule, Fits, &'static str);

const WHY: [&[Row]; 3] = [hooks::WHY, records::WHY, resources::WHY];
const ALSO: [&[Row]; 3] = [hooks::ALSO, records::ALSO, resources::ALSO];

/// "Hooks run strictly one at a time: db-migrate cannot start before this Job is complete."
pub(in crate::trace) fn why(told: &Told<'_>) -> String {
    let rule = told.event.rule;
    let row = |tables: [&'static [Row]; 3]| {
        let mut rows = tables.into_iter().flatten();
        rows.find(|(one, fits, _)| *one == rule && fits(told)).map(|(.., text)| fill(text, told))
    };
    let first = if only_looks(told) { Some(ONLY_LOOKS.to_owned()) } else { row(WHY) };
    let first = first.unwrap_or_else(|| rule.sentence().to_owned());
    let says = |who: &str, text: &str| format!("{who}: {}.", shortened(text).trim_end_matches('.'));
    let helm = match &told.event.action {
        Action::Refuse(error) => error.lines().next().map(|line| says("Helm says", line)),
        _ => None,
    };
    let server = match &told.event.outcome {
        StepOutcome::Rejected { message, .. } if !message.is_empty() => Some(says("The API server says", message)),
        _ => None,
    };
    let cut = (told.event.outcome == StepOutcome::Cut).then(|| KILLED.to_owned());
    [Some(first), row(ALSO), helm, server, cut].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

const ONLY_LOOKS: &str = "The command reads what is stored and changes nothing.";
const KILLED: &str = "The signal ends Helm here; nothing is cleaned up.";

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

pub(super) fn hook(told: &Told<'_>, fits: fn(&HookPlace) -> bool) -> bool {
    told.place().is_some_and(fits)
}

pub(super) fn first(told: &Told<'_>) -> bool {
    hook(told, |place| place.position == 0)
}

pub(super) fn has(place: &HookPlace, policy: &str) -> bool {
    place.delete_policies.iter().any(|listed| listed == policy)
}

/// Whether the hook that many places away has the same weight.
pub(super) fn same_weight(told: &Told<'_>, steps: isize) -> bool {
    let own = told.place().map(|place| place.weight);
    told.neighbour(steps).is_some_and(|(_, weight)| Some(weight) == own)
}

pub(super) fn outcome(told: &Told<'_>, outcome: &StepOutcome) -> bool {
    told.event.outcome == *outcome
}

fn rejected(told: &Told<'_>) -> bool {
    matches!(told.event.outcome, StepOutcome::Rejected { .. })
}

fn is_there_already(told: &Told<'_>) -> bool {
    matches!(told.event.outcome, StepOutcome::AlreadyExists | StepOutcome::Unchanged)
}

/// Whether the command reads only: `helm get`, `helm history`.
fn only_looks(told: &Told<'_>) -> bool {
    told.operation.verb == Verb::Helm && matches!(&told.event.action, Action::Refuse(error) if error.is_empty())
}

pub(super) fn ended_badly(told: &Told<'_>) -> bool {
    matches!(told.event.outcome, StepOutcome::Failed | StepOutcome::TimedOut)
}

/// Whether it is about something that comes to an end by itself.
pub(super) fn ends(told: &Told<'_>) -> bool {
    told.event.objects.iter().any(|object| object.kind == "Job" || object.kind == "Pod")
}

/// Whether the hook that many places away is the same one: it names the event more than once.
fn is_twin(told: &Told<'_>, steps: isize) -> bool {
    let own = told.neighbour(0).map(|(object, _)| object);
    own.is_some() && told.neighbour(steps).map(|(object, _)| object) == own
}

fn before<'a>(told: &Told<'a>) -> Option<&'a Event> {
    told.events.get(told.index.checked_sub(1)?)
}

/// Whether Helm waits for it next.
pub(super) fn waits(told: &Told<'_>) -> bool {
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
        "consequence" => about(|event| about_event(event).1),
        "then" => about(|event| about_event(event).2),
        _ => String::new(),
    }
}

fn about_event(event: HookEvent) -> (HookEvent, &'static str, &'static str) {
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
        for (rule, _, text) in WHY.into_iter().chain(ALSO).flatten() {
            for part in text.split('{').skip(1) {
                let word = part.split('}').next().unwrap();
                assert!(words.contains(&word), "{}: {word}", rule.id());
            }
            assert!(text.ends_with(['.', '}']), "{text}");
        }
        assert!(HookEvent::ALL.iter().all(|event| !about_event(*event).1.is_empty()));
    }
}
