//! What a step looks like: its icon, and the names the style sheet knows it by.

use crate::app::state::is_failure;
use crate::trace::{Action, Role, Step, StepOutcome};

/// What a step does, as far as the eye is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Writes a release record.
    Record,
    /// Deletes a release record.
    Forget,
    /// Makes an object.
    Create,
    /// Changes an object.
    Apply,
    /// Leaves an object as it is.
    Same,
    /// Deletes an object.
    Delete,
    /// Looks for something to delete and finds nothing.
    Nothing,
    /// Waits, to a good end.
    Wait,
    /// Goes wrong.
    Fail,
    /// Runs out of time.
    Late,
    /// Somebody else's deed.
    Outside,
}

impl Deed {
    /// The deed of a step.
    #[must_use]
    pub fn of(step: &Step) -> Deed {
        match (&step.action, &step.outcome) {
            (_, StepOutcome::TimedOut) => Deed::Late,
            (Action::Record { .. }, StepOutcome::Done) => Deed::Record,
            (Action::Refuse(text), _) if text.is_empty() => Deed::Nothing,
            (Action::Refuse(_), _) => Deed::Fail,
            (Action::Outside(_), _) => Deed::Outside,
            (_, StepOutcome::AlreadyExists) if step.role == Role::Crd => Deed::Same,
            _ if is_failure(step) => Deed::Fail,
            (Action::Record { .. }, _) => Deed::Record,
            (Action::Forget { .. }, _) => Deed::Forget,
            (Action::Delete { .. }, StepOutcome::NotFound) => Deed::Nothing,
            (Action::Delete { .. }, _) => Deed::Delete,
            (Action::WaitReady | Action::WaitGone | Action::WaitManifest, _) => Deed::Wait,
            (_, StepOutcome::Created) => Deed::Create,
            (_, StepOutcome::Unchanged) => Deed::Same,
            _ => Deed::Apply,
        }
    }

    /// Id of its icon in the sprite, without `i-`.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        self.looks().0
    }

    /// Its class, without `v-` (tick, list) or `m-` (mark).
    #[must_use]
    pub const fn class(self) -> &'static str {
        self.looks().1
    }

    const fn looks(self) -> (&'static str, &'static str) {
        match self {
            Deed::Record => ("record", "record"),
            Deed::Forget => ("delete", "delete"),
            Deed::Create => ("create", "create"),
            Deed::Apply => ("apply", "apply"),
            Deed::Same => ("same", "same"),
            Deed::Delete => ("delete", "delete"),
            Deed::Nothing => ("none", "none"),
            Deed::Wait => ("wait", "wait"),
            Deed::Fail => ("fail", "fail"),
            Deed::Late => ("late", "late"),
            Deed::Outside => ("other", "outside"),
        }
    }
}

/// Whether a step waits, and so takes time.
#[must_use]
pub fn is_wait(step: &Step) -> bool {
    matches!(step.action, Action::WaitReady | Action::WaitGone | Action::WaitManifest)
}

/// Icon of a kind of object, without `i-`.
#[must_use]
pub fn kind_icon(kind: &str) -> &'static str {
    match kind {
        "Job" | "CronJob" => "job",
        "Pod" => "pod",
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => "deploy",
        "Service" | "Ingress" | "NetworkPolicy" => "service",
        "ConfigMap" | "Secret" => "config",
        _ => "own",
    }
}
