//! Files of a chart, files from outside, and what is kept between two visits.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
#[path = "browser_native.rs"]
mod browser;
mod first;
mod hooks;
mod keep;
mod menu;

pub use first::{FirstView, first};
pub use hooks::{first_state, use_keeping, use_outside};
pub use keep::{COPY, KEY, pack, unpack};
pub use menu::{StoryMenu, StoryMenuProps, file_name};
