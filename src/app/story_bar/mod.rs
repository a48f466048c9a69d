//! The story bar: the operations of this release, in order, and the command line of the current one.

mod add;
mod dialog;
mod flags;
mod pills;

pub use dialog::{FlagsDialog, FlagsDialogProps};
pub use flags::{FLAGS, Flag, Takes, is_helm_3};
pub use pills::{Pill, pills, verb};

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::state::{Action, AppState, Place};
use crate::app::words::story as words;
use add::add;

/// Properties of [`StoryBar`].
#[derive(Properties, PartialEq)]
pub struct StoryBarProps {
    /// The page.
    pub state: AppState,
    /// Where actions go.
    #[prop_or_default]
    pub dispatch: Dispatch,
}

/// One pill per operation, then what adds one, then the command line and its flags.
///
/// Keys on a pill: arrows move, Enter opens, Delete removes, Alt+arrows reorder.
#[component]
pub fn StoryBar(props: &StoryBarProps) -> Html {
    let list = use_node_ref();
    let dialog = use_state_eq(|| false);
    let StoryBarProps { state, dispatch } = props;
    let current = state.place.operation;
    use_effect_with((current, state.story.operations.len()), {
        let list = list.clone();
        move |_| show_current(&list)
    });
    let pill = |(index, pill): (usize, Pill)| {
        let here = index == current;
        let open = dispatch.always::<MouseEvent>(Action::Go(Place::before(index)));
        let keys = {
            let dispatch = dispatch.clone();
            Callback::from(move |event: KeyboardEvent| pill_key(&event, index, &dispatch))
        };
        html! {
            <li key={index} class={classes!("op", pill.class, here.then_some("cur"))}>
                <button
                    type="button" onclick={open} onkeydown={keys} tabindex={if here { "0" } else { "-1" }}
                    aria-current={here.then_some("true")} aria-keyshortcuts="Delete Alt+ArrowLeft Alt+ArrowRight"
                >
                    { picture(pill.icon, "") }
                    <span class="op-v">{ pill.verb }</span>
                    if !pill.revision.is_empty() { <span class="op-r">{ pill.revision }</span> }
                    <span class="op-s">{ pill.status }</span>
                </button>
            </li>
        }
    };
    let command = state.operation().map(|operation| operation.command.clone());
    let open = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| dialog.set(true))
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |()| dialog.set(false))
    };
    html! {
        <nav class="story" aria-label={words::OPERATIONS}>
            <div class="story-in">
                <ol ref={list}>{ for pills(state).into_iter().enumerate().map(pill) }</ol>
                { add(&state.story, dispatch) }
                if let Some(command) = command {
                    <p class="cmd">
                        <code><span aria-hidden="true">{ "$ " }</span>{ command }</code>
                        <button type="button" class="btn" aria-haspopup="dialog" onclick={open}>{ picture("flag", "") }<span>{ words::FLAGS }</span></button>
                    </p>
                }
            </div>
            if *dialog {
                if let Some(operation) = state.command() {
                    <FlagsDialog
                        story={state.story.clone()} index={current} operation={operation.clone()}
                        version={state.trace.helm} on_close={close} dispatch={dispatch.clone()}
                    />
                }
            }
        </nav>
    }
}

fn pill_key(event: &KeyboardEvent, index: usize, dispatch: &Dispatch) {
    let other = match event.key().as_str() {
        "ArrowLeft" => index.checked_sub(1),
        "ArrowRight" => index.checked_add(1),
        "Delete" => {
            event.prevent_default();
            dispatch.send(Action::RemoveOperation(index));
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let Some(to) = other else { return };
    if event.alt_key() {
        dispatch.send(Action::MoveOperation { from: index, to });
        return;
    }
    let pill = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|pill| pill.closest(".op").ok()?);
    let next =
        pill.and_then(|pill| if to < index { pill.previous_element_sibling() } else { pill.next_element_sibling() });
    let button = next
        .and_then(|next| next.query_selector("button").ok()?)
        .and_then(|button| button.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        let _ = button.focus();
    }
}

/// Keeps the current pill in view.
fn show_current(list: &NodeRef) {
    let Some(list) = list.cast::<Element>() else { return };
    let Ok(Some(pill)) = list.query_selector(".cur") else { return };
    let (seen, here) = (list.get_bounding_client_rect(), pill.get_bounding_client_rect());
    if here.left() < seen.left() || here.right() > seen.right() {
        let middle = here.left() - seen.left() - (seen.width() - here.width()) / 2.0;
        list.set_scroll_left(list.scroll_left().saturating_add(middle as i32));
    }
}
