//! What is wrong with a chart, as diagnostics.

use std::collections::BTreeMap;

use super::RenderedChart;
use super::load::LoadError;
use super::render::Source;
use crate::template::{CallNote, Problem};
use crate::text::{Diagnostic, Label, Severity, Span};

fn error(id: &'static str, title: &str, cause: String, file: String, span: Span) -> Diagnostic {
    Diagnostic::error(id, title, cause, Label { file, span, text: String::new() })
}

/// Values that cannot be used; Helm's message and the diagnostic.
pub(super) fn values(message: String) -> (String, Diagnostic) {
    let cause = "Helm reads values before it renders, so nothing of the chart is rendered".to_owned();
    let mut diagnostic = error("chart/values", "The values cannot be used", cause, String::new(), Span::default());
    diagnostic.helm_says = Some(message.clone());
    (message, diagnostic)
}

/// A chart that cannot be read.
pub(super) fn loading(problem: LoadError) -> (String, Diagnostic) {
    let (message, of_values) = values(problem.message);
    let mut diagnostic = problem.found.map_or(of_values, |found| *found);
    diagnostic.helm_says = Some(message.clone());
    diagnostic.labels.iter_mut().for_each(|label| label.file.clone_from(&problem.file));
    diagnostic.fixes.iter_mut().for_each(|fix| fix.file.clone_from(&problem.file));
    (message, diagnostic)
}

/// Adds a problem with a template to `chart`; the first one is Helm's error.
pub(super) fn report(chart: &mut RenderedChart, file: &str, problem: Problem, files: &BTreeMap<&str, &Source<'_>>) {
    let mut diagnostic = match (problem.syntax, problem.limit) {
        (true, _) => error(
            "template/syntax",
            &sentence(&problem.message),
            "A template that does not parse fails the whole chart, wherever it stands".into(),
            file.into(),
            problem.span,
        ),
        (false, Some(limit)) => error(
            "template/limit",
            &format!("The template {limit}"),
            "The playground bounds the work of a chart; Helm itself would go on".into(),
            file.into(),
            problem.span,
        ),
        (false, None) => error(
            "template/execution",
            &sentence(&problem.message),
            "Helm stops at the first error and renders nothing of the chart".into(),
            file.into(),
            problem.span,
        ),
    };
    diagnostic.helm_says.clone_from(&problem.helm);
    if let Some((name, span)) = &problem.inner
        && let Some(source) = files.get(&**name)
    {
        diagnostic.labels.push(Label { file: source.file.clone(), span: *span, text: "it happens here".into() });
    }
    chart.diagnostics.push(diagnostic);
    if chart.error.is_none() {
        chart.error = problem.helm;
    }
}

/// Adds a call that gave nothing.
pub(super) fn missing(chart: &mut RenderedChart, call: &CallNote, files: &BTreeMap<&str, &Source<'_>>) {
    let file = files.get(&*call.file).map_or("", |source| &source.file);
    let title = format!("The playground does not compute {}", call.function);
    let cause = "Helm does; here the call gives nothing, and all else is rendered".to_owned();
    let diagnostic = error("template/function", &title, cause, file.into(), call.span);
    chart.diagnostics.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
}

/// Adds a call whose result is made up.
pub(super) fn made_up(chart: &mut RenderedChart, call: &CallNote, files: &BTreeMap<&str, &Source<'_>>) {
    let file = files.get(&*call.file).map_or("", |source| &source.file);
    let title = format!("What {} gives is made up", call.function);
    let cause = "In Helm it is another one each time; here it has the same shape and stays the same".to_owned();
    let diagnostic = error("template/made-up", &title, cause, file.into(), call.span);
    chart.diagnostics.push(Diagnostic { severity: Severity::Info, ..diagnostic });
}

/// A message with a capital letter.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
