//! Files of a chart, files from outside, and what is kept between two visits.

mod examples;
mod path;

pub use examples::{EXAMPLES, Example};
pub use path::{Refused, VALUES, add, check, paths, remove, rename, set_text, text};
