//! `hook/unknown-delete-policy`: a word in `helm.sh/hook-delete-policy` that Helm does not know.
//!
//! # What
//! A piece of the annotation that is none of `before-hook-creation`, `hook-succeeded`, `hook-failed`.
//!
//! # Why
//! Helm stores it and it does nothing (R-DEL-1). But any explicit policy without `before-hook-creation` switches the
//! default off (R-DEL-3), so the object of an earlier run stays in the way of the next.
//!
//! # Example
//! ```yaml
//! helm.sh/hook-delete-policy: hook-suceeded
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook-delete-policy: hook-succeeded
//! ```

use super::{Finding, Subject};
use crate::manifest::annotations::DELETE_POLICY;
use crate::text::{Severity, nearest};

pub(super) const POLICIES: [&str; 3] = ["before-hook-creation", "hook-succeeded", "hook-failed"];

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if !subject.is_hook() {
        return Vec::new();
    }
    let pieces = subject.pieces(DELETE_POLICY);
    let keeps_default = pieces.iter().any(|piece| piece.eq_ignore_ascii_case("before-hook-creation"));
    let effect = match keeps_default {
        true => "Helm says nothing about it.",
        false => "Helm says nothing about it, and any explicit policy switches the default before-hook-creation off.",
    };
    let unknown = pieces.iter().enumerate().filter(|(_, piece)| !POLICIES.contains(&piece.to_lowercase().as_str()));
    unknown
        .map(|(index, piece)| {
            let at = subject.piece_place(DELETE_POLICY, index);
            let title = match (piece.is_empty(), keeps_default) {
                (true, true) => "An empty delete policy does nothing".to_owned(),
                (true, false) => "An empty delete policy does nothing and still switches the default off".to_owned(),
                (false, true) => format!("\"{piece}\" does nothing"),
                (false, false) => format!("\"{piece}\" does nothing and still switches the default off"),
            };
            let meant = nearest(piece, POLICIES);
            let place = (at.of(subject.text) == *piece).then_some(at).filter(|_| meant.is_some());
            let meant = meant.unwrap_or_default();
            Finding::new("hook/unknown-delete-policy", Severity::Warning, "R-DEL-3", at).says(title, effect).fix(
                format!("Write {meant}"),
                place,
                meant,
            )
        })
        .collect()
}
