//! `hook/unknown-output-log-policy`: a word in `helm.sh/hook-output-log-policy` that Helm does not know.
//!
//! # What
//! A piece of the annotation that is neither `hook-succeeded` nor `hook-failed`.
//!
//! # Why
//! Unknown values are ignored and there is no default (R-LOG-1): the logs are not shown when they are wanted most.
//!
//! # Example
//! ```yaml
//! helm.sh/hook-output-log-policy: hook-fail
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook-output-log-policy: hook-failed
//! ```

use super::{Finding, Subject};
use crate::manifest::annotations::OUTPUT_LOG_POLICY;
use crate::text::{Severity, nearest};

const POLICIES: [&str; 2] = ["hook-succeeded", "hook-failed"];

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if !subject.is_hook() {
        return Vec::new();
    }
    let pieces = subject.pieces(OUTPUT_LOG_POLICY);
    let unknown = pieces.iter().enumerate().filter(|(_, piece)| !POLICIES.contains(&piece.to_lowercase().as_str()));
    unknown
        .map(|(index, piece)| {
            let at = subject.piece_place(OUTPUT_LOG_POLICY, index);
            let meant = nearest(piece, POLICIES);
            let place = (at.of(subject.text) == *piece).then_some(at).filter(|_| meant.is_some());
            let meant = meant.unwrap_or_default();
            Finding::new("hook/unknown-output-log-policy", Severity::Warning, "R-LOG-1", at)
                .says(
                    format!("\"{piece}\" does nothing"),
                    "Helm ignores it, and logs are shown only if a policy asks for them.",
                )
                .fix(format!("Write {meant}"), place, meant)
        })
        .collect()
}
