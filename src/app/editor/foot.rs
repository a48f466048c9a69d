//! The foot of the editor: how much is wrong, and which keys help.

use yew::prelude::*;

use super::panel::severity_icon;
use crate::app::icon::Icon;
use crate::app::words::editor as words;
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
    let (fail, _, fail_colour) = severity_icon(Severity::Error);
    let (warn, _, warn_colour) = severity_icon(Severity::Warning);
    let counts = html! {
        <>
            if props.errors > 0 {
                <Icon name={fail} class={fail_colour} /><span>{ words::errors(props.errors) }</span>
            } else {
                <Icon name="ok" class="c-ok" /><span>{ words::NO_ERRORS }</span>
            }
            if props.warnings > 0 {
                <Icon name={warn} class={warn_colour} /><span>{ words::warnings(props.warnings) }</span>
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
                <span class="while-away">{ if clean { words::HINT_CLICK } else { words::HINT_NEXT } }</span>
                <span class="while-typing"><kbd>{ "Tab" }</kbd>{ words::HINT_TAB }<kbd>{ "Ctrl" }</kbd><kbd>{ "]" }</kbd>{ words::HINT_INDENT }</span>
            </p>
        </div>
    }
}
