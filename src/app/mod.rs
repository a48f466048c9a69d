//! The page.
//!
//! The Content-Security-Policy (`scripts/finish-page.mjs`) forbids inline scripts, `<style>` elements and
//! `style` attributes. What a rule of the style sheet needs to know is said by a class or a `data-`
//! attribute; a measure that only the run knows is set on the node itself (`element.style.setProperty`).

pub mod context;
pub mod editor;
pub mod files;
#[cfg(test)]
pub(crate) mod fixture;
pub mod popover;
pub mod shared;
pub mod state;

use yew::prelude::*;

use context::Dispatch;
use shared::Shared;
use state::AppState;

/// The whole page.
#[component]
pub fn App() -> Html {
    let state = use_reducer(|| AppState::new(Shared::default()));
    let dispatch = use_memo((), |()| Dispatch::new(state.dispatcher()));
    html! {
        <ContextProvider<Dispatch> context={(*dispatch).clone()}>
            <main><h1>{ "Helm Hooks Playground" }</h1></main>
        </ContextProvider<Dispatch>>
    }
}
