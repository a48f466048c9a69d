//! Go text/template as Helm runs it: lexer, parser, machine, functions, output-to-source map.
//!
//! ```text
//! text ► lex ► parse, pipeline ► ast ► compile ► code ► machine ► Output
//! ```
//!
//! Nothing is replaced in the text: what a template writes comes out of the machine together with
//! the part of the source that made it.

mod address;
mod ast;
mod code;
mod compile;
mod dialect;
mod error;
mod format;
mod functions;
mod json;
mod layout;
mod lex;
mod limits;
mod machine;
mod number;
mod parse;
mod pipeline;
mod regex;
mod render;
mod semver;
mod set;
mod shown;
mod toml;
mod url;
mod value;

pub use address::{Address, parse_address};
pub use dialect::Dialect;
pub use format::json::json_text;
pub use format::{display, quote, quote_with, shortest_text as number_text};
pub use functions::{Exactness, Lookup, functions};
pub use layout::is_date;
pub use limits::Limits;
pub use machine::Output;
pub use regex::Regex;
pub use render::{CallNote, Problem, Renderer, Rendering, Settings};
pub use semver::{Constraints, Version};
pub use set::Memory;
pub use url::Url;
pub use value::{Entries, Field, IntKind, List, ListKind, Map, MapKind, Record, Value};

use crate::text::Span;

/// A part of a rendered text and the source it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Part of the output.
    pub output: Span,
    /// Part of the source; for literal text of the same length as `output`.
    pub source: Span,
}
