//! What follows from a failure.

use yew::prelude::*;

use super::panel;
use crate::app::icon::picture;
use crate::app::score::Tone;
use crate::app::state::operation_of;
use crate::app::words::panels::{self as words, Consequence};
use crate::trace::Trace;

/// A few consequences of how operation `operation` of the story ended, each one line.
pub(super) fn follows(trace: &Trace, now: Option<usize>, operation: usize) -> Html {
    let Some(operation) = operation_of(trace, operation) else { return html! {} };
    let line = |one: Consequence| {
        let tone = match one.icon {
            "stays" => Tone::Stays,
            "record" => Tone::Fail,
            "warn" => Tone::Late,
            _ => Tone::Off,
        };
        html! {
            <li>
                { picture(one.icon, classes!(format!("c-{}", tone.name()))) }
                <div><b>{ one.what }</b>{ " " }{ one.more }if let Some(code) = one.code { { " " }<code>{ code }</code> }</div>
            </li>
        }
    };
    let content = html! {
        <ul class="cons">{ for words::consequences(trace, operation, &trace.state_at(now)).into_iter().map(line) }</ul>
    };
    panel("p-cluster", words::FOLLOWS, None, content)
}
