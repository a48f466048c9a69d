//! `hook/no-clean-start`: delete policies that leave an old object in the way of the next run.
//!
//! # What
//! A hook that names delete policies, all of them known, and not `before-hook-creation`.
//!
//! # Why
//! An explicit policy switches the default off (R-DEL-3). If a run ends so that its policies do not apply, its object
//! is still there at the next run: Helm 3 fails with `already exists`, Helm 4 applies over it, and a Job that has
//! finished does not run again (R-EXE-22).
//!
//! # Example
//! ```yaml
//! helm.sh/hook-delete-policy: hook-failed
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook-delete-policy: "before-hook-creation,hook-failed"
//! ```

use super::unknown_delete_policy::POLICIES;
use super::{Finding, Subject};
use crate::manifest::annotations::DELETE_POLICY;
use crate::text::Severity;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let pieces: Vec<String> = subject.pieces(DELETE_POLICY).iter().map(|piece| piece.to_lowercase()).collect();
    let known = !pieces.is_empty() && pieces.iter().all(|piece| POLICIES.contains(&piece.as_str()));
    // No policy ever deletes a CRD, so none is missing.
    let deletable = subject.head.kind != "CustomResourceDefinition";
    if !known || !deletable || subject.events().is_empty() || pieces.iter().any(|piece| piece == "before-hook-creation")
    {
        return Vec::new();
    }
    let has = |policy: &str| pieces.iter().any(|piece| piece == policy);
    let (severity, when) = match (has("hook-succeeded"), has("hook-failed")) {
        (true, true) => (Severity::Info, "it is rejected or Helm is killed"),
        (true, false) => (Severity::Info, "it fails"),
        _ => (Severity::Warning, "it succeeds"),
    };
    let place = subject.entry(DELETE_POLICY).map(|entry| entry.value.span);
    let value = format!("\"before-hook-creation,{}\"", pieces.join(","));
    vec![
        Finding::new("hook/no-clean-start", severity, "R-DEL-3", subject.place(DELETE_POLICY))
            .says(
                format!("If {when}, this hook's object is in the way of its next run"),
                "An explicit policy switches the default before-hook-creation off. Helm 3 then fails with \"already exists\"; \
                 Helm 4 applies over what is there, and a finished Job does not run again.",
            )
            .fix("Add before-hook-creation", place, value),
    ]
}
