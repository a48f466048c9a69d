//! What no release owns and nobody deletes.

use yew::prelude::*;

use super::panel;
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::score::kind_icon;
use crate::app::state::{Action, RowKey};
use crate::app::words::panels as words;
use crate::trace::{LedgerEntry, Trace};

/// How many objects are listed.
const MOST: usize = 40;

/// Object, what made it, why it is still there, and the command that removes all of them.
pub(super) fn left_behind(dispatch: &Dispatch, trace: &Trace, now: Option<usize>) -> Html {
    let ledger = trace.state_at(now).ledger;
    let more = ledger.len().saturating_sub(MOST);
    let line = |entry: &LedgerEntry<'_>| {
        let select = dispatch.always::<MouseEvent>(Action::Select(Some(RowKey::Object(entry.object.clone()))));
        html! {
            <tr key={entry.object.to_string()}>
                <td>
                    <button type="button" onclick={select}>
                        { picture(kind_icon(&entry.object.kind), "k") }<span class="nm">{ &entry.object.name }</span>{ " " }<span class="kd">{ &entry.object.kind }</span>
                    </button>
                </td>
                <td data-l={words::MADE_BY}>{ made_by(trace, entry) }</td>
                <td data-l={words::WHY}>{ entry.why }</td>
            </tr>
        }
    };
    let command = words::delete_all(ledger.iter().take(MOST).map(|entry| entry.object), &trace.release.namespace);
    let content = html! {
        <>
            if ledger.is_empty() {
                <p class="p-note">{ words::NOTHING_BEHIND }</p>
            } else {
                <table class="ledger">
                    <thead><tr><th scope="col">{ words::OBJECT }</th><th scope="col">{ words::MADE_BY }</th><th scope="col">{ words::WHY }</th></tr></thead>
                    <tbody>{ for ledger.iter().take(MOST).map(line) }</tbody>
                </table>
                if more > 0 { <p class="p-note">{ words::and_more(more) }</p> }
                <div class="rm"><code>{ &command }</code><Copy text={command.clone()} /></div>
            }
        </>
    };
    panel("p-cluster p-behind", words::BEHIND, Some(ledger.len()), content)
}

fn made_by(trace: &Trace, entry: &LedgerEntry<'_>) -> String {
    let step = trace.steps.get(entry.state.created_by);
    let maker = step.and_then(|step| trace.operations.get(step.operation));
    let Some((step, maker)) = step.zip(maker) else { return words::SOMEBODY.into() };
    words::maker(maker.verb, maker.revision, step.phase)
}

/// Properties of [`Copy`].
#[derive(Properties, PartialEq)]
pub struct CopyProps {
    /// The text.
    pub text: String,
}

/// Puts a text on the clipboard and says so.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let copied = use_state_eq(|| false);
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            // Without permission the text can still be selected by hand.
            let _ = gloo::utils::window().navigator().clipboard().write_text(&text);
            copied.set(true);
        })
    };
    html! {
        <button type="button" class="btn" {onclick}>
            { picture(if *copied { "done" } else { "copy" }, "") }<span aria-live="polite">{ if *copied { words::COPIED } else { words::COPY } }</span>
        </button>
    }
}
