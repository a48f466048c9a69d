//! The page's door: starts the app.

fn main() {}
