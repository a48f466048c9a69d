//! `hook/weight-not-a-number`: a weight that is not a whole number.
//!
//! # What
//! A `helm.sh/hook-weight` that Go's `strconv.Atoi` refuses: with a blank, a fraction, an exponent, words.
//!
//! # Why
//! Helm says nothing and takes 0 (R-WGT-1, R-WGT-2), so the hook runs somewhere else in the order.
//!
//! # Example
//! ```yaml
//! helm.sh/hook-weight: "5 "
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook-weight: "5"
//! ```

use super::{Finding, Subject};
use crate::manifest::annotations::WEIGHT;
use crate::text::Severity;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(value) = subject.annotation(WEIGHT).filter(|_| subject.is_hook()) else { return Vec::new() };
    if value.parse::<i64>().is_ok() {
        return Vec::new();
    }
    let title = if value.trim().is_empty() {
        "This weight is empty, so it counts as 0".to_owned()
    } else {
        "This weight is not a whole number, so it counts as 0".to_owned()
    };
    let found = Finding::new("hook/weight-not-a-number", Severity::Warning, "R-WGT-2", subject.place(WEIGHT))
        .says(title, "Helm says nothing about it. The hook runs in the order of weight 0.");
    let meant = meant(value);
    let place = subject.entry(WEIGHT).map(|entry| entry.value.span).filter(|_| meant.is_some());
    vec![found.fix("Write the whole number", place, format!("\"{}\"", meant.unwrap_or_default()))]
}

/// The whole number that is plainly meant.
fn meant(value: &str) -> Option<i64> {
    let trimmed = value.trim();
    let whole =
        trimmed.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map_or(trimmed, |(whole, _)| whole);
    whole.parse().ok()
}
