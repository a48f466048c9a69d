//! Why something is still there.

use std::sync::Arc;

use serde_json::Value;

use crate::trace::{Action, HookPlace, ObjectRef, Owner, Role, Step, StepOutcome};

/// Why what has just been made belongs to no release from the beginning; `None` for what a release or a hook
/// that is still under way answers for.
pub(crate) fn unowned(role: Role, owner: &Owner) -> Option<Arc<str>> {
    let why = match (role, owner) {
        (Role::Crd, Owner::Unowned) => {
            "CRDs from crds/ belong to no release: neither upgrade nor uninstall touches them."
        }
        (Role::Namespace, Owner::Unowned) => "--create-namespace makes it for no release, so no uninstall deletes it.",
        _ => return None,
    };
    Some(why.into())
}

/// Why what a release made is no longer in a manifest that counts. `gone`: there is no release any more.
pub(crate) fn orphan(object: &Value, terminating: bool, gone: bool) -> String {
    let policy = object.pointer("/metadata/annotations").and_then(|all| all.get("helm.sh/resource-policy")?.as_str());
    match policy.map(str::trim) {
        _ if terminating => "Its deletion was asked for and has not ended.".into(),
        Some(keep) if keep.eq_ignore_ascii_case("keep") => "helm.sh/resource-policy is keep, so Helm leaves it.".into(),
        Some(policy) if gone => {
            format!(
                "helm.sh/resource-policy is \"{policy}\", which is no policy: uninstall neither deletes nor names it."
            )
        }
        _ if gone => "Uninstall did not delete it.".into(),
        _ => "No revision that an upgrade or an uninstall looks at lists it any more.".into(),
    }
}

/// The steps of one event.
pub(crate) struct Event<'a> {
    pub steps: &'a [Step],
    /// Helm was killed in the middle of it.
    pub killed: bool,
}

impl Event<'_> {
    /// Why the object of a hook outlives the event; `own` are the steps about it.
    pub(crate) fn why(&self, object: &ObjectRef, own: &[&Step], terminating: bool) -> String {
        let place = own.iter().rev().find_map(|step| step.hook.as_ref());
        let watched = own.iter().rev().find(|step| step.action == Action::WaitReady).map(|step| &step.outcome);
        if terminating {
            return "Its deletion was asked for and has not ended.".into();
        }
        if object.kind == "CustomResourceDefinition" {
            return "No delete policy ever deletes a CustomResourceDefinition.".into();
        }
        if self.killed {
            return "Helm was killed before it could clean up.".into();
        }
        let Some(place) = place else { return "It was there before, and no policy deleted it.".into() };
        match watched {
            Some(StepOutcome::Failed | StepOutcome::TimedOut) if has(place, "hook-failed") => refused(),
            Some(StepOutcome::Failed | StepOutcome::TimedOut) => {
                "The hook failed, and hook-failed is not among its delete policies.".into()
            }
            Some(_) if has(place, "hook-succeeded") => self.no_cleanup(),
            Some(_) => stays(place),
            None => "An error before the hook was watched skips every clean-up.".into(),
        }
    }

    /// Why a hook that lists `hook-succeeded` was not deleted although it succeeded.
    fn no_cleanup(&self) -> String {
        let deleted = |step: &Step| matches!(step.action, Action::Delete { .. });
        let last = self.steps.iter().rev().find(|step| step.role == Role::Hook);
        match last {
            Some(step) if deleted(step) && matches!(step.outcome, StepOutcome::Rejected { .. }) => refused(),
            _ => "An error before a later hook was watched skips every clean-up.".into(),
        }
    }
}

fn refused() -> String {
    "Its deletion was refused.".into()
}

/// A hook that succeeded and does not list `hook-succeeded`.
fn stays(place: &HookPlace) -> String {
    if !place.explicit_policy {
        return "It names no delete policy, so it stays until the hook runs again (before-hook-creation).".into();
    }
    if has(place, "before-hook-creation") {
        return "before-hook-creation deletes it only when the hook runs again.".into();
    }
    if has(place, "hook-failed") {
        return "hook-failed does not apply: the hook succeeded. Nothing will ever delete it.".into();
    }
    format!("{} is no policy and still switches the default off. Nothing will ever delete it.", policies(place))
}

fn has(place: &HookPlace, policy: &str) -> bool {
    place.delete_policies.iter().any(|listed| listed == policy)
}

fn policies(place: &HookPlace) -> String {
    super::quoted_policies(&place.delete_policies)
}
