//! The hooks of a release: what they are is shared by all its records, what came of them is not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Document, HookPhase, Memory, documents};
use crate::manifest::Hook;

/// How many runs stand in one block. A record differs from the one before in one or two hooks, so it
/// shares all other blocks with it; a thousand hooks make a thousand records.
const BLOCK: usize = 128;

/// The delete policy of a hook that names none (R-DEL-2).
const DEFAULT_POLICY: &str = "before-hook-creation";

/// What came of a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Ran {
    phase: Option<HookPhase>,
    /// It ran once, so the default delete policy is stored with it.
    defaulted: bool,
}

/// A hook and what stands in its text.
#[derive(Debug, Clone, PartialEq)]
struct Read {
    hook: Arc<Hook>,
    documents: Arc<[Document]>,
}

/// The hooks of a release in stored order (R-ORD-11); cheap to clone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hooks {
    list: Arc<[Read]>,
    keys: Arc<[String]>,
    ran: Vec<Arc<[Ran]>>,
}

/// A hook as a release stores it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredHook<'a> {
    /// The hook.
    pub hook: &'a Arc<Hook>,
    /// The documents of its text: one, or none that can be used.
    pub documents: &'a Arc<[Document]>,
    /// `Kind/name`; a second hook of the same kind and name is `Kind/name#2`.
    pub key: &'a str,
    /// Phase of its last run.
    pub phase: Option<HookPhase>,
    /// The default delete policy is stored with it.
    defaulted: bool,
}

impl StoredHook<'_> {
    /// Delete policies as stored: once a hook without any has run, the default is among them (R-DEL-2).
    #[must_use]
    pub fn delete_policies(&self) -> Vec<String> {
        if self.defaulted {
            return vec![DEFAULT_POLICY.into()];
        }
        self.hook.delete_policies.clone()
    }

    /// Whether `policy` is among its delete policies.
    #[must_use]
    pub fn has_delete_policy(&self, policy: &str) -> bool {
        if self.defaulted { policy == DEFAULT_POLICY } else { self.hook.delete_policies.iter().any(|p| p == policy) }
    }
}

impl Hooks {
    /// Hooks that never ran. Those that are in `before` at the same place, letter by letter, are not read again.
    #[must_use]
    pub fn new(hooks: Vec<Hook>, before: Option<&Hooks>, memory: &Memory) -> Self {
        let read = |(index, hook): (usize, Hook)| {
            let same = before.and_then(|before| before.list.get(index)).filter(|read| *read.hook == hook);
            let read = same.cloned().unwrap_or_else(|| {
                let documents = documents(&hook.manifest, memory, |_| hook.origin.clone()).into();
                Read { hook: Arc::new(hook), documents }
            });
            (read, Ran::default())
        };
        Hooks::of(hooks.into_iter().enumerate().map(read).collect())
    }

    fn of(hooks: Vec<(Read, Ran)>) -> Self {
        let mut seen = BTreeMap::new();
        let keys = hooks.iter().map(|(read, _)| key(&read.hook, &mut seen)).collect();
        let ran: Vec<Ran> = hooks.iter().map(|(_, ran)| *ran).collect();
        Hooks {
            keys,
            ran: ran.chunks(BLOCK).map(Arc::from).collect(),
            list: hooks.into_iter().map(|(read, _)| read).collect(),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The hook at `index` of the stored order.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<StoredHook<'_>> {
        let ran = self.ran.get(index / BLOCK)?.get(index % BLOCK)?;
        let (Read { hook, documents }, key) = (self.list.get(index)?, self.keys.get(index)?);
        Some(StoredHook { hook, documents, key, phase: ran.phase, defaulted: ran.defaulted })
    }

    /// All hooks in stored order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = StoredHook<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Sets the phase of a hook.
    pub fn set_phase(&mut self, index: usize, phase: HookPhase) {
        self.change(index, |ran| ran.phase = Some(phase));
    }

    /// Gives a hook that names no delete policy the default one (R-DEL-2).
    pub fn fill_in_policy(&mut self, index: usize) {
        if self.list.get(index).is_some_and(|read| read.hook.delete_policies.is_empty()) {
            self.change(index, |ran| ran.defaulted = true);
        }
    }

    fn change(&mut self, index: usize, change: impl FnOnce(&mut Ran)) {
        let Some(block) = self.ran.get_mut(index / BLOCK) else { return };
        if let Some(ran) = Arc::make_mut(block).get_mut(index % BLOCK) {
            change(ran);
        }
    }

    /// Whether these are the hooks of `other`, whatever came of them.
    #[must_use]
    pub fn same_list(&self, other: &Hooks) -> bool {
        Arc::ptr_eq(&self.list, &other.list)
    }

    /// Keys and phases of the hooks whose phase is another than in `before`, a record of the same list.
    ///
    /// Cost: the number of blocks, and the hooks of those blocks in which something changed.
    #[must_use]
    pub fn changed_since(&self, before: &Hooks) -> Vec<(String, Option<HookPhase>)> {
        let blocks = self.ran.iter().zip(&before.ran).zip(self.keys.chunks(BLOCK));
        let changed = blocks.filter(|((now, then), _)| !Arc::ptr_eq(now, then)).flat_map(|((now, then), keys)| {
            now.iter().zip(then.iter()).zip(keys).filter(|((now, then), _)| now.phase != then.phase)
        });
        changed.map(|((now, _), key)| (key.clone(), now.phase)).collect()
    }

    /// The hooks at `indices`, in that order, with what came of them.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Self {
        Hooks::of(indices.iter().filter_map(|&index| self.pair(index)).collect())
    }

    /// These hooks and after them `others`.
    #[must_use]
    pub fn and(&self, others: &Hooks) -> Self {
        let pairs = |hooks: &Hooks| (0..hooks.len()).filter_map(|index| hooks.pair(index)).collect::<Vec<_>>();
        Hooks::of([pairs(self), pairs(others)].concat())
    }

    fn pair(&self, index: usize) -> Option<(Read, Ran)> {
        let stored = self.get(index)?;
        let read = Read { hook: stored.hook.clone(), documents: stored.documents.clone() };
        Some((read, Ran { phase: stored.phase, defaulted: stored.defaulted }))
    }
}

fn key(hook: &Hook, seen: &mut BTreeMap<String, usize>) -> String {
    let plain = format!("{}/{}", hook.kind, hook.name);
    let times = seen.entry(plain.clone()).or_insert(0);
    *times = times.saturating_add(1);
    if *times == 1 { plain } else { format!("{plain}#{times}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(name: &str, policies: &[&str]) -> Hook {
        Hook {
            name: name.into(),
            kind: "Job".into(),
            path: String::new(),
            manifest: String::new(),
            events: Vec::new(),
            weight: 0,
            delete_policies: policies.iter().map(|p| (*p).to_owned()).collect(),
            output_log_policies: Vec::new(),
            origin: crate::manifest::Origin::default(),
        }
    }

    #[test]
    fn a_changed_copy_leaves_the_first_alone() {
        let before = Hooks::new((0..300).map(|i| hook(&i.to_string(), &[])).collect(), None, &Memory::default());
        let mut after = before.clone();
        after.set_phase(200, HookPhase::Running);
        assert_eq!(before.get(200).unwrap().phase, None);
        assert_eq!(after.get(200).unwrap().phase, Some(HookPhase::Running));
        assert!(Arc::ptr_eq(&before.ran[0], &after.ran[0]) && !Arc::ptr_eq(&before.ran[1], &after.ran[1]));
    }

    #[test]
    fn the_default_policy_is_stored_only_where_none_is_named() {
        let mut hooks = Hooks::new(
            vec![hook("a", &[]), hook("a", &["hook-succeeded"]), hook("b", &[""])],
            None,
            &Memory::default(),
        );
        (0..3).for_each(|index| hooks.fill_in_policy(index));
        let policies: Vec<_> = hooks.iter().map(|h| h.delete_policies()).collect();
        assert_eq!(policies, [vec!["before-hook-creation"], vec!["hook-succeeded"], vec![""]]);
        let keys: Vec<_> = hooks.iter().map(|h| h.key).collect();
        assert_eq!(keys, ["Job/a", "Job/a#2", "Job/b"]);
    }

    #[test]
    fn chosen_hooks_keep_what_came_of_them() {
        let mut hooks = Hooks::new(vec![hook("a", &[]), hook("b", &[]), hook("c", &[])], None, &Memory::default());
        hooks.set_phase(1, HookPhase::Failed);
        let back = hooks.select(&[0, 2]).and(&hooks.select(&[1]));
        let seen: Vec<_> = back.iter().map(|h| (h.hook.name.as_str(), h.phase)).collect();
        assert_eq!(seen, [("a", None), ("c", None), ("b", Some(HookPhase::Failed))]);
    }
}
