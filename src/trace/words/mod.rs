//! All wording of the trace, so that it can be read, checked and one day translated.
//!
//! One plain sentence says what happens, one or two say why. Helm is the subject, the present the tense; words of
//! Helm and Kubernetes stay as they are.

mod headline;
pub(super) mod left;
mod parting;
mod why;

pub(super) use headline::headline;
pub(super) use parting::parting;
pub use parting::{Parting, partings};
pub(super) use why::why;

use super::{HookPlace, ObjectRef, Phase, Role};
use crate::helm::{Event, OperationRun, Rule};
use crate::manifest::HookEvent;

/// What a sentence about an event can draw on.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub operation: &'a OperationRun,
    /// Events of the operation, or those it would have had.
    pub events: &'a [Event],
    /// Which of them.
    pub index: usize,
    pub event: &'a Event,
    /// The hooks of the event at work with their weights, in order of execution.
    pub order: &'a [(&'a ObjectRef, i64)],
}

impl<'a> Told<'a> {
    fn next(&self) -> Option<&'a Event> {
        self.events.get(self.index.saturating_add(1))
    }

    /// The event of the hooks that are run.
    fn hook_event(&self) -> Option<HookEvent> {
        match self.event.phase {
            Phase::Hooks(event) => Some(event),
            _ => None,
        }
    }

    /// The place of the hook the event is about; that of a record is told by what comes after it.
    fn place(&self) -> Option<&'a HookPlace> {
        let next = || self.next().filter(|next| next.phase == self.event.phase && next.role == Role::Hook);
        let event = if self.event.rule == Rule::Exe9 { next() } else { Some(self.event) };
        event.and_then(|event| event.hook.as_ref())
    }

    /// The hook `steps` after this one in the order of execution.
    fn neighbour(&self, steps: isize) -> Option<(&'a ObjectRef, i64)> {
        let position = self.place()?.position.checked_add_signed(steps)?;
        self.order.get(position).copied()
    }
}

/// "Job db-migrate", or how many.
fn objects(objects: &[ObjectRef]) -> String {
    match objects {
        [] => "the release record".into(),
        [one] => format!("{} {}", one.kind, one.name).trim_end().into(),
        many => format!("{} objects", many.len()),
    }
}

/// A weight with a proper minus sign.
fn weight(weight: i64) -> String {
    weight.to_string().replace('-', "−")
}

/// Virtual milliseconds as `450ms`, `2s`, `5m 0s`.
fn duration(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    match (seconds / 60, seconds % 60) {
        (0, 0) => format!("{milliseconds}ms"),
        (0, seconds) => format!("{seconds}s"),
        (minutes, seconds) => format!("{minutes}m {seconds}s"),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Delete policies as the chart names them; the empty one needs quotes to be seen.
fn quoted_policies(policies: &[String]) -> String {
    let quote = |policy: &String| if policy.is_empty() { "\"\"".to_owned() } else { policy.clone() };
    list(&policies.iter().map(quote).collect::<Vec<_>>())
}

/// What the API server says, without the objects it prints whole.
fn shortened(message: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    let mut inside = String::new();
    for c in message.chars() {
        depth = depth.saturating_add(usize::from(c == '{'));
        if depth == 0 {
            out.push(c);
            continue;
        }
        inside.push(c);
        depth = depth.saturating_sub(usize::from(c == '}'));
        if depth == 0 {
            let short = inside.chars().count() <= LONGEST_VALUE;
            out.push_str(if short { &inside } else { "{...}" });
            inside.clear();
        }
    }
    out + &inside
}

/// Longer values are not worth reading in a sentence.
const LONGEST_VALUE: usize = 60;

/// With a capital at the beginning and a full stop at the end.
fn sentence(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut chars = text.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_out_of_messages() {
        let long = "x".repeat(100);
        assert_eq!(shortened(&format!("a {{b {{{long}}} c}} d {{e}} {{")), "a {...} d {e} {");
    }

    #[test]
    fn small_words() {
        assert_eq!(duration(450), "450ms");
        assert_eq!(duration(300_000), "5m 0s");
        assert_eq!(weight(-5), "−5");
        assert_eq!(sentence("it fails."), "It fails.");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
