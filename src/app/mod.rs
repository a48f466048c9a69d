//! The page.

use yew::prelude::*;

/// The whole page.
#[component]
pub fn App() -> Html {
    html! { <main><h1>{ "Helm Hooks Playground" }</h1></main> }
}
