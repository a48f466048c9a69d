//! `hook/several-events`: one object that serves several events, or one event twice.
//!
//! # What
//! A hook whose annotation names more than one event.
//!
//! # Why
//! All its events share one object, one weight and one set of delete policies (R-HK-6): the order cannot differ
//! between events, and each run meets or deletes the object of the run before. An event that stands twice runs the
//! hook twice (R-HK-5).
//!
//! # Example
//! ```yaml
//! helm.sh/hook: pre-install,pre-install
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook: pre-install
//! ```

use super::{Finding, Subject};
use crate::manifest::HookEvent;
use crate::manifest::annotations::HOOK;
use crate::text::Severity;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let events = subject.events();
    let mut once: Vec<HookEvent> = Vec::new();
    for event in &events {
        if !once.contains(event) {
            once.push(*event);
        }
    }
    let mut found = Vec::new();
    if once.len() < events.len() {
        let value = subject.entry(HOOK).map(|entry| entry.value.span);
        let words: Vec<&str> = once.iter().map(|event| event.word()).collect();
        found.push(
            Finding::new("hook/event-twice", Severity::Warning, "R-HK-5", subject.place(HOOK))
                .says(
                    "An event stands here twice, so the hook runs twice",
                    "Nothing runs in between but the clean-up of its delete policies.",
                )
                .fix("Name each event once", value, quoted(&words)),
        );
    }
    if let [_, _, ..] = once.as_slice() {
        found.push(
            Finding::new("hook/several-events", Severity::Info, "R-HK-6", subject.place(HOOK)).says(
                format!("One object serves {} events", once.len()),
                "They share its weight and its delete policies, and each run meets or deletes the object of the run before.",
            ),
        );
    }
    found
}

fn quoted(words: &[&str]) -> String {
    match words {
        [word] => (*word).to_owned(),
        words => format!("\"{}\"", words.join(",")),
    }
}
