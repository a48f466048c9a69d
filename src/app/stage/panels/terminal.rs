//! The command and what it has printed up to this step.

use yew::prelude::*;

use super::Panel;
use crate::app::shared::Shared;
use crate::app::state::operation_of;
use crate::app::words::panels as words;
use crate::trace::Trace;

/// Properties of [`Terminal`].
#[derive(Properties, PartialEq)]
pub struct TerminalProps {
    /// The trace.
    pub trace: Shared<Trace>,
    /// Index of the operation in the story.
    pub operation: usize,
    /// The command has ended.
    pub over: bool,
}

/// Helm prints nothing until it ends, so there are two pictures: before and after.
#[component]
pub fn Terminal(props: &TerminalProps) -> Html {
    let Some(operation) = operation_of(&props.trace, props.operation) else { return html! {} };
    let lines = |lines: &[String], class: &'static str| {
        html! { for line in lines.iter() { <span {class}>{ format!("{line}\n") }</span> } }
    };
    html! {
        <Panel class="p-term" title={words::TERMINAL}>
            <pre tabindex="0" aria-label={words::OUTPUT}>
                <span class="p">{ "$ " }</span>{ format!("{}\n", operation.command) }
                if props.over {
                    { lines(&operation.stderr_notes, "dim") }
                    { lines(&operation.output, "out") }
                    if !operation.error.is_empty() { <span class="err">{ &operation.error }</span> }
                    if let Some(signal) = operation.stopped { <span class="dim">{ words::stopped(signal) }</span> }
                } else {
                    <span class="dim">{ words::SILENT }</span>
                }
            </pre>
        </Panel>
    }
}
