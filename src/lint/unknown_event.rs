//! `hook/unknown-event`: a name in `helm.sh/hook` that is no event.
//!
//! # What
//! A piece of the annotation that is none of the nine events (nor `test-success`), an empty one included: a comma too
//! many is enough.
//!
//! # Why
//! One unknown name drops the whole document (R-HK-3). It is neither a hook nor a resource, no command fails, and
//! `helm lint` says nothing: the only way for a rendered object to vanish.
//!
//! # Example
//! ```yaml
//! helm.sh/hook: pre-instal
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook: pre-install
//! ```

use super::{Finding, Subject};
use crate::manifest::HookEvent;
use crate::manifest::annotations::{HOOK, event};
use crate::text::{Severity, Span, nearest};

/// Names that once were events, or that people hope for, and what to do instead.
const NO_LONGER: [(&str, &str); 2] = [
    ("crd-install", "It was an event of Helm 2; since Helm 3 CRDs belong into the folder crds/."),
    ("test-failure", "It was an event of Helm 2; a test that should fail has to turn its own result round."),
];

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let pieces = subject.pieces(HOOK);
    let unknown = pieces.iter().enumerate().filter(|(_, piece)| event(&piece.to_lowercase()).is_none());
    unknown.map(|(index, piece)| finding(subject, &pieces, index, piece)).collect()
}

fn finding(subject: &Subject<'_>, pieces: &[&str], index: usize, piece: &str) -> Finding {
    let at = subject.piece_place(HOOK, index);
    let found = Finding::new("hook/unknown-event", Severity::Error, "R-HK-3", at)
        .helm_says(format!("skipping unknown hooks: {}", subject.annotation(HOOK).unwrap_or_default()));
    let dropped = "Helm drops this document without an error: it is neither a hook nor a resource.";
    let whole = subject.entry(HOOK).map(|entry| entry.value.span);
    if piece.is_empty() {
        let named = pieces.iter().filter(|piece| !piece.is_empty()).map(|piece| (*piece).to_owned());
        let value = whole.filter(|_| pieces.iter().any(|piece| !piece.is_empty()));
        return found.says("An empty name is no event", format!("A comma too many makes one. {dropped}")).fix(
            "Leave the comma out",
            value,
            quoted(named),
        );
    }
    let title = format!("\"{piece}\" is no event");
    if let Some((_, instead)) = NO_LONGER.iter().find(|(name, _)| piece.eq_ignore_ascii_case(name)) {
        return found.says(title, format!("{dropped} {instead}"));
    }
    let words: Vec<&str> = piece.split([' ', ';', '\t', '|']).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && words.iter().all(|word| event(&word.to_lowercase()).is_some()) {
        return found.says(title, format!("Commas go between events. {dropped}")).fix(
            "Put commas between the events",
            exactly(subject, at, piece),
            words.join(","),
        );
    }
    match nearest(piece, HookEvent::ALL.map(HookEvent::word)) {
        Some(meant) => found.says(title, dropped).fix(format!("Write {meant}"), exactly(subject, at, piece), meant),
        None => found.says(title, dropped),
    }
}

/// The place, if it is the piece and nothing else.
fn exactly(subject: &Subject<'_>, at: Span, piece: &str) -> Option<Span> {
    (at.of(subject.text) == piece).then_some(at)
}

/// A list in quotes, for it may stand between braces.
fn quoted(pieces: impl Iterator<Item = String>) -> String {
    format!("\"{}\"", pieces.collect::<Vec<_>>().join(","))
}
