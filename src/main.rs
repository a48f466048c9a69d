//! The page's door: starts the app.

fn main() {
    yew::Renderer::<helm_hooks::app::App>::new().render();
}
