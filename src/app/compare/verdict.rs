//! The headline: what comes of the operation with either version, and why they part.

use yew::prelude::*;

use super::differences::{Difference, Differences, Entry};
use crate::app::icon::picture;
use crate::app::state::operation_of;
use crate::app::words::compare as words;
use crate::trace::Trace;

/// The verdict on an operation, and the marked difference in sentences. `picker` stands beside it.
pub fn verdict(
    traces: [&Trace; 2],
    differences: &Differences,
    operation: usize,
    marked: Option<&Difference>,
    picker: Html,
) -> Html {
    let [what, of_what] = words::WHERE;
    let command = traces.iter().find_map(|trace| operation_of(trace, operation)).map(|one| one.command.clone());
    html! {
        <header class="say">
            <div class="say-text">
                <div class="say-where">
                    <span>{ what }</span><span>{ of_what }</span>
                    if let Some(command) = command { <code class="cmp-command">{ command }</code> }
                </div>
                <h2 tabindex="-1">{ head(traces, differences, operation) }</h2>
                if differences.all.is_empty() { <p class="why">{ words::SAME_WHY }</p> }
            </div>
            { picker }
            if let Some(marked) = marked { <div class="cmp-sides">{ for traces.into_iter().zip(&marked.sides).map(sentence) }</div> }
        </header>
    }
}

fn head(traces: [&Trace; 2], differences: &Differences, operation: usize) -> String {
    if differences.all.is_empty() {
        return words::SAME.into();
    }
    if differences.here(operation).is_empty() {
        return words::SAME_HERE.into();
    }
    let stops = traces.map(|trace| operation_of(trace, operation).is_none_or(|one| one.exit != 0));
    words::verdict(traces.map(|trace| trace.helm), stops, differences.count(operation) > 0)
}

/// What a run does there and why, with rule and source.
fn sentence((trace, told): (&Trace, &Entry)) -> Html {
    let helm = words::helm(trace.helm);
    let Some(step) = told.because.and_then(|index| trace.steps.get(index)) else {
        return html! { <p class="why"><b>{ helm }</b>{ ": " }{ &told.says }</p> };
    };
    let rule = trace.rule(step);
    let source = rule.and_then(|rule| rule.source.as_ref());
    html! {
        <div>
            <p class="why"><b>{ helm }</b>{ ": " }{ &step.headline }{ " " }{ &step.why }</p>
            <p class="say-links">
                if let Some(rule) = rule { <span class="chip" title={rule.sentence.to_string()}>{ rule.id.to_string() }</span> }
                if let Some(source) = source {
                    <a class="src" href={source.url.clone()} target="_blank" rel="noreferrer">
                        { picture("code", "") }
                        <span>{ source.path.rsplit('/').next().unwrap_or_default().to_owned() }{ " › " }{ source.function.to_string() }</span>
                    </a>
                }
            </p>
        </div>
    }
}
