//! `hook/resource-policy`: `helm.sh/resource-policy` on a hook.
//!
//! # What
//! A hook with the annotation `helm.sh/resource-policy`.
//!
//! # Why
//! The documentation recommends it; the code never looks at it (R-DEL-6, D-3). Only delete policies decide when a
//! hook's object goes, and uninstall never deletes one anyway.
//!
//! # Example
//! ```yaml
//! helm.sh/hook: pre-install
//! helm.sh/resource-policy: keep
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook: pre-install
//! ```

use super::{Finding, Subject};
use crate::manifest::annotations::RESOURCE_POLICY;
use crate::text::Severity;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if !subject.is_hook() || subject.annotation(RESOURCE_POLICY).is_none() {
        return Vec::new();
    }
    let entry = subject.entry(RESOURCE_POLICY);
    let at = entry.map_or_else(|| subject.place(RESOURCE_POLICY), |entry| entry.key.span);
    let lines = entry.and_then(|entry| subject.lines_of(entry));
    vec![
        Finding::new("hook/resource-policy", Severity::Warning, "R-DEL-6", at)
            .says(
                "helm.sh/resource-policy has no effect on a hook",
                "Only delete policies decide when a hook's object goes. Uninstall never deletes it.",
            )
            .fix("Remove the annotation", lines, ""),
    ]
}
