//! The page.
//!
//! The Content-Security-Policy (`scripts/finish-page.mjs`) forbids inline scripts, `<style>` elements and
//! `style` attributes. What a rule of the style sheet needs to know is said by a class or a `data-`
//! attribute; a measure that only the run knows is set on the node itself (`element.style.setProperty`).

pub mod editor;
pub mod files;

use yew::prelude::*;

/// The whole page.
#[component]
pub fn App() -> Html {
    html! { <main><h1>{ "Helm Hooks Playground" }</h1></main> }
}
