//! The engine's door: answers the page from its worker.

fn main() {
    helm_hooks::app::engine::serve();
}
