//! What the chart renders to, beside its source.
//!
//! Drawn by the program of what is loaded only when it is asked for (`src/bin/extras.rs`). It asks an engine of its own,
//! so that the run never waits for it; the text itself is shown by the editor's JavaScript (`www/editor/rendered.js`),
//! which also knows which line made which.

mod component;
mod sheet_view;
#[cfg(target_arch = "wasm32")]
mod text;
#[cfg(not(target_arch = "wasm32"))]
#[path = "text_native.rs"]
mod text;

pub use component::{Beside, BesideProps, Seen};
pub use sheet_view::{SheetView, SheetViewProps};
pub use text::Draw;
