//! The differences as a table: what, with either version, by which rule. The accessible comparison; where there is
//! little room it comes first.

use yew::prelude::*;

use super::component::Go;
use super::differences::{Difference, Differences, Entry};
use super::scores::mark;
use crate::app::icon::picture;
use crate::app::score::Window;
use crate::app::state::operation_of;
use crate::app::words::compare as words;
use crate::trace::Trace;

/// How many differences are listed at once.
const MOST: usize = 200;

/// What the table is drawn of.
pub(super) struct Table<'a> {
    pub traces: [&'a Trace; 2],
    pub differences: &'a Differences,
    pub operation: usize,
    /// Index of the marked difference.
    pub marked: Option<usize>,
    /// Marks a difference, by its index.
    pub on_mark: &'a Callback<usize>,
    /// Goes to a step of a run.
    pub on_go: &'a Callback<Go>,
}

/// All differences of an operation, and where else there are some.
pub(super) fn table(table: &Table<'_>) -> Html {
    let here = table.differences.here(table.operation);
    // The marked one is always among them.
    let place = here.iter().position(|index| table.marked == Some(*index));
    let window = Window::around(place.unwrap_or(0), here.len(), MOST);
    let hidden = here.len().saturating_sub(window.range().len());
    let [first, second] = table.traces.map(|trace| words::helm(trace.helm));
    html! {
        <section class="panel" aria-labelledby="cmp-differences">
            <h3 id="cmp-differences">{ words::DIFFERENCES }{ " " }<span class="count">{ here.len() }</span>
                if table.differences.all.len() > 1 { <span class="keys">{ words::NEXT }{ " " }<kbd>{ "D" }</kbd></span> }
            </h3>
            if here.is_empty() {
                <p class="p-note">{ if table.differences.all.is_empty() { words::SAME } else { words::SAME_HERE } }</p>
            } else {
                <table class="ledger differences">
                    <thead><tr><th scope="col">{ words::STEP }</th><th scope="col">{ first }</th><th scope="col">{ second }</th></tr></thead>
                    <tbody>{ for here.get(window.range()).unwrap_or_default().iter().filter_map(|index| line(table, *index)) }</tbody>
                </table>
                if hidden > 0 { <p class="p-note">{ words::more_differences(hidden) }</p> }
            }
            { elsewhere(table) }
            { printed(table) }
        </section>
    }
}

fn line(table: &Table<'_>, index: usize) -> Option<Html> {
    let one = table.differences.all.get(index)?;
    let now = table.marked == Some(index);
    let [first, second] = &one.sides;
    let [a, b] = table.traces;
    Some(html! {
        <tr key={index} class={classes!(now.then_some("cur"), one.quiet.then_some("quiet"))}>
            <th scope="row">
                <button type="button" onclick={mark(table.on_mark, index)} aria-pressed={now.to_string()}>{ &one.what }</button>
            </th>
            { cell(table, one, a, first, 0) }
            { cell(table, one, b, second, 1) }
        </tr>
    })
}

/// What a run has there, with the rule that makes it so, and the way to the step.
fn cell(table: &Table<'_>, one: &Difference, trace: &Trace, told: &Entry, run: usize) -> Html {
    let step = told.because.and_then(|index| trace.steps.get(index));
    let rule = step.and_then(|step| trace.rule(step));
    let go = |step| {
        let go = Go { run, operation: one.operation, step };
        table.on_go.reform(move |_: MouseEvent| go)
    };
    html! {
        <td data-l={words::helm(trace.helm)}>
            { picture(told.icon, told.tone) }
            <span class="cmp-says">{ &told.says }</span>
            <span class="cmp-why">
                if let Some(rule) = rule { <span title={rule.sentence.to_string()}>{ rule.id.to_string() }</span> }
                if let Some(step) = told.step {
                    <button type="button" class="cmp-go" aria-label={words::go_with(step, trace.helm)} onclick={go(step)}>{ words::go(step) }</button>
                }
            </span>
        </td>
    }
}

/// The other operations that differ.
fn elsewhere(table: &Table<'_>) -> Html {
    let others: Vec<usize> =
        table.differences.operations().into_iter().filter(|operation| *operation != table.operation).collect();
    if others.is_empty() {
        return html! {};
    }
    let one = |operation: usize| {
        let name = table.traces.iter().find_map(|trace| operation_of(trace, operation))?.operation.clone();
        let here = table.differences.here(operation);
        let first = here.first().copied()?;
        Some(html! {
            <li key={operation}><button type="button" class="btn" onclick={mark(table.on_mark, first)}>{ words::elsewhere(&name, here.len()) }</button></li>
        })
    };
    html! {
        <div class="cmp-others"><span id="cmp-others">{ words::OPERATIONS }</span>
            <ul aria-labelledby="cmp-others">{ for others.into_iter().filter_map(one) }</ul></div>
    }
}

/// What is printed otherwise: after what is done, and out of sight until somebody asks.
fn printed(table: &Table<'_>) -> Html {
    let Some((_, lines)) = table.differences.printed.iter().find(|(operation, _)| *operation == table.operation) else {
        return html! {};
    };
    let [first, second] = table.traces.map(|trace| words::helm(trace.helm));
    let [one, other] = lines;
    let list = |helm: String, lines: &[String]| {
        html! {
            if !lines.is_empty() { <h4>{ helm }</h4><pre class="diff" tabindex="0">{ lines.join("\n") }</pre> }
        }
    };
    html! {
        <details class="cmp-printed"><summary>{ words::PRINTED }</summary>{ list(first, one) }{ list(second, other) }</details>
    }
}
