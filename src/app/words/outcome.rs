//! What an object can be made to do.

use crate::app::state::Fate;

/// The legend before the object's name.
pub const WHAT_SHOULD: &str = "What should ";
/// The legend after it.
pub const DO: &str = " do?";
/// Names the choice between two refusals.
pub const REFUSAL: &str = "Answer of the API server";

/// `(icon, class, word, what it means for an object of this kind)`
#[must_use]
pub fn fate(fate: Fate, kind: &str) -> (&'static str, &'static str, &'static str, &'static str) {
    match (fate, kind) {
        (Fate::Succeed, "Job") => ("ok", "o-succeed", "Succeed", "ends Complete"),
        (Fate::Succeed, "Pod") => ("ok", "o-succeed", "Succeed", "ends Succeeded"),
        (Fate::Succeed, "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet") => {
            ("ok", "o-succeed", "Succeed", "gets ready")
        }
        (Fate::Succeed, _) => ("ok", "o-succeed", "Succeed", "is accepted"),
        (Fate::Fail, "Job") => ("fail", "o-fail", "Fail", "hits backoffLimit"),
        (Fate::Fail, "Deployment") => ("fail", "o-fail", "Fail", "misses its deadline"),
        (Fate::Fail, _) => ("fail", "o-fail", "Fail", "ends Failed"),
        (Fate::Hang, "Job" | "Pod") => ("late", "o-hang", "Hang", "hits the timeout"),
        (Fate::Hang, _) => ("late", "o-hang", "Hang", "never gets ready"),
        (Fate::Forbid, _) => ("off", "o-reject", "Be rejected", "API refuses it"),
        (Fate::Exists, _) => ("off", "o-reject", "Be rejected", "409 already exists"),
    }
}

/// A refusal by its status.
#[must_use]
pub fn refusal(fate: Fate) -> &'static str {
    if fate == Fate::Exists { "409 already exists" } else { "403 forbidden" }
}
