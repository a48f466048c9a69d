//! What changes with another version of Helm: two runs of the story side by side.
//!
//! Drawn by the program of what is loaded only when it is asked for (`src/bin/extras.rs`, `www/compare.js`). It has the
//! engine in a worker of its own, plays the story with both versions, and compares the traces; the engine knows nothing
//! of it. The page tells it the story ([`super::extras::Told`]), and it may answer with another one
//! ([`super::extras::Wanted`]).

mod choice;
mod component;
mod differences;
mod fixes;
mod grid;
mod keys;
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
pub use trial::{Change, Offer, best, changes, judge, with};
