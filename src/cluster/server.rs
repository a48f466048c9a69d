//! The requests of the API server.

use std::sync::Arc;

use serde_json::Value;

use crate::story::{Fault, Signal, Stop, World};

use super::faults::{Faults, Request, qualified};
use super::merge::json_merge;
use super::value::{at, list, number, remove, set, set_default, text};
use super::{
    ApiError, Change, Cluster, Deleted, Failure, Key, PatchType, Resource, Verb, WriteOptions, Written, group_version,
    kinds, timestamp,
};

/// How a change of an object is stored.
enum Stage {
    Create,
    Update(Arc<Value>),
}

impl Cluster {
    /// A cluster with the namespaces `default`, `kube-system`, `kube-public`, `kube-node-lease` and `namespaces`.
    #[must_use]
    pub fn new(namespaces: &[&str]) -> Self {
        let mut cluster = Cluster { world: Arc::from("world"), ..Cluster::default() };
        for name in ["default", "kube-node-lease", "kube-public", "kube-system"].iter().chain(namespaces) {
            let uid = cluster.next_uid();
            cluster.store.put_silently(namespace_key(name), new_namespace(name, &uid));
        }
        cluster
    }

    /// Sets what the cluster does from now on: the script of the operation over that of the story,
    /// the requests it refuses, the requests at which the client gets a signal.
    ///
    /// What somebody else does before an operation comes before this call, as in the recordings: the world
    /// answers it by the script of the operation before.
    pub fn begin(&mut self, story: &World, operation: &World, faults: &[Fault], stops: &[Stop]) {
        self.take_script(story, operation);
        self.faults = Faults::new(faults, stops);
        self.signal = None;
    }

    /// Ends an operation: no more faults and stops, and what the script still has to do happens now.
    pub fn settle(&mut self) {
        self.faults = Faults::default();
        self.signal = None;
        while let Some(at) = self.next_change_at() {
            self.advance_to(at);
        }
    }

    /// Virtual milliseconds since the story began.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Every change so far.
    #[must_use]
    pub fn history(&self) -> &[Change] {
        self.store.history()
    }

    /// What the server knows of a kind: built-in ones and those of established CRDs.
    #[must_use]
    pub fn discover(&self, api_version: &str, kind: &str) -> Option<Resource> {
        let (group, version) = group_version(api_version);
        kinds::built_in(group, kind)?.resource(version)
    }

    /// The resource of a kind known by its bare name, the first in the order of discovery.
    #[must_use]
    pub fn resource_of_kind(&self, kind: &str) -> Option<Resource> {
        let row = kinds::KINDS.iter().find(|row| row.kind == kind)?;
        row.resource(row.versions.first()?)
    }

    /// The object as it is now, without a request.
    #[must_use]
    pub fn peek(&self, key: &Key) -> Option<&Arc<Value>> {
        self.store.object(key)
    }

    /// What has become of an object, without a request: `created`, `complete`, `failed`, `running`,
    /// `succeeded`, `ready`, `not-ready`, `pending`, `bound`, `vanished`, `terminating`, `gone`.
    #[must_use]
    pub fn fate(&self, key: &Key) -> Option<&'static str> {
        self.fates.get(key).copied()
    }

    /// Passes a request by the faults and stops without doing anything, for LIST and WATCH: `Job/*` or, with a
    /// field selector, `Job/name`.
    ///
    /// # Errors
    /// What a fault or a stop makes of it.
    pub fn admit(&mut self, verb: Verb, object: &str) -> Result<(), Failure> {
        let (kind, name) = object.split_once('/').unwrap_or((object, ""));
        self.admit_as(verb, "", kind, if name == "*" { "" } else { name })
    }

    /// Like [`Cluster::admit`], for what the client keeps elsewhere: scripts may know the object by `alias`
    /// (`Record/1`) too.
    ///
    /// # Errors
    /// What a fault or a stop makes of it.
    pub fn admit_as(&mut self, verb: Verb, alias: &str, kind: &str, name: &str) -> Result<(), Failure> {
        let resource = self.resource_of_kind(kind);
        let (group, plural) =
            resource.as_ref().map_or(("", kind), |resource| (resource.group.as_str(), resource.plural.as_str()));
        self.pass(&Request { verb, group, kind, plural, name, alias, exists: verb != Verb::Create })
    }

    fn pass(&mut self, request: &Request<'_>) -> Result<(), Failure> {
        let (admitted, result) = self.faults.admit(request);
        self.signal = admitted.signal.or(self.signal);
        result
    }

    fn pass_object(&mut self, verb: Verb, resource: &Resource, key: &Key) -> Result<(), Failure> {
        let exists = self.store.get(key).is_some();
        self.pass(&Request {
            verb,
            group: &resource.group,
            kind: &resource.kind,
            plural: &resource.plural,
            name: &key.name,
            alias: "",
            exists,
        })
    }

    /// The signal that a stop has sent since the last call: one that does not kill at once, or one that kills
    /// when the request has been carried out.
    pub fn take_signal(&mut self) -> Option<Signal> {
        self.signal.take()
    }

    /// The server's warnings since the last call.
    pub fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    /// GET.
    ///
    /// # Errors
    /// 404, or what a fault says.
    pub fn get(&mut self, key: &Key) -> Result<Arc<Value>, Failure> {
        let resource = self.resource(key)?;
        self.pass_object(Verb::Get, &resource, key)?;
        self.store.object(key).cloned().ok_or_else(|| not_found(&resource, &key.name))
    }

    /// LIST of a kind in a namespace, in the order of names; with a name, the field selector `metadata.name`.
    ///
    /// # Errors
    /// What a fault says.
    pub fn list(
        &mut self,
        group: &str,
        kind: &str,
        namespace: &str,
        name: Option<&str>,
    ) -> Result<Vec<Arc<Value>>, Failure> {
        let key = Key {
            group: group.to_owned(),
            kind: kind.to_owned(),
            namespace: namespace.to_owned(),
            name: name.unwrap_or_default().to_owned(),
        };
        let resource = self.resource(&key)?;
        self.pass_object(Verb::List, &resource, &key)?;
        let namespace = resource.namespaced.then_some(namespace);
        let objects = self.store.of_kind(group, kind, namespace, name.unwrap_or_default());
        Ok(objects.filter(|(key, _)| name.is_none_or(|name| key.name == name)).map(|(_, o)| Arc::clone(o)).collect())
    }

    /// The log of a container, one line without its end.
    ///
    /// # Errors
    /// 404 for a pod that is not there, or what a fault says.
    pub fn log(&mut self, namespace: &str, pod: &str, container: &str) -> Result<String, Failure> {
        let key =
            Key { group: String::new(), kind: "Pod".to_owned(), namespace: namespace.to_owned(), name: pod.to_owned() };
        self.get(&key)?;
        Ok(format!("log of pod {pod}, container {container}"))
    }

    /// POST.
    ///
    /// # Errors
    /// 409 for a name that is taken, 422 for what validation refuses, what a fault says.
    pub fn create(&mut self, object: &Value, options: WriteOptions<'_>) -> Result<Arc<Value>, Failure> {
        let (resource, mut key) = self.locate(object)?;
        self.pass_object(Verb::Create, &resource, &key)?;
        let mut object = object.clone();
        if key.name.is_empty() && !text(&object, &["metadata", "generateName"]).is_empty() {
            self.generated = self.generated.saturating_add(1);
            key.name = format!("{}{}", text(&object, &["metadata", "generateName"]), self.generated);
            set(&mut object, &["metadata", "name"], key.name.as_str());
        }
        let object = self.prepare(&resource, &key, object, Stage::Create)?;
        if let Some(old) = self.store.object(&key) {
            return Err(already_exists(&resource, &key.name, old));
        }
        let object = self.store.put(self.now, &Arc::from(options.manager), key.clone(), object);
        self.written(&key, true);
        Ok(object)
    }

    /// Server-side apply.
    ///
    /// # Errors
    /// 409 for field conflicts, 422 for immutable fields, 500 for fields the schema lacks, what a fault says.
    pub fn apply(&mut self, object: &Value, options: WriteOptions<'_>) -> Result<Written, Failure> {
        let (resource, key) = self.locate(object)?;
        self.pass_object(Verb::Apply, &resource, &key)?;
        let live = self.store.object(&key).cloned();
        let mut merged = live.as_deref().cloned().unwrap_or(Value::Null);
        json_merge(&mut merged, object);
        self.write(&resource, key, live, merged, options)
    }

    /// PATCH.
    ///
    /// # Errors
    /// As [`Cluster::apply`], and 404.
    pub fn patch(
        &mut self,
        key: &Key,
        kind: PatchType,
        patch: &Value,
        options: WriteOptions<'_>,
    ) -> Result<Written, Failure> {
        let resource = self.resource(key)?;
        self.pass_object(Verb::Patch, &resource, key)?;
        let Some(live) = self.store.object(key).cloned() else {
            return Err(not_found(&resource, &key.name));
        };
        let mut object = Value::clone(&live);
        match kind {
            PatchType::Merge | PatchType::Strategic => json_merge(&mut object, patch),
            PatchType::Json => {}
        }
        self.write(&resource, key.clone(), Some(live), object, options)
    }

    /// PUT.
    ///
    /// # Errors
    /// As [`Cluster::patch`].
    pub fn replace(&mut self, object: &Value, options: WriteOptions<'_>) -> Result<Written, Failure> {
        let (resource, key) = self.locate(object)?;
        self.pass_object(Verb::Replace, &resource, &key)?;
        let Some(live) = self.store.object(&key).cloned() else {
            return Err(not_found(&resource, &key.name));
        };
        self.write(&resource, key, Some(live), object.clone(), options)
    }

    /// Stores the new state of an object, if it is a new one.
    fn write(
        &mut self,
        resource: &Resource,
        key: Key,
        live: Option<Arc<Value>>,
        object: Value,
        options: WriteOptions<'_>,
    ) -> Result<Written, Failure> {
        let created = live.is_none();
        let stage = live.clone().map_or(Stage::Create, Stage::Update);
        let object = self.prepare(resource, &key, object, stage)?;
        let unchanged = live.is_some_and(|live| *live == object);
        if !unchanged {
            self.store.put(self.now, &Arc::from(options.manager), key.clone(), object);
        }
        self.written(&key, created);
        Ok(match (created, unchanged) {
            (true, _) => Written::Created,
            (_, true) => Written::Unchanged,
            _ => Written::Changed,
        })
    }

    /// What the server makes of an object before it stores it: system fields, defaults, validation.
    fn prepare(&mut self, resource: &Resource, key: &Key, mut object: Value, stage: Stage) -> Result<Value, Failure> {
        let row = kinds::built_in(&resource.group, &resource.kind);
        let counted = row.is_none_or(|row| row.generation);
        set(&mut object, &["metadata", "name"], key.name.as_str());
        if resource.namespaced {
            set(&mut object, &["metadata", "namespace"], key.namespace.as_str());
        }
        remove(&mut object, &["metadata", "managedFields"]);
        match stage {
            Stage::Create => {
                self.check_namespace(key, resource)?;
                if row.is_some_and(|row| row.status) {
                    remove(&mut object, &["status"]);
                }
                set(&mut object, &["metadata", "uid"], self.next_uid());
                set(&mut object, &["metadata", "creationTimestamp"], timestamp(self.now));
                if counted {
                    set(&mut object, &["metadata", "generation"], 1);
                }
                self.allocate(key, &mut object);
            }
            Stage::Update(live) => {
                for field in ["uid", "creationTimestamp", "generation", "resourceVersion", "deletionTimestamp"] {
                    let old = at(&live, &["metadata", field]);
                    if old.is_null() {
                        remove(&mut object, &["metadata", field]);
                    } else {
                        set(&mut object, &["metadata", field], old.clone());
                    }
                }
                if row.is_none_or(|row| row.status) {
                    match at(&live, &["status"]) {
                        Value::Null => drop(remove(&mut object, &["status"])),
                        status => set(&mut object, &["status"], status.clone()),
                    }
                }
                if counted && at(&live, &["spec"]) != at(&object, &["spec"]) {
                    let generation = number(&live, &["metadata", "generation"]).unwrap_or(1);
                    set(&mut object, &["metadata", "generation"], generation.saturating_add(1));
                }
            }
        }
        Ok(object)
    }

    /// What the server gives a new object of its own: a Service an address, a claim its protection.
    fn allocate(&mut self, key: &Key, object: &mut Value) {
        match key.kind.as_str() {
            "Service" if text(object, &["spec", "type"]) != "ExternalName" => {
                self.addresses = self.addresses.saturating_add(1);
                let address = format!("10.0.{}.{}", self.addresses / 250, (self.addresses % 250).saturating_add(1));
                set_default(object, &["spec", "clusterIP"], || address.into());
            }
            "PersistentVolumeClaim" => {
                set(object, &["metadata", "finalizers"], vec![Value::from("kubernetes.io/pvc-protection")]);
            }
            _ => {}
        }
    }

    /// Nothing is created in a namespace that is not there or on its way out.
    fn check_namespace(&self, key: &Key, resource: &Resource) -> Result<(), Failure> {
        if !resource.namespaced {
            return Ok(());
        }
        let name = &key.namespace;
        let Some(namespace) = self.store.object(&namespace_key(name)) else {
            return Err(api(404, "NotFound", format!("namespaces \"{name}\" not found")));
        };
        if at(namespace, &["metadata", "deletionTimestamp"]).is_null() {
            return Ok(());
        }
        let message = format!(
            "{} \"{}\" is forbidden: unable to create new content in namespace {name} because it is being terminated",
            qualified(&resource.plural, &resource.group),
            key.name
        );
        Err(api(403, "Forbidden", message))
    }

    /// DELETE with `Background`, `Foreground` or `Orphan` propagation.
    ///
    /// # Errors
    /// 404, or what a fault says.
    pub fn delete(&mut self, key: &Key, propagation: &str) -> Result<Deleted, Failure> {
        let resource = self.resource(key)?;
        self.pass_object(Verb::Delete, &resource, key)?;
        let Some(before) = self.store.object(key).cloned() else {
            return Err(not_found(&resource, &key.name));
        };
        self.remove_or_mark(key, propagation);
        self.deleted(key, &before);
        Ok(if self.store.get(key).is_some() { Deleted::Terminating } else { Deleted::Gone })
    }

    /// Takes an object away, or marks it where something keeps it.
    pub(super) fn remove_or_mark(&mut self, key: &Key, propagation: &str) {
        let Some(object) = self.store.object(key).cloned() else { return };
        let mut finalizers = list(&object, &["metadata", "finalizers"]).to_vec();
        let wanted = match propagation {
            "Foreground" => Some("foregroundDeletion"),
            "Orphan" => Some("orphan"),
            _ => None,
        };
        if let Some(wanted) = wanted.filter(|wanted| !finalizers.iter().any(|f| f == wanted)) {
            finalizers.push(wanted.into());
        }
        let kept = !finalizers.is_empty() || (key.kind == "Namespace" && key.group.is_empty());
        let world = Arc::clone(&self.world);
        if !kept {
            return self.store.take(self.now, &world, key);
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
        if key.kind == "Namespace" {
            set(&mut object, &["status", "phase"], "Terminating");
        }
        self.store.put(self.now, &world, key.clone(), object);
    }

    /// A uid that no other object has or had.
    pub(super) fn next_uid(&mut self) -> String {
        self.uids = self.uids.saturating_add(1);
        format!("00000000-0000-4000-8000-{:012x}", self.uids)
    }

    /// The resource of a key.
    fn resource(&self, key: &Key) -> Result<Resource, Failure> {
        kinds::built_in(&key.group, &key.kind)
            .and_then(|row| row.resource(row.versions.first()?))
            .ok_or_else(|| api(404, "NotFound", "the server could not find the requested resource".to_owned()))
    }

    /// Kind and key of an object.
    fn locate(&self, object: &Value) -> Result<(Resource, Key), Failure> {
        let (api_version, kind) = (text(object, &["apiVersion"]), text(object, &["kind"]));
        let resource = self
            .discover(api_version, kind)
            .ok_or_else(|| api(404, "NotFound", "the server could not find the requested resource".to_owned()))?;
        let namespace = match (resource.namespaced, text(object, &["metadata", "namespace"])) {
            (false, _) => "",
            (true, "") => "default",
            (true, namespace) => namespace,
        };
        let key = Key {
            group: resource.group.clone(),
            kind: resource.kind.clone(),
            namespace: namespace.to_owned(),
            name: text(object, &["metadata", "name"]).to_owned(),
        };
        Ok((resource, key))
    }

    /// Whether the world may set a `Ready` condition: the kind is a custom one with a status subresource.
    pub(super) fn has_custom_status(&self, key: &Key) -> bool {
        kinds::built_in(&key.group, &key.kind).is_none()
    }
}

fn api(code: u16, reason: &str, message: String) -> Failure {
    Failure::Api(ApiError { code, reason: reason.to_owned(), message })
}

fn not_found(resource: &Resource, name: &str) -> Failure {
    api(404, "NotFound", format!("{} \"{name}\" not found", qualified(&resource.plural, &resource.group)))
}

fn already_exists(resource: &Resource, name: &str, old: &Value) -> Failure {
    let dying = if at(old, &["metadata", "deletionTimestamp"]).is_null() { "" } else { "object is being deleted: " };
    let resource = qualified(&resource.plural, &resource.group);
    api(409, "AlreadyExists", format!("{dying}{resource} \"{name}\" already exists"))
}

fn namespace_key(name: &str) -> Key {
    Key { group: String::new(), kind: "Namespace".to_owned(), namespace: String::new(), name: name.to_owned() }
}

fn new_namespace(name: &str, uid: &str) -> Value {
    serde_json::json!({
        "apiVersion": "v1", "kind": "Namespace",
        "metadata": {
            "name": name, "uid": uid, "resourceVersion": "0", "creationTimestamp": timestamp(0),
            "labels": {"kubernetes.io/metadata.name": name},
        },
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    })
}
