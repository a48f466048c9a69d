//! The tree to values: scalars resolved, aliases followed, merges applied, as go-yaml decodes into
//! `interface{}`.

use super::limits;
use super::problem::Problem;
use super::resolve::{Scalar, resolve};
use super::typed::{Entry, Typed};
use super::{Node, NodeKind, ScalarStyle};
use crate::text::Span;
use std::collections::BTreeMap;

/// Below this many values nearly all may come from aliases …
const FEW_VALUES: usize = 400_000;
/// … above this many one in ten.
const MANY_VALUES: usize = 4_000_000;

/// Decodes a tree.
///
/// # Errors
/// go-yaml's, about a value that is not what its tag says, a merge that is none, a key that is a
/// collection, an anchor inside itself, or too many aliases.
pub(super) fn decode(root: &Node) -> Result<Typed<'_>, Problem> {
    let mut decoder = Decoder { aliases: BTreeMap::new(), ..Decoder::default() };
    decoder.find_anchors(root, &mut BTreeMap::new());
    // go-yaml counts the document as well.
    decoder.values = 1;
    decoder.value(root)
}

#[derive(Default)]
struct Decoder<'n> {
    /// What the alias at a byte offset stands for. Names can be given anew, so they do not tell.
    aliases: BTreeMap<usize, &'n Node>,
    /// Offsets of the aliases that are being followed.
    following: Vec<usize>,
    depth: usize,
    values: usize,
    values_by_alias: usize,
}

impl<'n> Decoder<'n> {
    fn find_anchors(&mut self, node: &'n Node, anchors: &mut BTreeMap<&'n str, &'n Node>) {
        if let Some(name) = &node.anchor {
            anchors.insert(name, node);
        }
        match &node.kind {
            NodeKind::Alias(name) => {
                if let Some(target) = anchors.get(name.as_str()) {
                    self.aliases.insert(node.span.start, target);
                }
            }
            NodeKind::Sequence(items) => items.iter().for_each(|item| self.find_anchors(item, anchors)),
            NodeKind::Mapping(pairs) => pairs.iter().for_each(|(key, value)| {
                self.find_anchors(key, anchors);
                self.find_anchors(value, anchors);
            }),
            NodeKind::Scalar { .. } => {}
        }
    }

    fn value(&mut self, node: &'n Node) -> Result<Typed<'n>, Problem> {
        self.count(node.span)?;
        match &node.kind {
            NodeKind::Scalar { text, style } => Ok(Typed::Scalar(scalar(node, text, *style)?, node.span)),
            NodeKind::Alias(name) => self.follow(node, name, Self::value),
            NodeKind::Sequence(items) => {
                self.enter(node)?;
                let items = items.iter().map(|item| self.value(item)).collect::<Result<_, _>>();
                self.leave();
                Ok(Typed::List(items?))
            }
            NodeKind::Mapping(pairs) => {
                let mut entries = Vec::with_capacity(pairs.len());
                self.mapping(node, pairs, &mut entries)?;
                Ok(Typed::Map(entries))
            }
        }
    }

    fn mapping(
        &mut self,
        node: &'n Node,
        pairs: &'n [(Node, Node)],
        entries: &mut Vec<Entry<'n>>,
    ) -> Result<(), Problem> {
        self.enter(node)?;
        for (key, value) in pairs {
            if is_merge(key) {
                self.merge(value, entries)?;
                continue;
            }
            let mapping = self.following.is_empty().then_some(node.span.start);
            let at = key.span;
            let key = match self.value(key)? {
                Typed::Scalar(key, _) => key,
                collection => {
                    let words = format!("yaml: invalid map key: {}", collection.go_syntax());
                    return Err(Problem::decoding(words, at));
                }
            };
            let value = self.value(value)?;
            entries.push(Entry { key, at, mapping, value });
        }
        self.leave();
        Ok(())
    }

    /// `<<: value`: the entries of one mapping or of several, the first of which counts most.
    fn merge(&mut self, value: &'n Node, entries: &mut Vec<Entry<'n>>) -> Result<(), Problem> {
        match &value.kind {
            NodeKind::Sequence(items) => items.iter().rev().try_for_each(|item| self.merge_one(item, entries)),
            _ => self.merge_one(value, entries),
        }
    }

    fn merge_one(&mut self, node: &'n Node, entries: &mut Vec<Entry<'n>>) -> Result<(), Problem> {
        let target = match &node.kind {
            NodeKind::Alias(_) => self.aliases.get(&node.span.start).copied().unwrap_or(node),
            _ => node,
        };
        let NodeKind::Mapping(pairs) = &target.kind else {
            let words = "yaml: map merge requires map or sequence of maps as the value";
            return Err(Problem::decoding(words, node.span));
        };
        self.count(node.span)?;
        match &node.kind {
            NodeKind::Alias(name) => self.follow(node, name, |decoder, target| {
                decoder.count(target.span)?;
                decoder.mapping(target, pairs, entries)
            }),
            _ => self.mapping(node, pairs, entries),
        }
    }

    /// Does something with what an alias stands for.
    fn follow<T>(
        &mut self,
        alias: &'n Node,
        name: &str,
        action: impl FnOnce(&mut Self, &'n Node) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let at = alias.span.start;
        if self.following.contains(&at) {
            return Err(Problem::decoding(format!("yaml: anchor '{name}' value contains itself"), alias.span));
        }
        let Some(&target) = self.aliases.get(&at) else {
            return Err(Problem::decoding(format!("yaml: unknown anchor '{name}' referenced"), alias.span));
        };
        self.following.push(at);
        let result = action(self, target);
        self.following.pop();
        result
    }

    fn count(&mut self, at: Span) -> Result<(), Problem> {
        self.values = self.values.saturating_add(1);
        if !self.following.is_empty() {
            self.values_by_alias = self.values_by_alias.saturating_add(1);
        }
        if self.values > limits::VALUES {
            return Err(Problem::decoding(format!("yaml: {}", limits::TOO_MANY), at));
        }
        if self.values_by_alias > 100 && self.values > 1000 && self.has_excessive_aliases() {
            return Err(Problem::decoding("yaml: document contains excessive aliasing", at));
        }
        Ok(())
    }

    /// The more values, the fewer of them may come from aliases: 99 % down to 10 %.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    fn has_excessive_aliases(&self) -> bool {
        let span = (MANY_VALUES - FEW_VALUES) as f64;
        let above = self.values.clamp(FEW_VALUES, MANY_VALUES).saturating_sub(FEW_VALUES) as f64;
        let allowed = 0.99 - 0.89 * (above / span);
        self.values_by_alias as f64 / self.values as f64 > allowed
    }

    fn enter(&mut self, node: &Node) -> Result<(), Problem> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > limits::NESTING {
            return Err(Problem::decoding(format!("yaml: {}", limits::TOO_DEEP), node.span));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

/// A scalar is resolved if it is plain or has a tag.
fn scalar<'n>(node: &'n Node, text: &'n str, style: ScalarStyle) -> Result<Scalar<'n>, Problem> {
    if node.tag.is_none() && style != ScalarStyle::Plain {
        return Ok(Scalar::Text(text.into()));
    }
    resolve(node.tag.as_deref(), text).map_err(|words| Problem::decoding(format!("yaml: {words}"), node.span))
}

fn is_merge(key: &Node) -> bool {
    let NodeKind::Scalar { text, style } = &key.kind else { return false };
    text == "<<"
        && match key.tag.as_deref() {
            None => *style == ScalarStyle::Plain,
            Some(tag) => tag == "!" || tag == "tag:yaml.org,2002:merge",
        }
}
