//! The foot of the editor: how much is wrong, and which keys help.

use yew::prelude::*;

use super::{icon_of, panel::severity_icon};
use crate::text::Severity;

/// Properties of [`Foot`].
#[derive(Properties, PartialEq, Clone)]
pub struct FootProps {
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Whether the list of problems is shown.
    pub open: bool,
    /// Show or hide the list of problems.
    pub on_toggle: Callback<()>,
}

/// Counts, which open the list of problems, and a hint.
#[component]
pub fn Foot(props: &FootProps) -> Html {
    let clean = props.errors == 0 && props.warnings == 0;
    let (warn, warning) = severity_icon(Severity::Warning);
    let (shape, tone, words) = match props.errors {
        0 => ("ok", "ok", "No errors".to_owned()),
        1 => ("fail", "error", "1 error".to_owned()),
        many => ("fail", "error", format!("{many} errors")),
    };
    let counts = html! {
        <>
            { icon_of(shape, tone) }<span>{ words }</span>
            if props.warnings > 0 {
                { icon_of(warn, warning) }
                <span>{ if props.warnings == 1 { "1 warning".to_owned() } else { format!("{} warnings", props.warnings) } }</span>
            }
        </>
    };
    html! {
        <div class="ed-foot">
            if clean {
                <p class="ed-count">{ counts }</p>
            } else {
                <button type="button" class="btn ghosty ed-count" aria-expanded={props.open.to_string()}
                    onclick={props.on_toggle.reform(|_: MouseEvent| ())}>{ counts }</button>
            }
            <p class="ed-hint">
                <span class="while-away">{ if clean { "Click a line to find its step" } else { "F8 goes to the next problem" } }</span>
                <span class="while-typing"><kbd>{ "Tab" }</kbd>{ " moves on, " }<kbd>{ "Ctrl" }</kbd><kbd>{ "]" }</kbd>{ " indents" }</span>
            </p>
        </div>
    }
}
