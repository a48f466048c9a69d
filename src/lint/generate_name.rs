//! `hook/generate-name`: a hook that has `generateName` and no name.
//!
//! # What
//! A hook whose metadata has `generateName` and lacks `name`.
//!
//! # Why
//! Helm deletes and applies hooks by their names. With the default policy the deletion before creation fails in Helm 3
//! and 4 alike, with server-side apply the creation fails as well; what a policy without `before-hook-creation` lets
//! Helm 3 create, no policy can delete (R-EXE-22 and the recordings).
//!
//! # Example
//! ```yaml
//! generateName: migrate-
//! ```
//!
//! # Fix
//! ```yaml
//! name: migrate
//! ```

use super::subject::is_plain;
use super::{Finding, Subject};
use crate::text::{Edit, Severity};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(entry) = subject.metadata("generateName").filter(|_| subject.is_hook() && subject.head.name.is_empty())
    else {
        return Vec::new();
    };
    let prefix = entry.value.span.of(subject.text);
    let found = Finding::new("hook/generate-name", Severity::Error, "R-EXE-22", entry.key.span)
        .says(
            "A hook with generateName has no name to be deleted or applied by",
            "With the default policy the event fails before anything is created; with another policy the object can never be deleted.",
        )
        .helm_says("resource name may not be empty");
    let name = prefix.trim_end_matches('-');
    if !is_plain(entry.value) || name.is_empty() {
        return vec![found];
    }
    let edit = |span, text: &str| Edit { span, text: text.into() };
    vec![found.fix_all("Give it a fixed name", vec![edit(entry.key.span, "name"), edit(entry.value.span, name)])]
}
