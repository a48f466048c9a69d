//! Go's `fmt` and `strconv` as far as templates can tell.

mod base64;
mod duration;
mod float;
pub mod json;
mod print;
mod printf;
mod quote;
mod verb;

pub use base64::{base64, unbase64};
pub use duration::duration_text;
pub use float::{Style, float, shortest_text};
pub use print::{display, sprint, sprintln};
pub use printf::sprintf;
pub use quote::{is_printable, quote, quote_with, unquote, unquote_char};
