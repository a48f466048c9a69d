//! Hooks that speak with the browser, one subject each.

mod keys;
mod measures;
mod play;
mod width;

pub use keys::use_keys;
pub use measures::{measure, use_measures};
pub use play::use_play;
pub use width::use_width;
