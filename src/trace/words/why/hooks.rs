//! Steps about hooks.

use super::{
    Event, HookPlace, Row, Rule, StepOutcome, Verb, also_succeeded, always, before, ended_badly, ends, first, has,
    hook, is_twin, outcome, rejected, same_weight, waits,
};

const ENDS_EVENT: &str = "The event ends here. No hook was watched, so no delete policy applies.";
const ONLY_CREATES: &str = "Helm only creates the object. The cluster runs what is inside it; Helm never does.";
const CREATES_ANY: &str = "Helm creates a hook of any kind in its turn, but waits for Jobs and Pods only.";
const CRD_STAYS: &str =
    "It is still there from an earlier run, for no delete policy deletes a CustomResourceDefinition.";
const ONE_AT_A_TIME: &str = "Hooks run strictly one at a time: {after} cannot start before this {kind} is complete.";
const TWIN: &str = "The hook names {event} more than once: its next run cannot start before this one is complete.";
const LAST: &str = "It is the last {event} hook. {then}";
const EXISTS: &str = "Only Jobs and Pods are waited for; a {kind} counts as ready as soon as it exists.";
const INTERRUPTED: &str = "The signal ends the wait while the {kind} is still running.";

pub(super) const WHY: &[Row] = &[
    // Before it is created.
    (Rule::Exe5, |t| is_twin(t, -1), "The hook names {event} more than once; what its last run left goes first."),
    (Rule::Exe5, |t| hook(t, default_policy), "The hook names no delete policy, so before-hook-creation applies."),
    (Rule::Exe5, always, "before-hook-creation is listed: what an earlier run left goes before the hook runs again."),
    (Rule::Exe9, rejected, "A phase that cannot be stored is only logged; the hook runs all the same."),
    (
        Rule::Exe9,
        |t| hook(t, |h| h.of == 1),
        "It is the only {event} hook. The phase is stored before the object is created.",
    ),
    (Rule::Exe9, |t| is_twin(t, -1), "The hook names {event} more than once, so it runs again."),
    (
        Rule::Exe9,
        |t| first(t) && same_weight(t, 1) && !is_twin(t, 1),
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
    // Its creation.
    (
        Rule::Exe10,
        |t| outcome(t, &StepOutcome::AlreadyExists),
        "Something of that name is still there, and this version of Helm only creates.",
    ),
    (Rule::Exe10, rejected, ENDS_EVENT),
    (Rule::Exe10, ends, ONLY_CREATES),
    (Rule::Exe10, always, CREATES_ANY),
    (Rule::Exe21, rejected, ENDS_EVENT),
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
    (Rule::Exe21, always, CREATES_ANY),
    (
        Rule::Exe23,
        |t| outcome(t, &StepOutcome::Created),
        "No delete policy will ever delete a CustomResourceDefinition that a hook made.",
    ),
    (Rule::Exe23, rejected, ENDS_EVENT),
    (Rule::Exe23, always, CRD_STAYS),
    // The wait for it.
    (
        Rule::Wait1,
        |t| outcome(t, &StepOutcome::Reached("vanished")),
        "Helm 3 takes a {kind} that disappears for one that succeeded.",
    ),
    (Rule::Wait1, interrupted, INTERRUPTED),
    (Rule::Wait1, ended_badly, "{consequence}"),
    (Rule::Wait1, |t| ends(t) && is_twin(t, 1), TWIN),
    (Rule::Wait1, |t| ends(t) && t.neighbour(1).is_some(), ONE_AT_A_TIME),
    (Rule::Wait1, ends, LAST),
    (Rule::Wait1, always, EXISTS),
    (Rule::Wait3, interrupted, INTERRUPTED),
    (
        Rule::Wait3,
        |t| outcome(t, &StepOutcome::Reached("terminating")),
        "The old {kind} is on its way out, and its old result still counts. The hook does not run at all.",
    ),
    (Rule::Wait3, ended_badly, "{consequence}"),
    (Rule::Wait3, |t| ends(t) && is_twin(t, 1), TWIN),
    (Rule::Wait3, |t| ends(t) && t.neighbour(1).is_some(), ONE_AT_A_TIME),
    (Rule::Wait3, ends, LAST),
    (Rule::Wait3, always, EXISTS),
    (Rule::Wait5, always, "A failed {kind} ends the wait at once. {consequence}"),
    (Rule::Wait7, always, "Helm 4 goes on waiting for a {kind} that is gone, until the time-out. {consequence}"),
    (Rule::Wait10, always, "After {took} it was neither complete nor failed. {consequence}"),
    // Its clean-up.
    (
        Rule::Wait9,
        |t| before(t).is_some_and(|e| e.outcome == StepOutcome::NotFound),
        "Helm asks once more, although there was nothing to delete.",
    ),
    (
        Rule::Wait9,
        |t| before(t).is_some_and(is_before_creation),
        "The hook is created only when the old object is gone.",
    ),
    (Rule::Wait9, always, "Helm goes on only when what it deleted is gone."),
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
];

pub(super) const ALSO: &[Row] = &[
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
    (Rule::Exe10, |t| outcome(t, &StepOutcome::AlreadyExists), ENDS_EVENT),
    (Rule::Exe23, |t| outcome(t, &StepOutcome::AlreadyExists), ENDS_EVENT),
    (Rule::Exe14, |t| outcome(t, &StepOutcome::NotFound), "It is gone already."),
    (Rule::Exe14, rejected, "The error ends the operation although every hook succeeded."),
    (Rule::Exe16, rejected, "The error is only logged."),
    (Rule::Exe17, rejected, "This error takes the place of the hook's."),
];

fn default_policy(place: &HookPlace) -> bool {
    !place.explicit_policy
}

fn is_before_creation(event: &Event) -> bool {
    event.rule == Rule::Exe5
}

/// Whether a signal ended the wait.
fn interrupted(told: &super::Told<'_>) -> bool {
    outcome(told, &StepOutcome::Reached("running")) && told.operation.stopped.is_some()
}
