//! The page.
//!
//! The Content-Security-Policy (`scripts/finish-page.mjs`) forbids inline scripts, `<style>` elements and
//! `style` attributes. What a rule of the style sheet needs to know is said by a class or a `data-`
//! attribute; a measure that only the run knows is set on the node itself (`element.style.setProperty`).

pub mod compare;
pub mod dispatch;
pub mod editor;
pub mod engine;
pub mod extras;
pub mod files;
#[cfg(test)]
pub(crate) mod fixture;
pub mod hooks;
pub mod icon;
pub mod page;
pub mod popover;
pub mod rendered;
pub mod score;
pub mod shared;
pub mod stage;
pub mod state;
pub mod story_bar;
pub mod tabs;
pub mod top;
pub mod words;

use yew::prelude::*;

use dispatch::use_dispatch;
use page::Page;

/// The memory of page, engine and extras: half the code of the allocator that comes with Rust.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The whole page.
#[component]
pub fn App() -> Html {
    let state = use_reducer(files::first_state);
    let dispatch = use_dispatch(&state);
    let kept = files::use_keeping(&state, &dispatch);
    html! { <Page state={(*state).clone()} {dispatch} {kept} /> }
}
