//! The lives of objects and records, put together from the histories of cluster and storage.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::status::{self, status};
use super::words::left;
use super::{ObjectLife, ObjectRef, ObjectState, Owner, Phase, RecordLife, Role, Step, at};
use crate::cluster::{Change, Find as _, Key, MADE_BY_WORLD, text_at as text};
use crate::helm::RecordChange;
use crate::release::{Release, Status};
use crate::story::ReleaseName;
use crate::text::{Packed, filled, sort_by_key};

/// How far the histories of cluster and records had come at the end of a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub cluster: usize,
    pub records: usize,
}

/// What the lives are made of.
pub(super) struct Sources<'a> {
    pub release: &'a ReleaseName,
    pub steps: &'a [Step],
    pub marks: &'a [Mark],
    pub cluster: &'a [Change],
    pub records: &'a [RecordChange],
    /// Operations that a signal killed.
    pub killed: &'a [usize],
}

impl Sources<'_> {
    /// The step during which each entry of a history was made; what came after the last step is no part of the story.
    fn step_of<'s, T>(&'s self, history: &'s [T], mark: fn(&Mark) -> usize) -> impl Iterator<Item = (&'s Step, &'s T)> {
        let mut step = 0;
        history.iter().enumerate().filter_map(move |(i, entry)| {
            while self.marks.get(step).is_some_and(|at| mark(at) <= i) {
                step = step.saturating_add(1);
            }
            self.steps.get(step).map(|step| (step, entry))
        })
    }
}

/// The lives of all records, by revision.
pub(super) fn records(from: &Sources<'_>) -> Vec<RecordLife> {
    let mut lives: BTreeMap<u32, RecordLife> = BTreeMap::new();
    for (step, change) in from.step_of(from.records, |mark| mark.records) {
        let revision = change.revision;
        let life = lives.entry(revision).or_insert_with(|| RecordLife { revision, states: Vec::new() });
        push(&mut life.states, step.index, change.release.clone());
    }
    lives.into_values().collect()
}

/// The lives of all objects, in order of first appearance.
pub(super) fn objects(from: &Sources<'_>) -> Vec<ObjectLife> {
    let mut lives = Lives::default();
    for (step, change) in from.step_of(from.cluster, |mark| mark.cluster) {
        let object = change.object.as_ref().map(|object| object.fields(status::fields(&change.key.kind)));
        if !lives.is_backdrop(change, object.as_ref()) {
            lives.change(from.release, step, change, object.as_ref());
        }
    }
    lives.list_steps(from.steps);
    lives.mark_hooks(from);
    lives.mark_orphans(from);
    for life in &mut lives.list {
        // The passes go forward in time, one after the other; of one step the last word counts.
        sort_by_key(&mut life.left, |(step, _)| *step);
        let mut sorted = Vec::with_capacity(life.left.len());
        for (step, why) in life.left.drain(..) {
            push(&mut sorted, step, why);
        }
        life.left = sorted;
    }
    lives.list
}

#[derive(Default)]
struct Lives {
    list: Vec<ObjectLife>,
    by_key: BTreeMap<Key, usize>,
    /// Several if the same kind and name is in several API groups.
    by_ref: BTreeMap<ObjectRef, Vec<usize>>,
}

impl Lives {
    /// What is no part of the story: what controllers make for themselves, and namespaces that were there before.
    fn is_backdrop(&self, change: &Change, object: Option<&Value>) -> bool {
        if self.by_key.contains_key(&change.key) {
            return false;
        }
        let Some(object) = object else { return true };
        let annotations = object.find("/metadata/annotations");
        let made_by_world = annotations.is_some_and(|annotations| annotations.get(MADE_BY_WORLD).is_some());
        made_by_world || (change.key.kind == "Namespace" && change.by.as_ref() == "world")
    }

    fn change(&mut self, release: &ReleaseName, step: &Step, change: &Change, object: Option<&Value>) {
        let index = self.life(&change.key);
        let Some(life) = self.list.get_mut(index) else { return };
        let before = life.states.last().and_then(|(_, state)| state.clone());
        let now = change.object.as_ref().zip(object);
        let now = now.map(|object| state(release, step, &life.object, object, before.as_deref()));
        match (&before, &now) {
            (None, Some(now)) => push(&mut life.left, step.index, left::unowned(step.role, &now.owner)),
            // Taken over, or taken away: what was said of it before counts no longer.
            (Some(before), Some(now)) if before.owner != now.owner => push(&mut life.left, step.index, None),
            _ => {}
        }
        push(&mut life.states, step.index, now.map(Arc::new));
    }

    fn life(&mut self, key: &Key) -> usize {
        if let Some(index) = self.by_key.get(key) {
            return *index;
        }
        let index = self.list.len();
        let object = ObjectRef { kind: key.kind.clone(), namespace: key.namespace.clone(), name: key.name.clone() };
        self.by_key.insert(key.clone(), index);
        self.by_ref.entry(object.clone()).or_default().push(index);
        self.list.push(ObjectLife { object, states: Vec::new(), left: Vec::new(), steps: Vec::new() });
        index
    }

    fn list_steps(&mut self, steps: &[Step]) {
        for step in steps {
            for index in step.objects.iter().filter_map(|object| self.by_ref.get(object)).flatten() {
                if let Some(life) = self.list.get_mut(*index) {
                    life.steps.push(step.index);
                }
            }
        }
    }

    /// What hooks leave: it counts as left behind as soon as the event that made or touched it is over.
    fn mark_hooks(&mut self, from: &Sources<'_>) {
        let runs = from.steps.chunk_by(|a, b| a.operation == b.operation && a.phase == b.phase);
        let mut runs = runs.peekable();
        while let Some(run) = runs.next() {
            let Some(last) = run.last().filter(|last| matches!(last.phase, Phase::Hooks(_))) else { continue };
            let ends_operation =
                runs.peek().and_then(|next| next.first()).is_none_or(|next| next.operation != last.operation);
            let killed = ends_operation && from.killed.contains(&last.operation);
            let mut touched: BTreeMap<&ObjectRef, Vec<&Step>> = BTreeMap::new();
            for step in run.iter().filter(|step| step.role == Role::Hook) {
                step.objects.iter().for_each(|object| touched.entry(object).or_default().push(step));
            }
            let event = left::Event { steps: run, killed };
            for (object, own) in touched {
                for index in self.by_ref.get(object).into_iter().flatten() {
                    let Some(life) = self.list.get_mut(*index) else { continue };
                    let Some(state) = at(&life.states, last.index) else { continue };
                    if matches!(state.owner, Owner::Hook(_)) {
                        let why = event.why(object, &own, state.terminating);
                        life.left.push((last.index, Some(why.into())));
                    }
                }
            }
        }
    }

    /// What a release made and no release lists any more.
    fn mark_orphans(&mut self, from: &Sources<'_>) {
        let mut stored: BTreeMap<u32, Arc<Release>> = BTreeMap::new();
        let mut owning = Vec::new();
        for (step, change) in from.step_of(from.records, |mark| mark.records) {
            match &change.release {
                Some(release) => stored.insert(change.revision, release.clone()),
                None => stored.remove(&change.revision),
            };
            let now = owners(&stored);
            if now == owning {
                continue;
            }
            let listed: BTreeSet<(String, String, String)> =
                filled(now.iter().filter_map(|revision| stored.get(revision)).flat_map(|release| listed(release)));
            let gone = now.is_empty();
            owning = now;
            for life in &mut self.list {
                let Some(state) = at(&life.states, step.index).filter(|state| state.owner == Owner::Release) else {
                    continue;
                };
                let ObjectRef { kind, namespace, name } = &life.object;
                let key = |namespace: &str| (kind.clone(), namespace.to_owned(), name.clone());
                let is_listed = listed.contains(&key(namespace)) || listed.contains(&key(""));
                let why = (!is_listed)
                    .then(|| left::orphan(&state.manifest.fields(&["metadata"]), state.terminating, gone).into());
                life.left.push((step.index, why));
            }
        }
    }
}

/// The revisions whose manifests count as owned: the last, unless it is uninstalled, and those deployed.
fn owners(stored: &BTreeMap<u32, Arc<Release>>) -> Vec<u32> {
    let last = stored.last_key_value().map(|(revision, _)| *revision);
    let owns = |revision: u32, status: Status| match status {
        Status::Uninstalled => false,
        Status::Deployed => true,
        _ => Some(revision) == last,
    };
    stored
        .iter()
        .filter(|(revision, release)| owns(**revision, release.status))
        .map(|(revision, _)| *revision)
        .collect()
}

/// Kind, namespace as written, and name of everything a manifest lists.
fn listed(release: &Release) -> Vec<(String, String, String)> {
    let key = |object: &Value| {
        let part = |pointer| text(object, pointer).to_owned();
        (part("/kind"), part("/metadata/namespace"), part("/metadata/name"))
    };
    let objects = release.documents.iter().filter_map(|document| document.object.as_ref().ok());
    let items = |object: &Value| object.get("items").and_then(Value::as_array).cloned();
    objects
        .flat_map(|object| match items(object).filter(|_| text(object, "/kind").ends_with("List")) {
            Some(items) => items.iter().map(key).collect(),
            None => vec![key(object)],
        })
        .collect()
}

fn state(
    release: &ReleaseName,
    step: &Step,
    name: &ObjectRef,
    (manifest, object): (&Packed, &Value),
    before: Option<&ObjectState>,
) -> ObjectState {
    let touched = step.objects.contains(name);
    let origin = if before.is_none() || touched { step.origin.clone() } else { None };
    ObjectState {
        manifest: manifest.clone(),
        owner: owner(release, step, object, before),
        status: status(object).to_owned(),
        terminating: object.find("/metadata/deletionTimestamp").is_some_and(|time| !time.is_null()),
        created_by: before.map_or(step.index, |before| before.created_by),
        origin: origin.or_else(|| before.and_then(|before| before.origin.clone())),
    }
}

fn owner(release: &ReleaseName, step: &Step, object: &Value, before: Option<&ObjectState>) -> Owner {
    if is_marked(object) {
        let annotation = |name: &str| object.find("/metadata/annotations").and_then(|all| all.get(name)?.as_str());
        let own = annotation("meta.helm.sh/release-name") == Some(&release.name)
            && annotation("meta.helm.sh/release-namespace") == Some(&release.namespace);
        return if own { Owner::Release } else { Owner::Outside };
    }
    match before {
        // Somebody took Helm's marks away.
        Some(before) if before.owner == Owner::Release && is_marked(&before.manifest.fields(&["metadata"])) => {
            Owner::Outside
        }
        Some(before) => before.owner.clone(),
        None => match (step.role, step.phase) {
            (Role::Hook, Phase::Hooks(event)) => Owner::Hook(event),
            (Role::Crd | Role::Namespace, _) => Owner::Unowned,
            // Versions of Helm before 3.2 mark nothing.
            (Role::Resource, Phase::Resources) => Owner::Release,
            _ => Owner::Outside,
        },
    }
}

/// Whether an object carries the ownership annotation of some release (R-OWN-1).
pub(super) fn is_marked(object: &Value) -> bool {
    let annotations = object.find("/metadata/annotations");
    annotations.and_then(|all| all.get("meta.helm.sh/release-name")?.as_str()).is_some_and(|name| !name.is_empty())
}

/// Appends an entry; a later one of the same step takes the place of the earlier.
fn push<T>(entries: &mut Vec<(usize, T)>, step: usize, entry: T) {
    match entries.last_mut() {
        Some((last, old)) if *last == step => *old = entry,
        _ => entries.push((step, entry)),
    }
}
