//! A trace for people: every step with a mark, and what is left at the end.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::excerpt;
use crate::helm::Phase;
use crate::manifest::HookEvent;
use crate::story::Story;
use crate::trace::{OperationTrace, Step, Trace};

/// Characters of a description in the list of revisions; errors, which it repeats, stand above in full.
const DESCRIPTION: usize = 100;

/// The whole story: its operations step by step, then the state at the end.
pub(super) fn report(story: &Story, trace: &Trace, why: bool) -> String {
    let mut out = String::new();
    match story.title.as_str() {
        "" => _ = writeln!(out, "Helm {}\n", trace.helm),
        title => _ = writeln!(out, "{title} (Helm {})\n", trace.helm),
    }
    for one in &trace.operations {
        operation(&mut out, trace, one, why);
    }
    if trace.truncated {
        out.push_str("The story is longer than the limit of steps. What stands above is complete up to here.\n\n");
    }
    end(&mut out, trace);
    out
}

fn operation(out: &mut String, trace: &Trace, operation: &OperationTrace, why: bool) {
    _ = writeln!(out, "$ {}", operation.command);
    steps(out, trace.steps.get(operation.steps.clone()).unwrap_or_default(), why);
    if !operation.not_reached.is_empty() {
        _ = writeln!(out, "  Not reached");
        for step in &operation.not_reached {
            _ = writeln!(out, "       . {}", step.headline);
        }
    }
    for note in &operation.stderr_notes {
        _ = writeln!(out, "  {note}");
    }
    if !operation.error.is_empty() {
        _ = writeln!(out, "  {}", operation.error.replace('\n', "\n  "));
    }
    match operation.stopped {
        Some(signal) => _ = writeln!(out, "  exit {} (SIG{})\n", operation.exit, signal.to_uppercase()),
        None => _ = writeln!(out, "  exit {}\n", operation.exit),
    }
}

fn steps(out: &mut String, steps: &[Step], why: bool) {
    for run in steps.chunk_by(|a, b| a.phase == b.phase) {
        _ = writeln!(out, "  {}", run.first().map(|step| phase(step.phase)).unwrap_or_default());
        for step in run {
            let took = if step.took > 0 { format!(" ({})", duration(step.took)) } else { String::new() };
            let number = step.index.saturating_add(1);
            _ = writeln!(out, "  {number:>4} {} {}{took}", step.outcome.mark(), step.headline);
            if why {
                _ = writeln!(out, "         {} [{}]", step.why, step.rule.id());
                if let Some(parting) = &step.parting {
                    _ = writeln!(out, "         The documentation says: {} {}", parting.documentation, parting.url);
                    _ = writeln!(out, "         Helm does: {} [{}, {}]", parting.helm, parting.id, parting.rule);
                }
            }
        }
    }
}

fn phase(phase: Phase) -> String {
    match phase {
        Phase::Outside => "Somebody else".into(),
        Phase::Crds => "CRDs".into(),
        Phase::Namespace => "Namespace".into(),
        Phase::Record => "Record".into(),
        Phase::Hooks(HookEvent::Test) => "Tests".into(),
        Phase::Hooks(event) => format!("{} hooks", event.word()),
        Phase::Resources => "Resources".into(),
        Phase::Wait => "Wait".into(),
        Phase::Cleanup => "Clean-up".into(),
        Phase::Refused => "Refused".into(),
    }
}

fn duration(milliseconds: u64) -> String {
    match (milliseconds / 1000, milliseconds % 1000) {
        (0, rest) => format!("{rest}ms"),
        (seconds, 0) => format!("{seconds}s"),
        (seconds, rest) => format!("{seconds}.{rest:03}s"),
    }
}

fn end(out: &mut String, trace: &Trace) {
    let state = trace.state_at(trace.steps.len().checked_sub(1));
    if !state.records.is_empty() {
        out.push_str("Revisions\n");
        for release in &state.records {
            let line = release.description.lines().next().unwrap_or_default();
            let cut = if line.chars().count() > DESCRIPTION { "..." } else { "" };
            let description: String = line.chars().take(DESCRIPTION).collect();
            _ = writeln!(out, "  {:>4} {:<16} {description}{cut}", release.revision, release.status.word());
        }
        out.push('\n');
    }
    if state.ledger.is_empty() {
        out.push_str("Nothing is left behind.\n");
        return;
    }
    out.push_str("Left behind\n");
    let names: Vec<String> = state.ledger.iter().map(|entry| entry.object.to_string()).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for (name, entry) in names.iter().zip(&state.ledger) {
        _ = writeln!(out, "  {name:<width$}  {}", entry.why);
    }
}

/// What the story and its charts have wrong, with places in their texts.
pub(super) fn diagnostics(story: &Story, file: &str, text: &str, trace: &Trace, err: &mut dyn Write) -> io::Result<()> {
    for found in &trace.diagnostics {
        write!(err, "{}", excerpt::render(found, |label| label.is_empty().then(|| (file.to_owned(), text))))?;
    }
    for operation in &trace.operations {
        let short = operation.chart.as_deref().unwrap_or_default();
        let chart = story.charts.get(short);
        let source = |path: &str| Some((format!("{short}/{path}"), chart?.text(path)?));
        for found in &operation.diagnostics {
            write!(err, "{}", excerpt::render(found, source))?;
        }
    }
    Ok(())
}
