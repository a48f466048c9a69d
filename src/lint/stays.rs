//! `hook/stays`: a hook without a delete policy.
//!
//! # What
//! A hook without the annotation `helm.sh/hook-delete-policy`.
//!
//! # Why
//! The default, `before-hook-creation`, deletes its object only when the hook runs again (R-DEL-2). Until then it stays
//! (R-EXE-15), and it outlives the release: uninstall deletes what the manifest lists, and hooks are never in it
//! (R-UN-14). Often that is meant, for the logs; then nothing need be done.
//!
//! # Example
//! ```yaml
//! helm.sh/hook: pre-install
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook: pre-install
//! helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
//! ```

use super::{Finding, Subject};
use crate::manifest::annotations::{DELETE_POLICY, HOOK};
use crate::text::{Severity, Span};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let stays = subject.annotation(DELETE_POLICY).is_none() && subject.head.kind != "CustomResourceDefinition";
    if subject.events().is_empty() || !stays {
        return Vec::new();
    }
    let entry = subject.entry(HOOK);
    let at = entry.map_or_else(|| subject.place(HOOK), |entry| entry.key.span);
    let lines = entry.and_then(|entry| subject.lines_of(entry));
    let indent = lines.and_then(|lines| subject.text.get(lines.start..entry?.key.span.start)).unwrap_or_default();
    let ends_in_line_end = lines.is_some_and(|lines| lines.of(subject.text).ends_with('\n'));
    let line = format!("{indent}{DELETE_POLICY}: before-hook-creation,hook-succeeded");
    let text = if ends_in_line_end { format!("{line}\n") } else { format!("\n{line}") };
    vec![
        Finding::new("hook/stays", Severity::Info, "R-EXE-15", at)
            .says(
                "No delete policy: it stays",
                "What this hook makes is deleted only when the hook runs again. Uninstall leaves it.",
            )
            .fix("Delete it once it has succeeded", lines.map(|lines| Span::at(lines.end)), text),
    ]
}
