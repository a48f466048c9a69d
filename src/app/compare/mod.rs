//! What changes with another version of Helm: two runs of the story side by side.
//!
//! A program of its own (`src/bin/compare.rs`), which `www/compare.js` loads when somebody asks for it. It has the
//! engine in a worker of its own, plays the story with both versions, and compares the traces; the engine knows nothing
//! of it. The page tells it the story ([`Told`]), and it may answer with another one ([`Wanted`]).

mod choice;
mod component;
mod differences;
mod fixes;
mod grid;
mod keys;
mod link;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(not(target_arch = "wasm32"))]
#[path = "page_native.rs"]
mod page;
mod pills;
mod play;
mod scores;
mod table;
#[cfg(test)]
mod tests;
mod trial;
mod verdict;

pub use choice::{Choice, counterpart, pair};
pub use component::{Comparing, ComparingProps, Comparison, ComparisonProps};
pub use differences::{Difference, Differences};
pub use fixes::fixes;
pub use grid::{Grid, Phase, Run, Slot};
pub use link::{Told, Wanted, use_comparing};
pub use trial::{Change, Offer, best, changes, judge, with};
