//! Controllers and kubelet, played by script.
//!
//! The answer to a write is complete before the client gets the response to its own request, unless the script
//! says how much later it comes; then it waits in a queue until time gets there.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::story::{Behaviour, Outcome, SlowDelete, World};

use super::crds::is_crd;
use super::merge::json_merge;
use super::status::{pod_is_scheduled, replica_counts, verdict};
use super::value::{at, list, number, remove, set, text};
use super::{Cluster, Key, MADE_BY_WORLD, timestamp};

/// Keeps an object that is slow to go.
pub(super) const SLOW: &str = "playground/slow";

/// Finalizers that controllers take away at once when the time comes.
const LET_GO: [&str; 5] =
    [SLOW, "foregroundDeletion", "orphan", "kubernetes.io/pvc-protection", "kubernetes.io/pv-protection"];

/// How long an object lives that somebody else deletes, unless the script says.
const VANISHES_AFTER: u64 = 500;

/// Something that will happen to an object.
#[derive(Debug, Clone)]
pub(super) enum Later {
    /// Its controller answers.
    React(Key, Behaviour),
    /// Somebody else deletes it.
    Vanish(Key),
    /// It may go, if it is still the one with this uid.
    Finish(Key, String),
}

impl Cluster {
    /// The script for an object: the most exact key counts.
    fn behaviour(&self, kind: &str, name: &str) -> Behaviour {
        if self.script.is_empty() {
            return Behaviour::default();
        }
        let keys = [format!("{kind}/{name}"), format!("{kind}/*"), format!("*/{name}"), "*".to_owned()];
        keys.iter().find_map(|key| self.script.get(key)).cloned().unwrap_or_default()
    }

    /// Takes over the script of an operation and marks the objects it names as slow to go.
    pub(super) fn take_script(&mut self, story: &World, operation: &World) {
        self.script = story.clone();
        for (key, behaviour) in operation {
            self.script.insert(key.clone(), behaviour.clone());
        }
        let slow: Vec<String> = self
            .script
            .iter()
            .filter(|(_, behaviour)| behaviour.slow_delete != SlowDelete::No)
            .map(|(key, _)| key.clone())
            .collect();
        for reference in slow {
            let Some((kind, name)) = reference.split_once('/') else { continue };
            for key in self.named(kind, name) {
                self.make_slow(&key);
            }
        }
    }

    /// The objects of a kind with a name, in any namespace.
    fn named(&self, kind: &str, name: &str) -> Vec<Key> {
        let Some(resource) = self.resource_of_kind(kind) else { return Vec::new() };
        let of_kind = self.store.of_kind(&resource.group, kind, None, name);
        of_kind.filter(|key| key.name == name).cloned().collect()
    }

    fn make_slow(&mut self, key: &Key) {
        let Some(object) = self.store.object(key) else { return };
        let finalizers = list(&object, &["metadata", "finalizers"]);
        if finalizers.iter().any(|f| f == SLOW) || !at(&object, &["metadata", "deletionTimestamp"]).is_null() {
            return;
        }
        let mut finalizers = finalizers.to_vec();
        finalizers.push(json!(SLOW));
        let mut object = Value::clone(&object);
        set(&mut object, &["metadata", "finalizers"], finalizers);
        self.put_by_world(key, object);
    }

    /// Stores what a controller writes.
    pub(super) fn put_by_world(&mut self, key: &Key, object: Value) {
        let world = Arc::clone(&self.world);
        self.store.put(self.now, &world, key.clone(), object, None);
    }

    /// Takes an object away for good.
    pub(super) fn take_by_world(&mut self, key: &Key) {
        let world = Arc::clone(&self.world);
        let crd = if is_crd(key) { self.store.object(key) } else { None };
        self.store.take(self.now, &world, key);
        if let Some(crd) = crd {
            self.forget_kind(&crd);
        }
    }

    fn note(&mut self, key: &Key, fate: &'static str) {
        self.fates.insert(key.clone(), fate);
    }

    fn later(&mut self, after: u64, what: Later) {
        if after == 0 {
            return self.happens(what);
        }
        self.queued = self.queued.saturating_add(1);
        self.queue.insert((self.now.saturating_add(after), self.queued), what);
    }

    /// When the script changes something next, if ever.
    #[must_use]
    pub fn next_change_at(&self) -> Option<u64> {
        self.queue.first_key_value().map(|((at, _), _)| *at)
    }

    /// Lets time pass; the script's changes up to and including `at` happen.
    pub fn advance_to(&mut self, at: u64) {
        while let Some(entry) = self.queue.first_entry() {
            let due = entry.key().0;
            if due > at {
                break;
            }
            let what = entry.remove();
            self.now = self.now.max(due);
            self.happens(what);
        }
        self.now = self.now.max(at);
    }

    fn happens(&mut self, what: Later) {
        match what {
            Later::React(key, behaviour) => self.react(&key, &behaviour),
            Later::Vanish(key) => {
                self.note(&key, "vanished");
                self.remove_or_mark(&key, "Background");
            }
            Later::Finish(key, uid) => self.finish(&key, &uid),
        }
    }

    /// The world's answer to a write.
    pub(super) fn written(&mut self, key: &Key, created: bool) {
        if created {
            self.note(key, "created");
        }
        let behaviour = self.behaviour(&key.kind, &key.name);
        if behaviour.slow_delete != SlowDelete::No {
            self.make_slow(key);
        }
        if behaviour.outcome == Some(Outcome::Vanishes) {
            let after = if behaviour.after == 0 { VANISHES_AFTER } else { behaviour.after };
            return self.later(after, Later::Vanish(key.clone()));
        }
        let hangs = behaviour.outcome == Some(Outcome::Hangs);
        if hangs || behaviour.after > 0 {
            // Until its time comes it is under way.
            self.react(key, &Behaviour { outcome: Some(Outcome::Hangs), ..Behaviour::default() });
        }
        if !hangs {
            self.later(behaviour.after, Later::React(key.clone(), behaviour));
        }
    }

    fn react(&mut self, key: &Key, behaviour: &Behaviour) {
        let Some(object) = self.store.object(key) else { return };
        let late = behaviour.after > 0;
        if late && !at(&object, &["metadata", "deletionTimestamp"]).is_null() {
            return;
        }
        if !at(&object, &["metadata", "annotations", MADE_BY_WORLD]).is_null() {
            return;
        }
        let now = timestamp(self.now);
        let custom = self.has_custom_status(key);
        let Some(verdict) = verdict(&object, behaviour, custom, &now) else { return };
        match key.kind.as_str() {
            "Deployment" => {
                let ready =
                    if verdict.fate == "ready" { number(&object, &["spec", "replicas"]).unwrap_or(1) } else { 0 };
                self.replica_set_of(key, &object, ready);
            }
            "Job" if verdict.fate != "running" => self.log_pod_of(key, &object, verdict.fate),
            _ => {}
        }
        let mut object = Value::clone(&object);
        if key.kind == "Pod" && pod_is_scheduled(&object, behaviour.outcome) {
            set(&mut object, &["spec", "nodeName"], "node-1");
        }
        json_merge(&mut object, &json!({"status": verdict.status}));
        self.note(key, verdict.fate);
        self.put_by_world(key, object);
    }

    /// The ReplicaSet that Helm 3 looks at when it waits for a Deployment. An older one with the same pod
    /// template is used again.
    fn replica_set_of(&mut self, key: &Key, deployment: &Value, ready: i64) {
        let template = at(deployment, &["spec", "template"]);
        if !at(template, &["metadata", "labels"]).is_object() {
            return;
        }
        let generation = number(deployment, &["metadata", "generation"]).unwrap_or(1);
        let replicas = number(deployment, &["spec", "replicas"]).unwrap_or(1);
        let prefix = format!("{}-g", key.name);
        let hash_path = ["metadata", "labels", "pod-template-hash"];
        let is_same = |set: &Value| {
            let mut old = at(set, &["spec", "template"]).clone();
            remove(&mut old, &hash_path);
            owned_by(set, deployment) && &old == template
        };
        let name = self
            .store
            .of_kind("apps", "ReplicaSet", Some(&key.namespace), &prefix)
            .find(|key| self.store.object(key).is_some_and(|set| is_same(&set)))
            .map_or_else(|| format!("{prefix}{generation}"), |key| key.name.clone());
        let own = Key { group: "apps".into(), kind: "ReplicaSet".into(), namespace: key.namespace.clone(), name };
        let mut set_object = match self.store.object(&own) {
            Some(old) => Value::clone(&old),
            None => {
                let hash = format!("g{generation}");
                let mut template = template.clone();
                set(&mut template, &hash_path, hash.as_str());
                let mut selector = at(deployment, &["spec", "selector"]).clone();
                set(&mut selector, &["matchLabels", "pod-template-hash"], hash);
                let mut made = self.made_by_world(&own, "apps/v1", deployment, "apps/v1");
                set(&mut made, &["metadata", "labels"], at(&template, &["metadata", "labels"]).clone());
                set(
                    &mut made,
                    &["metadata", "annotations", "deployment.kubernetes.io/revision"],
                    generation.to_string(),
                );
                set(&mut made, &["spec"], json!({"replicas": replicas, "selector": selector, "template": template}));
                made
            }
        };
        json_merge(&mut set_object, &json!({"status": replica_counts(1, replicas, ready)}));
        self.put_by_world(&own, set_object);
    }

    /// The pod of a Job whose log Helm will ask for.
    fn log_pod_of(&mut self, key: &Key, job: &Value, fate: &str) {
        if !at(job, &["metadata", "annotations", "helm.sh/hook-output-log-policy"]).is_string() {
            return;
        }
        let pod = Key {
            group: String::new(),
            kind: "Pod".into(),
            namespace: key.namespace.clone(),
            name: format!("{}-pod", key.name),
        };
        let mut made = self.made_by_world(&pod, "v1", job, "batch/v1");
        set(&mut made, &["metadata", "labels", "job-name"], key.name.as_str());
        set(&mut made, &["spec"], at(job, &["spec", "template", "spec"]).clone());
        set(&mut made, &["status", "phase"], if fate == "complete" { "Succeeded" } else { "Failed" });
        self.put_by_world(&pod, made);
    }

    /// The head of an object that a controller makes for its `owner`.
    fn made_by_world(&mut self, key: &Key, api_version: &str, owner: &Value, owner_version: &str) -> Value {
        json!({
            "apiVersion": api_version, "kind": key.kind,
            "metadata": {
                "name": key.name, "namespace": key.namespace, "uid": self.next_uid(),
                "creationTimestamp": timestamp(self.now), "generation": 1,
                "annotations": {MADE_BY_WORLD: "yes"},
                "ownerReferences": [{
                    "apiVersion": owner_version, "kind": text(owner, &["kind"]),
                    "name": text(owner, &["metadata", "name"]), "uid": text(owner, &["metadata", "uid"]),
                    "controller": true, "blockOwnerDeletion": true,
                }],
            },
        })
    }

    /// The world's answer to an accepted delete of `before`.
    pub(super) fn deleted(&mut self, key: &Key, before: &Value) {
        let uid = text(before, &["metadata", "uid"]);
        if !self.is_there(key, uid) {
            return self.gone(key, before);
        }
        self.note(key, "terminating");
        let finish = Later::Finish(key.clone(), uid.to_owned());
        match self.behaviour(&key.kind, &key.name).slow_delete {
            SlowDelete::No => self.happens(finish),
            SlowDelete::After(after) => self.later(after, finish),
            SlowDelete::Never => {}
        }
    }

    fn is_there(&self, key: &Key, uid: &str) -> bool {
        self.store.object(key).is_some_and(|object| text(&object, &["metadata", "uid"]) == uid)
    }

    /// Lets a terminating object go.
    fn finish(&mut self, key: &Key, uid: &str) {
        let Some(object) = self.store.object(key) else { return };
        if text(&object, &["metadata", "uid"]) != uid {
            return;
        }
        if key.is_namespace() {
            self.empty_namespace(&key.name);
        }
        let kept: Vec<Value> = list(&object, &["metadata", "finalizers"])
            .iter()
            .filter(|finalizer| !LET_GO.iter().any(|name| finalizer == name))
            .cloned()
            .collect();
        if kept.is_empty() {
            self.take_by_world(key);
            return self.gone(key, &object);
        }
        if kept.len() < list(&object, &["metadata", "finalizers"]).len() {
            let mut object = Value::clone(&object);
            set(&mut object, &["metadata", "finalizers"], kept);
            self.put_by_world(key, object);
        }
    }

    /// Everything in a namespace goes with it, finalizers or not.
    fn empty_namespace(&mut self, namespace: &str) {
        for key in self.store.in_namespace(namespace) {
            self.take_by_world(&key);
            self.note(&key, "gone");
        }
    }

    /// The garbage collector, for what the world itself had made.
    pub(super) fn gone(&mut self, key: &Key, object: &Value) {
        self.note(key, "gone");
        let (group, kind, prefix) = match key.kind.as_str() {
            "Deployment" => ("apps", "ReplicaSet", format!("{}-g", key.name)),
            "Job" => ("", "Pod", format!("{}-pod", key.name)),
            _ => return,
        };
        let owned: Vec<Key> = self
            .store
            .of_kind(group, kind, Some(&key.namespace), &prefix)
            .filter(|key| self.store.object(key).is_some_and(|owned| owned_by(&owned, object)))
            .cloned()
            .collect();
        for key in owned {
            self.take_by_world(&key);
        }
    }
}

fn owned_by(object: &Value, owner: &Value) -> bool {
    let uid = text(owner, &["metadata", "uid"]);
    list(object, &["metadata", "ownerReferences"]).iter().any(|reference| text(reference, &["uid"]) == uid)
}
