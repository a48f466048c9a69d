//! The requests that change something.

use std::sync::Arc;

use serde_json::{Value, json};

use super::crds::is_crd;
use super::decode::{Decoded, decode, typed_errors};
use super::errors::{already_exists, api, cannot_be_handled, invalid, not_found, terminating_namespace};
use super::faults::qualified;
use super::kinds::Known;
use super::merge::json_merge;
use super::owners::{Owners, Writer};
use super::strategic::strategic_merge;
use super::typed::adds_emptiness;
use super::value::{at, list, number, remove, set, text};
use super::versions::as_stored;
use super::words::go_value;
use super::{
    Cluster, Deleted, Failure, Key, PatchType, Verb, WriteOptions, Written, allocate, defaults, timestamp, validate,
};
use crate::text::sort;

/// What only the server sets: a write cannot change it.
const SYSTEM_FIELDS: [&str; 7] = [
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "generateName",
];

/// A new state of an object.
struct State {
    object: Value,
    owners: Owners,
    /// It is to be stored even if it is the old one.
    touched: bool,
}

/// Kinds whose objects are changed only by who knows their version (`AllowUnconditionalUpdate` of their strategies).
const CONDITIONAL: [&str; 16] = [
    "CSIDriver",
    "CSINode",
    "CSIStorageCapacity",
    "ClusterTrustBundle",
    "CustomResourceDefinition",
    "Lease",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "PodCertificateRequest",
    "PodDisruptionBudget",
    "RuntimeClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
];

fn needs_version(known: &Known) -> bool {
    known.custom || CONDITIONAL.contains(&known.resource.kind.as_str())
}

impl Cluster {
    /// POST.
    ///
    /// # Errors
    /// 400 for what cannot be read, 404 for a namespace that is not there, 409 for a name that is taken, 422 for what
    /// validation refuses, what a fault says.
    pub fn create(&mut self, object: &Value, options: WriteOptions<'_>) -> Result<Arc<Value>, Failure> {
        let (known, mut key) = self.locate(object)?;
        self.pass_object(Verb::Create, &known.resource, &key)?;
        let mut object = self.read(&known, None, object, options)?;
        let prefix = text(&object, &["metadata", "generateName"]);
        if key.name.is_empty() && !prefix.is_empty() {
            self.generated = self.generated.saturating_add(1);
            key.name = format!("{prefix}{}", self.generated);
        }
        name(&mut object, &known, &key);
        defaults::fill(known.root.place(), &mut object);
        let writer = Writer { manager: options.manager, api_version: &known.api_version() };
        let owners = Owners::default().update(known.root.place(), &empty(&known), &object, writer);
        let object = self.prepare_new(&known, &key, object)?;
        if let Some(old) = self.store.object(&key) {
            return Err(already_exists(&known.resource, &key.name, &old));
        }
        let stored = self.store_written(&key, as_stored(&known, object), owners, options);
        self.written(&key, true);
        Ok(self.store.object(&key).unwrap_or(stored))
    }

    /// Server-side apply.
    ///
    /// # Errors
    /// 409 for fields of others, 422 for immutable fields, 500 for fields the schema lacks, what a fault says.
    pub fn apply(&mut self, object: &Value, options: WriteOptions<'_>) -> Result<Written, Failure> {
        let (known, key) = self.locate(object)?;
        self.pass_object(Verb::Apply, &known.resource, &key)?;
        let place = known.root.place();
        let errors = typed_errors(place, object);
        let gvk = format!("{}/{}, Kind={}", known.resource.group, known.resource.version, known.resource.kind);
        if !errors.is_empty() {
            let what = format!("failed to create typed patch object ({}/{}; {gvk}): {errors}", key.namespace, key.name);
            return Err(api(500, "", what));
        }
        let live = self.live(&known, &key);
        let owners = self.store.owners(&key);
        let writer = Writer { manager: options.manager, api_version: &known.api_version() };
        let (merged, owners) = owners
            .apply(place, live.as_deref().unwrap_or(&Value::Null), object, writer, options.force)
            .map_err(|conflicts| api(409, "Conflict", conflicts.to_string()))?;
        let decoded = decode(place, &merged);
        if let Some(error) = decoded.error.as_ref().filter(|_| !known.custom) {
            let what = format!(
                "failed to convert new object ({}/{}; {gvk}) to proper version: unable to convert unstructured object to {gvk}: {}",
                key.namespace, key.name, error.converter
            );
            return Err(api(500, "", what));
        }
        let mut merged = self.accept(&known, live.as_deref(), decoded, options)?;
        name(&mut merged, &known, &key);
        defaults::fill(place, &mut merged);
        let Some(live) = live else {
            let object = self.prepare_new(&known, &key, merged)?;
            self.store_written(&key, as_stored(&known, object), owners, options);
            self.written(&key, true);
            return Ok(Written::Created);
        };
        let restless = is_restless(&known, &live, object);
        let object = self.prepare_change(&known, &key, &live, merged, restless)?;
        Ok(self.change(&known, &key, State { object, owners, touched: false }, options))
    }

    /// PATCH, in the version in which objects of the kind are stored.
    ///
    /// # Errors
    /// As [`Cluster::patch_as`].
    pub fn patch(
        &mut self,
        key: &Key,
        kind: PatchType,
        patch: &Value,
        options: WriteOptions<'_>,
    ) -> Result<Written, Failure> {
        self.patch_as(key, "", kind, patch, options)
    }

    /// PATCH, in a version of the kind.
    ///
    /// # Errors
    /// As [`Cluster::apply`], 404, and 415 for a kind of patch that the resource does not take.
    pub fn patch_as(
        &mut self,
        key: &Key,
        api_version: &str,
        kind: PatchType,
        patch: &Value,
        options: WriteOptions<'_>,
    ) -> Result<Written, Failure> {
        let known = self.known_version(key, api_version)?;
        self.pass_object(Verb::Patch, &known.resource, key)?;
        let Some(live) = self.live(&known, key) else {
            return Err(not_found(&known.resource, &key.name));
        };
        let refused = |error: String| api(400, "BadRequest", error);
        let patched = match kind {
            PatchType::Merge => {
                let mut object = Value::clone(&live);
                json_merge(&mut object, patch);
                object
            }
            PatchType::Strategic if !known.custom => {
                strategic_merge(known.root.place(), &live, patch).map_err(refused)?
            }
            PatchType::Strategic | PatchType::Json => {
                let takes = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
                let message =
                    format!("the body of the request was in an unknown format - accepted media types include: {takes}");
                return Err(api(415, "UnsupportedMediaType", message));
            }
        };
        if text(&patched, &["metadata", "resourceVersion"]).is_empty() && needs_version(&known) {
            let error = "metadata.resourceVersion: Invalid value: 0: must be specified for an update";
            let resource = qualified(&known.resource.plural, &known.resource.group);
            return Err(api(422, "Invalid", format!("{resource} {:?} is invalid: {error}", key.name)));
        }
        let decoded = decode(known.root.place(), &patched);
        if let Some(error) = decoded.error.filter(|_| !known.custom) {
            let patch = go_value(patch);
            let error = format!(" \"\" is invalid: patch: Invalid value: {patch:?}: {}", error.converter);
            return Err(api(422, "Invalid", error));
        }
        self.update(&known, key, &live, &patched, options)
    }

    /// PUT.
    ///
    /// # Errors
    /// As [`Cluster::create`], and 404.
    pub fn replace(&mut self, object: &Value, options: WriteOptions<'_>) -> Result<Written, Failure> {
        let (known, key) = self.locate(object)?;
        self.pass_object(Verb::Replace, &known.resource, &key)?;
        let Some(live) = self.live(&known, &key) else {
            return Err(not_found(&known.resource, &key.name));
        };
        self.update(&known, &key, &live, object, options)
    }

    /// Hands the fields that `manager` set by other writes over to its server-side apply, as clients do before their
    /// first apply: a JSON patch of `metadata.managedFields`. `None` if there is nothing to hand over: then no request
    /// is sent.
    ///
    /// # Errors
    /// 404, or what a fault says.
    pub fn hand_over(&mut self, key: &Key, manager: &str) -> Result<Option<Written>, Failure> {
        let known = self.known_version(key, "")?;
        let Some(live) = self.live(&known, key) else {
            return Err(not_found(&known.resource, &key.name));
        };
        let Some(owners) = self.store.owners(key).hand_over(manager) else { return Ok(None) };
        self.pass_object(Verb::Patch, &known.resource, key)?;
        let options = WriteOptions { manager, force: false, strict: false };
        let object = Value::clone(&live);
        Ok(Some(self.change(&known, key, State { object, owners, touched: true }, options)))
    }

    fn update(
        &mut self,
        known: &Known,
        key: &Key,
        live: &Arc<Value>,
        object: &Value,
        options: WriteOptions<'_>,
    ) -> Result<Written, Failure> {
        let place = known.root.place();
        let restless = is_restless(known, live, object);
        let mut object = self.read(known, Some(live), object, options)?;
        name(&mut object, known, key);
        defaults::fill(place, &mut object);
        let generation = allocate::sent_generation(&object);
        let object = self.prepare_change(known, key, live, object, restless)?;
        let writer = Writer { manager: options.manager, api_version: &known.api_version() };
        let seen = allocate::with_generation(&object, generation);
        let owners = self.store.owners(key).update(place, live, &seen, writer);
        Ok(self.change(known, key, State { object, owners, touched: false }, options))
    }

    /// Decodes an object: unknown fields are dropped with a warning, or refused where the client is strict.
    fn read(
        &mut self,
        known: &Known,
        live: Option<&Value>,
        object: &Value,
        options: WriteOptions<'_>,
    ) -> Result<Value, Failure> {
        let decoded = decode(known.root.place(), object);
        self.accept(known, live, decoded, options)
    }

    fn accept(
        &mut self,
        known: &Known,
        live: Option<&Value>,
        decoded: Decoded,
        options: WriteOptions<'_>,
    ) -> Result<Value, Failure> {
        if let Some(error) = decoded.error.filter(|_| !known.custom) {
            return Err(cannot_be_handled(&known.resource, &error.decoder));
        }
        let unknown: Vec<String> =
            decoded.unknown.iter().map(|one| format!("unknown field {:?}", one.path())).collect();
        if options.strict && !unknown.is_empty() {
            let error = format!("strict decoding error: {}", unknown.join(", "));
            return Err(cannot_be_handled(&known.resource, &error));
        }
        self.warnings.extend(unknown);
        self.warnings.extend(validate::warnings(&known.resource, live, &decoded.object));
        Ok(decoded.object)
    }

    /// What the server adds to a new object before it stores it, and whether it accepts it.
    fn prepare_new(&mut self, known: &Known, key: &Key, mut object: Value) -> Result<Value, Failure> {
        self.check_namespace(key, known)?;
        if known.status {
            remove(&mut object, &["status"]);
        }
        for field in SYSTEM_FIELDS.iter().filter(|field| **field != "generateName") {
            remove(&mut object, &["metadata", field]);
        }
        set(&mut object, &["metadata", "uid"], self.next_uid());
        set(&mut object, &["metadata", "creationTimestamp"], timestamp(self.now));
        if known.generation {
            set(&mut object, &["metadata", "generation"], 1);
        }
        self.allocations = allocate::fill_new(&mut object, self.allocations);
        match validate::new_object(known, &object) {
            errors if errors.is_empty() => Ok(object),
            errors => Err(invalid(&known.resource, &key.name, &errors)),
        }
    }

    /// What the server carries over from the live object, and whether it accepts the change.
    fn prepare_change(
        &mut self,
        known: &Known,
        key: &Key,
        live: &Value,
        mut object: Value,
        restless: bool,
    ) -> Result<Value, Failure> {
        let carry = |object: &mut Value, path: &[&str]| match at(live, path) {
            Value::Null => drop(remove(object, path)),
            old => set(object, path, old.clone()),
        };
        for field in SYSTEM_FIELDS {
            carry(&mut object, &["metadata", field]);
        }
        if known.status {
            carry(&mut object, &["status"]);
        }
        self.allocations = allocate::carry_over(live, &mut object, self.allocations);
        let errors = validate::changed_object(known, live, &object);
        if !errors.is_empty() {
            return Err(invalid(&known.resource, &key.name, &errors));
        }
        // A Deployment counts changes of its annotations too.
        let annotations = ["metadata", "annotations"];
        let annotated = known.resource.kind == "Deployment" && at(live, &annotations) != at(&object, &annotations);
        if known.generation && (annotated || restless || !same_but_head(live, &object)) {
            let generation = number(live, &["metadata", "generation"]).unwrap_or(1);
            set(&mut object, &["metadata", "generation"], generation.saturating_add(1));
        }
        Ok(object)
    }

    /// Nothing is created in a namespace that is not there or on its way out.
    fn check_namespace(&self, key: &Key, known: &Known) -> Result<(), Failure> {
        if !known.resource.namespaced {
            return Ok(());
        }
        let name = &key.namespace;
        let Some(namespace) = self.store.object(&Key::of_namespace(name)) else {
            return Err(api(404, "NotFound", format!("namespaces \"{name}\" not found")));
        };
        if at(&namespace, &["metadata", "deletionTimestamp"]).is_null() {
            return Ok(());
        }
        Err(terminating_namespace(&known.resource, &key.name, name))
    }

    /// Stores the new state of an object, if it is a new one.
    fn change(&mut self, known: &Known, key: &Key, state: State, options: WriteOptions<'_>) -> Written {
        let object = as_stored(known, state.object);
        let dying = !at(&object, &["metadata", "deletionTimestamp"]).is_null();
        if dying && list(&object, &["metadata", "finalizers"]).is_empty() && !key.is_namespace() {
            // Its last finalizer is gone: it goes without a last state.
            self.store.take(self.now, &Arc::from(options.manager), key);
            return Written::Unchanged;
        }
        let same = self.store.object(key).is_some_and(|stored| *stored == object);
        let unchanged = same && !state.touched && *self.store.owners(key) == state.owners;
        if !unchanged {
            self.store_written(key, object, state.owners, options);
        }
        self.written(key, false);
        if unchanged { Written::Unchanged } else { Written::Changed }
    }

    fn store_written(&mut self, key: &Key, object: Value, owners: Owners, options: WriteOptions<'_>) -> Arc<Value> {
        let stored = self.store.put(self.now, &Arc::from(options.manager), key.clone(), object, Some(owners));
        if is_crd(key) {
            self.establish(key);
        }
        stored
    }

    /// DELETE with `Background`, `Foreground` or `Orphan` propagation.
    ///
    /// # Errors
    /// 404, or what a fault says.
    pub fn delete(&mut self, key: &Key, propagation: &str) -> Result<Deleted, Failure> {
        let known = self.known_version(key, "")?;
        self.pass_object(Verb::Delete, &known.resource, key)?;
        let Some(before) = self.store.object(key) else {
            return Err(not_found(&known.resource, &key.name));
        };
        self.remove_or_mark(key, propagation);
        self.deleted(key, &before);
        Ok(if self.store.has(key) { Deleted::Terminating } else { Deleted::Gone })
    }

    /// Takes an object away, or marks it where something keeps it.
    pub(super) fn remove_or_mark(&mut self, key: &Key, propagation: &str) {
        let Some(object) = self.store.object(key) else { return };
        let mut finalizers = list(&object, &["metadata", "finalizers"]).to_vec();
        let wanted = match propagation {
            "Foreground" => Some("foregroundDeletion"),
            "Orphan" => Some("orphan"),
            _ => None,
        };
        if let Some(wanted) = wanted.filter(|wanted| !finalizers.iter().any(|f| f == wanted)) {
            finalizers.push(wanted.into());
        }
        if finalizers.is_empty() && !key.is_namespace() {
            return self.take_by_world(key);
        }
        if !at(&object, &["metadata", "deletionTimestamp"]).is_null() {
            return;
        }
        let mut object = Value::clone(&object);
        if !finalizers.is_empty() {
            set(&mut object, &["metadata", "finalizers"], finalizers);
        }
        set(&mut object, &["metadata", "deletionTimestamp"], timestamp(self.now));
        set(&mut object, &["metadata", "deletionGracePeriodSeconds"], 0);
        if let Some(generation) = number(&object, &["metadata", "generation"]) {
            set(&mut object, &["metadata", "generation"], generation.saturating_add(1));
        }
        if key.is_namespace() {
            set(&mut object, &["status", "phase"], "Terminating");
        }
        self.put_by_world(key, object);
    }
}

/// What the strategies of some kinds compare with `reflect.DeepEqual`, to which a list or map that is empty is another
/// than none; all other strategies compare with `equality.Semantic`.
const DEEPLY_COMPARED: [(&str, &str); 3] = [
    ("MutatingWebhookConfiguration", "webhooks"),
    ("NetworkPolicy", "spec"),
    ("ValidatingWebhookConfiguration", "webhooks"),
];

/// Whether the server takes a write for a change, though nothing is stored of it.
fn is_restless(known: &Known, live: &Value, object: &Value) -> bool {
    let compared = DEEPLY_COMPARED.iter().find(|(kind, _)| known.resource.kind == *kind && !known.custom);
    let place = compared.and_then(|(_, field)| Some((field, known.root.place().key(field)?)));
    place.is_some_and(|(field, place)| adds_emptiness(place, at(live, &[field]), at(object, &[field])))
}

/// A new object before anybody has set anything: what Go cannot leave out is there, and setting it to nothing makes
/// nobody its owner.
fn empty(known: &Known) -> Value {
    match known.resource.kind.as_str() {
        "NetworkPolicy" if !known.custom => json!({"spec": {"podSelector": {}}}),
        "Role" | "ClusterRole" if !known.custom => json!({"rules": null}),
        _ => Value::Null,
    }
}

/// Name and namespace are those of the address.
fn name(object: &mut Value, known: &Known, key: &Key) {
    remove(object, &["metadata", "managedFields"]);
    set(object, &["metadata", "name"], key.name.as_str());
    if known.resource.namespaced {
        set(object, &["metadata", "namespace"], key.namespace.as_str());
    } else {
        remove(object, &["metadata", "namespace"]);
    }
}

/// Whether objects differ in nothing but metadata and status.
fn same_but_head(one: &Value, other: &Value) -> bool {
    let body = |object: &Value| {
        let keys = object.as_object().into_iter().flat_map(|map| map.keys());
        keys.filter(|key| !matches!(key.as_str(), "metadata" | "status")).cloned().collect::<Vec<_>>()
    };
    let (mut keys, mut others) = (body(one), body(other));
    sort(&mut keys);
    sort(&mut others);
    keys == others && keys.iter().all(|key| one.get(key) == other.get(key))
}
