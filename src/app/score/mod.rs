//! The score: a run as one line per object and one column per step. Pure; `stage` draws it.

mod after;
mod columns;
mod deed;
mod model;
mod rails;
mod rows;
mod segments;
mod window;

pub use after::{After, Tone, status_icon};
pub use columns::{Column, PhaseSpan, columns};
pub use deed::{Deed, is_wait, kind_icon};
pub use model::{Mark, MarkLook, Owned, Row, Score, Seg, SegLook};
pub use rails::{Lane, Rail, Rails};
pub use window::Window;

#[cfg(test)]
mod tests;
