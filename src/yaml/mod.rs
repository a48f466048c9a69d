//! YAML as Helm reads it.
//!
//! Helm reads manifests, values and charts with `sigs.k8s.io/yaml`, that is go-yaml v2 (libyaml's
//! heir, YAML 1.1 booleans, octals and all) and then JSON. This room does the same, keeps byte
//! spans, and reports the errors of go-yaml with its words and line numbers. Only the first
//! document of a text is read: Helm splits texts into documents beforehand.
//!
//! ```text
//! bytes ► encoding ► input ► scanner ► parser ► compose ► decode ► json
//!                    marks   tokens    events   Node      Typed    Value
//! ```
//!
//! Scanner and parser follow libyaml's state machines step by step, because which of two errors is
//! found, and in which line, depends on how far ahead they look. From the tree on it is plain
//! recursion, bounded by [`limits`]. `emit` goes the other way; [`explain`] puts errors in plain words.

mod compose;
mod decode;
mod emit;
mod encoding;
mod explain;
mod input;
mod json;
pub mod limits;
mod natural;
mod number;
mod parser;
mod problem;
mod resolve;
mod scalar_form;
mod scanner;
mod timestamp;
mod token;
mod typed;

pub use emit::{emit, emit_pretty};
pub use encoding::decode_bytes;
pub use explain::explain;
pub use json::{Target, json_number};
pub use number::number_text;

use crate::text::Span;

/// A node of the tree, with everything the text said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// From the first to one past the last byte of the node's own text.
    pub span: Span,
    /// Tag as written, resolved handles included.
    pub tag: Option<String>,
    /// Anchor name without `&`.
    pub anchor: Option<String>,
    /// What it is.
    pub kind: NodeKind,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// A scalar, its text after folding and unescaping, not yet resolved to a type.
    Scalar {
        /// The text.
        text: String,
        /// How it was written: decides whether `yes` is a boolean.
        style: ScalarStyle,
    },
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping in the order of the text, duplicates included.
    Mapping(Vec<(Node, Node)>),
    /// `*name`.
    Alias(String),
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarStyle {
    /// Without quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// An error of go-yaml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Word for word, e.g. `yaml: line 18: did not find expected key`.
    pub message: String,
    /// The number in the message. Not simply the line: parser errors count from 0.
    pub line: Option<usize>,
    /// Where the reader stood, for the editor: the offending token.
    pub span: Span,
    /// Where the construct began that could not be finished, if the reader knows.
    pub context: Option<Span>,
}

/// A key that stands twice in one mapping; the last one wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key.
    pub key: String,
    /// Where it stood before.
    pub first: Span,
    /// Where it stands again.
    pub second: Span,
}

/// A document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The tree; `None` for a text without content.
    pub root: Option<Node>,
    /// The value as `YAMLToJSON` makes it: keys sorted, keys made text, merges applied.
    pub value: serde_json::Value,
    /// Keys that stand twice.
    pub duplicates: Vec<DuplicateKey>,
}

/// Reads the first document of `text` as Helm does.
///
/// # Errors
/// go-yaml's error, with a place.
pub fn read(text: &str) -> Result<Document, YamlError> {
    read_into(text, &Target::Any)
}

/// Reads the first document of `text` as Helm does when it reads into a Go type: numbers and booleans
/// become text where the type has text (`sigs.k8s.io/yaml` `Unmarshal` up to its JSON).
///
/// # Errors
/// go-yaml's error, with a place.
pub fn read_into(text: &str, target: &Target) -> Result<Document, YamlError> {
    let read = || {
        let Some(root) = compose::compose(text)? else {
            return Ok(Document { root: None, value: serde_json::Value::Null, duplicates: Vec::new() });
        };
        let (value, duplicates) = json::to_json(decode::decode(&root)?, target)?;
        Ok(Document { root: Some(root), value, duplicates })
    };
    read().map_err(|problem: problem::Problem| problem.into_error(text))
}
