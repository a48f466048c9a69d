//! Finding an entry of a mapping in the tree of a document.

use crate::yaml::{Node, NodeKind};

/// An entry of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Its key.
    pub key: &'a Node,
    /// Its value.
    pub value: &'a Node,
}

/// The entry with this key; of several the last, which is the one that counts (R-HEAD-7).
///
/// `None` if it is not in the text itself but comes by an alias or a merge.
#[must_use]
pub fn entry<'a>(node: &'a Node, key: &str) -> Option<Entry<'a>> {
    let NodeKind::Mapping(pairs) = &node.kind else { return None };
    let is_key = |node: &Node| matches!(&node.kind, NodeKind::Scalar { text, .. } if text == key);
    pairs.iter().rev().find(|(name, _)| is_key(name)).map(|(key, value)| Entry { key, value })
}

/// The same step by step: `["metadata", "annotations"]`.
#[must_use]
pub fn entry_at<'a>(root: &'a Node, path: &[&str]) -> Option<Entry<'a>> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(entry(root, first)?, |found, key| entry(found.value, key))
}
