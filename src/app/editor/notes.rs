//! What the run has to say about lines of a file: when its hooks run, and what their policies mean.

use crate::app::words::editor as words;
use crate::text::{Span, order_of};
use crate::trace::{HookView, OperationTrace, Step, StepOutcome};

use super::Note;

/// A document of a file that is a hook of the current operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookDocument {
    /// Its part of the file.
    pub span: Span,
    /// Its place in the order of execution and what came of it: "2nd, failed".
    pub order: String,
}

/// The hooks among the documents of `file` of `chart`, as `operation` runs them.
#[must_use]
pub fn hook_documents(operation: &OperationTrace, steps: &[Step], chart: &str, file: &str) -> Vec<HookDocument> {
    let listed = operation.hooks.iter().enumerate();
    let documents: Vec<HookDocument> = listed
        .filter(|(_, hook)| hook.origin.chart == chart && hook.origin.file == file)
        .map(|(index, hook)| HookDocument {
            span: hook.origin.span,
            order: format!("{}{}", words::ordinal(index.saturating_add(1)), fate(hook, operation, steps)),
        })
        .collect();
    let spans: Vec<Span> = documents.iter().map(|document| document.span).collect();
    order_of(&spans).into_iter().filter_map(|index| documents.get(index).cloned()).collect()
}

/// The notes for `file`: the order at the head of each document if there are several, and what follows from a
/// hook's policies at the line that says it is a hook.
#[must_use]
pub fn notes(operation: &OperationTrace, steps: &[Step], chart: &str, file: &str, text: &str) -> Vec<Note> {
    let documents = hook_documents(operation, steps, chart, file);
    let order = documents.iter().filter(|_| several_documents(text));
    let order = order.map(|document| Note { at: first_line(text, document.span), text: document.order.clone() });
    let own = operation.hooks.iter().filter(|hook| hook.origin.chart == chart && hook.origin.file == file);
    let policies = own.filter_map(|hook| {
        let at = line_of(text, hook.origin.span, "helm.sh/hook")?;
        let unset = line_of(text, hook.origin.span, "helm.sh/hook-delete-policy").is_none();
        unset.then(|| Note { at, text: words::NO_POLICY.into() })
    });
    order.chain(policies).collect()
}

/// Whether a file has more than one document.
fn several_documents(text: &str) -> bool {
    text.lines().skip(1).any(|line| line.starts_with("---"))
}

/// The first line of `span` that says something: separators, blank lines and comments do not.
fn first_line(text: &str, span: Span) -> usize {
    let says = |line: &str| !line.trim().is_empty() && !line.starts_with("---") && !line.trim_start().starts_with('#');
    lines(text, span).find(|(_, line)| says(line)).map_or(span.start, |(at, _)| at)
}

/// Where in `span` the key `key` stands, as people write annotations.
fn line_of(text: &str, span: Span, key: &str) -> Option<usize> {
    let names = |line: &str| {
        line.trim_end().split_once(':').is_some_and(|(name, value)| {
            (value.is_empty() || value.starts_with(' ')) && name.trim().trim_matches(['"', '\'']) == key
        })
    };
    lines(text, span).find(|(_, line)| names(line)).map(|(at, _)| at)
}

/// The lines of a part of the text with the bytes at which they begin.
fn lines(text: &str, span: Span) -> impl Iterator<Item = (usize, &str)> {
    let mut at = span.start;
    span.of(text).split_inclusive('\n').map(move |line| {
        let start = at;
        at = at.saturating_add(line.len());
        (start, line)
    })
}

/// What came of a hook, as a suffix.
fn fate(hook: &HookView, operation: &OperationTrace, steps: &[Step]) -> &'static str {
    let own = |step: &&Step| step.hook.is_some() && step.objects.contains(&hook.object);
    let mut taken = steps.iter().filter(own).peekable();
    if taken.peek().is_none() {
        let planned = operation.not_reached.iter().any(|step| own(&step));
        return if planned { ", not reached" } else { "" };
    }
    let failed = |step: &Step| {
        matches!(step.outcome, StepOutcome::Failed | StepOutcome::TimedOut | StepOutcome::Rejected { .. })
    };
    if taken.any(failed) { ", failed" } else { "" }
}

/// The order of the file's only document, for the head of the file; `None` if there are several or it is no hook.
#[must_use]
pub fn order_of_file(
    operation: &OperationTrace,
    steps: &[Step],
    chart: &str,
    file: &str,
    text: &str,
) -> Option<String> {
    if several_documents(text) {
        return None;
    }
    hook_documents(operation, steps, chart, file).pop().map(|document| document.order)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# head\nkind: Job\nmetadata:\n  annotations:\n    \"helm.sh/hook\": test\n---\nkind: Pod\n";

    #[test]
    fn keys_are_found_inside_their_document() {
        let first = Span::new(0, TWO.find("---").unwrap());
        let second = Span::new(first.end, TWO.len());
        assert_eq!(line_of(TWO, first, "helm.sh/hook"), TWO.find("    \"helm"));
        assert_eq!(line_of(TWO, first, "annotations"), TWO.find("  annotations"));
        assert_eq!(line_of(TWO, second, "helm.sh/hook"), None);
        assert_eq!(line_of(TWO, first, "helm.sh/hook-weight"), None);
    }

    #[test]
    fn a_document_begins_where_it_says_something() {
        assert_eq!(first_line(TWO, Span::new(0, 20)), TWO.find("kind: Job").unwrap());
        let second = Span::new(TWO.find("---").unwrap(), TWO.len());
        assert_eq!(first_line(TWO, second), TWO.find("kind: Pod").unwrap());
    }

    #[test]
    fn a_separator_on_top_makes_no_second_document() {
        assert!(several_documents(TWO));
        assert!(!several_documents("---\nkind: Job\n"));
    }
}
