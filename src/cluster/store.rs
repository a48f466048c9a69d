//! The objects and everything that ever became of them.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use serde_json::Value;

use super::owners::Owners;
use super::value::set;
use super::{Change, Key};
use crate::text::Packed;

/// An object and who may change what of it. It rests as the bytes that the history has as well: as a tree it would take
/// ten times as much, and it is looked at only a few times in its life.
#[derive(Debug, Clone)]
struct Stored {
    object: Packed,
    owners: Arc<Owners>,
}

/// The store; the resource version of an object is the place of its change in the whole history, from 1.
#[derive(Debug, Default)]
pub(super) struct Store {
    objects: BTreeMap<Key, Stored>,
    /// The object that was written last, for controllers look at it at once.
    last: Option<(Key, Arc<Value>)>,
    history: Vec<Change>,
    /// How many changes came before this history.
    before: usize,
}

impl Clone for Store {
    /// The same objects with a history of their own: that of the original is not copied.
    fn clone(&self) -> Self {
        let before = self.version();
        Store { objects: self.objects.clone(), last: self.last.clone(), history: Vec::new(), before }
    }
}

impl Store {
    pub fn history(&self) -> &[Change] {
        &self.history
    }

    pub fn into_history(self) -> Vec<Change> {
        self.history
    }

    /// The version of the newest change.
    pub fn version(&self) -> usize {
        self.before.saturating_add(self.history.len())
    }

    pub fn has(&self, key: &Key) -> bool {
        self.objects.contains_key(key)
    }

    pub fn object(&self, key: &Key) -> Option<Arc<Value>> {
        let stored = self.objects.get(key)?;
        let last = self.last.as_ref().filter(|(last, _)| last == key);
        Some(last.map_or_else(|| Arc::new(stored.object.value()), |(_, object)| Arc::clone(object)))
    }

    /// Who owns the fields of an object.
    pub fn owners(&self, key: &Key) -> Arc<Owners> {
        self.objects.get(key).map(|stored| Arc::clone(&stored.owners)).unwrap_or_default()
    }

    /// The keys of a kind's objects whose names begin with `prefix`, in one namespace; in all of them for `None`.
    pub fn of_kind<'a>(
        &'a self,
        group: &str,
        kind: &str,
        namespace: Option<&str>,
        prefix: &'a str,
    ) -> impl Iterator<Item = &'a Key> {
        let first = Key {
            group: group.to_owned(),
            kind: kind.to_owned(),
            namespace: namespace.unwrap_or_default().to_owned(),
            name: if namespace.is_some() { prefix.to_owned() } else { String::new() },
        };
        let start = first.clone();
        let one_namespace = namespace.is_some();
        self.objects
            .range((Bound::Included(first), Bound::Unbounded))
            .take_while(move |(key, _)| {
                key.group == start.group
                    && key.kind == start.kind
                    && (!one_namespace || (key.namespace == start.namespace && key.name.starts_with(prefix)))
            })
            .filter(move |(key, _)| key.name.starts_with(prefix))
            .map(|(key, _)| key)
    }

    /// The keys of everything in a namespace.
    pub fn in_namespace(&self, namespace: &str) -> Vec<Key> {
        self.objects.keys().filter(|key| key.namespace == namespace).cloned().collect()
    }

    /// Stores a new state of an object, with the next resource version. Without `owners` they stay who they are.
    pub fn put(&mut self, at: u64, by: &Arc<str>, key: Key, mut object: Value, owners: Option<Owners>) -> Arc<Value> {
        let version = self.version().saturating_add(1).to_string();
        set(&mut object, &["metadata", "resourceVersion"], version);
        let packed = Packed::of(&object);
        let object = Arc::new(object);
        self.last = Some((key.clone(), Arc::clone(&object)));
        let owners = match owners {
            Some(owners) => Arc::new(owners),
            None => self.objects.get(&key).map(|stored| Arc::clone(&stored.owners)).unwrap_or_default(),
        };
        self.objects.insert(key.clone(), Stored { object: packed.clone(), owners });
        self.history.push(Change { at, by: Arc::clone(by), key, object: Some(packed) });
        object
    }

    /// What was there before the story begins is no change.
    pub fn put_silently(&mut self, key: Key, object: &Value) {
        self.objects.insert(key, Stored { object: Packed::of(object), owners: Arc::default() });
    }

    /// Takes an object away for good.
    pub fn take(&mut self, at: u64, by: &Arc<str>, key: &Key) {
        if self.objects.remove(key).is_some() {
            self.history.push(Change { at, by: Arc::clone(by), key: key.clone(), object: None });
        }
    }
}
