//! What follows from a failure.

use yew::prelude::*;

use super::Panel;
use crate::app::icon::Icon;
use crate::app::score::Tone;
use crate::app::shared::Shared;
use crate::app::state::operation_of;
use crate::app::words::panels::{self as words, Consequence};
use crate::trace::Trace;

/// Properties of [`Follows`].
#[derive(Properties, PartialEq)]
pub struct FollowsProps {
    /// The trace.
    pub trace: Shared<Trace>,
    /// Index of the last step.
    pub now: Option<usize>,
    /// Index of the operation in the story.
    pub operation: usize,
}

/// A few consequences, each one line.
#[component]
pub fn Follows(props: &FollowsProps) -> Html {
    let Some(operation) = operation_of(&props.trace, props.operation) else { return html! {} };
    let line = |one: Consequence| {
        let tone = match one.icon {
            "stays" => Tone::Stays,
            "record" => Tone::Fail,
            "warn" => Tone::Late,
            _ => Tone::Off,
        };
        html! {
            <li>
                <Icon name={one.icon} class={classes!(format!("c-{}", tone.name()))} />
                <div><b>{ one.what }</b>{ " " }{ one.more }if let Some(code) = one.code { { " " }<code>{ code }</code> }</div>
            </li>
        }
    };
    html! {
        <Panel class="p-cluster" title={words::FOLLOWS}>
            <ul class="cons">{ for words::consequences(&props.trace, operation, &props.trace.state_at(props.now)).into_iter().map(line) }</ul>
        </Panel>
    }
}
