//! The command and what it has printed up to this step.

use yew::prelude::*;

use super::panel;
use crate::app::state::operation_of;
use crate::app::words::panels as words;
use crate::trace::Trace;

/// Helm prints nothing until it ends, so there are two pictures: before and after.
pub(super) fn terminal(trace: &Trace, operation: usize, over: bool) -> Html {
    let Some(operation) = operation_of(trace, operation) else { return html! {} };
    let lines = |lines: &[String], class: &'static str| {
        html! { for line in lines.iter() { <span {class}>{ format!("{line}\n") }</span> } }
    };
    let content = html! {
        <>
            <pre tabindex="0" aria-label={words::OUTPUT}>
                <span class="p">{ "$ " }</span>{ format!("{}\n", operation.command) }
                if over {
                    { lines(&operation.stderr_notes, "dim") }
                    { lines(&operation.output, "out") }
                    if !operation.error.is_empty() { <span class="err">{ &operation.error }</span> }
                    if let Some(signal) = operation.stopped { <span class="dim">{ words::stopped(signal) }</span> }
                } else {
                    <span class="dim">{ words::SILENT }</span>
                }
            </pre>
        </>
    };
    panel("p-term", words::TERMINAL, None, content)
}
