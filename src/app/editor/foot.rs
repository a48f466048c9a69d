//! The foot of the editor: how much is wrong, and which keys help.

use yew::prelude::*;

use super::panel::severity_icon;
use crate::app::icon::picture;
use crate::app::words::editor as words;
use crate::text::Severity;

/// Counts, which show or hide the list of problems (`open` if it is shown), and a hint.
pub(super) fn foot(errors: usize, warnings: usize, open: bool, on_toggle: &Callback<()>) -> Html {
    let clean = errors == 0 && warnings == 0;
    let (fail, _, fail_colour) = severity_icon(Severity::Error);
    let (warn, _, warn_colour) = severity_icon(Severity::Warning);
    let counts = html! {
        <>
            if errors > 0 {
                { picture(fail, fail_colour) }<span>{ words::errors(errors) }</span>
            } else {
                { picture("ok", "c-ok") }<span>{ words::NO_ERRORS }</span>
            }
            if warnings > 0 {
                { picture(warn, warn_colour) }<span>{ words::warnings(warnings) }</span>
            }
        </>
    };
    html! {
        <div class="ed-foot">
            if clean {
                <p class="ed-count">{ counts }</p>
            } else {
                <button type="button" class="btn ghosty ed-count" aria-expanded={open.to_string()}
                    onclick={on_toggle.reform(|_: MouseEvent| ())}>{ counts }</button>
            }
            <p class="ed-hint">
                <span class="while-away">{ if clean { words::HINT_CLICK } else { words::HINT_NEXT } }</span>
                <span class="while-typing"><kbd>{ "Tab" }</kbd>{ words::HINT_TAB }<kbd>{ "Ctrl" }</kbd><kbd>{ "]" }</kbd>{ words::HINT_INDENT }</span>
            </p>
        </div>
    }
}
