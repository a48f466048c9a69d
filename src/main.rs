//! The page's door: starts the app.

use helm_hooks::app::App;

fn main() {
    // `index.html` has the icons beside it.
    if let Some(root) = gloo::utils::document().get_element_by_id("page") {
        yew::Renderer::<App>::with_root(root).render();
    }
}
