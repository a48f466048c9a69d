//! The requests of the API server.

use std::sync::Arc;

use serde_json::Value;

use crate::story::{Fault, Signal, Stop, World};

use super::decode::{UnknownField, decode};
use super::errors::{api, no_such_resource, not_found};
use super::faults::{Faults, Request};
use super::kinds::Known;
use super::schema::{Root, Schema};
use super::value::text;
use super::versions::as_requested;
use super::{Change, Cluster, Failure, Key, Resource, Verb, diff, group_version, kinds, timestamp};
use super::{PatchType, two_way_merge};

impl Cluster {
    /// A cluster with the namespaces `default`, `kube-system`, `kube-public`, `kube-node-lease` and `namespaces`.
    #[must_use]
    pub fn new(namespaces: &[&str]) -> Self {
        let mut cluster =
            Cluster { world: Arc::from("world"), schema: Arc::new(Schema::built_in()), ..Cluster::default() };
        for name in ["default", "kube-node-lease", "kube-public", "kube-system"].iter().chain(namespaces) {
            let uid = cluster.next_uid();
            cluster.store.put_silently(Key::of_namespace(name), &new_namespace(name, &uid));
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

    /// Every change so far; a copy of the cluster begins anew.
    #[must_use]
    pub fn history(&self) -> &[Change] {
        self.store.history()
    }

    /// Every change, when nothing more is to happen.
    #[must_use]
    pub fn into_history(self) -> Vec<Change> {
        self.store.into_history()
    }

    /// What the server knows of a kind: built-in ones and those of established CRDs.
    #[must_use]
    pub fn discover(&self, api_version: &str, kind: &str) -> Option<Resource> {
        let (group, version) = group_version(api_version);
        Some(self.known(group, kind, version)?.resource)
    }

    /// The fields of an object that its kind does not have, as far as the kind is built in.
    #[must_use]
    pub fn unknown_fields(&self, object: &Value) -> Vec<UnknownField> {
        let text = |field: &str| object.get(field).and_then(Value::as_str).unwrap_or_default();
        let (group, version) = group_version(text("apiVersion"));
        match self.known(group, text("kind"), version) {
            Some(known) if !known.custom => decode(known.root.place(), object).unknown,
            _ => Vec::new(),
        }
    }

    /// The resource of a kind known by its bare name, the first in the order of discovery.
    #[must_use]
    pub fn resource_of_kind(&self, kind: &str) -> Option<Resource> {
        if let Some(row) = kinds::KINDS.iter().find(|row| row.kind == kind) {
            return row.resource(row.versions.first()?);
        }
        let ((group, kind), custom) = self.customs.iter().find(|((_, name), _)| name == kind)?;
        custom.resource(group, kind, "")
    }

    /// The patch that kubectl and Helm make of an object as it was last sent, as it is to be and as it is: strategic for
    /// built-in kinds, a JSON merge patch for custom ones, which leaves out what the live object says
    /// (`two_way_merge`; see there for three ways). `{}` for no change.
    ///
    /// # Errors
    /// List items without their merge key, in the words of apimachinery.
    pub fn make_patch(
        &self,
        original: &Value,
        modified: &Value,
        current: &Value,
    ) -> Result<(PatchType, Value), String> {
        let (group, version) = group_version(text(modified, &["apiVersion"]));
        match self.known(group, text(modified, &["kind"]), version) {
            Some(known) if !known.custom => {
                let patch = diff::three_way(known.root.place(), original, modified, current)?;
                Ok((PatchType::Strategic, patch))
            }
            _ => Ok((PatchType::Merge, two_way_merge(original, modified))),
        }
    }

    /// Whether there is such an object, without a request.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.store.has(key)
    }

    /// The object as it is now, without a request.
    #[must_use]
    pub fn peek(&self, key: &Key) -> Option<Arc<Value>> {
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

    /// Whether it matters how often something is asked: the script counts requests to refuse one or to stop the client.
    #[must_use]
    pub fn counts_requests(&self) -> bool {
        self.faults.are_any()
    }

    fn pass(&mut self, request: &Request<'_>) -> Result<(), Failure> {
        let (admitted, result) = self.faults.admit(request);
        self.signal = admitted.signal.or(self.signal);
        result
    }

    pub(super) fn pass_object(&mut self, verb: Verb, resource: &Resource, key: &Key) -> Result<(), Failure> {
        let exists = self.store.has(key);
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

    /// GET, in the version in which objects of the kind are stored.
    ///
    /// # Errors
    /// 404, or what a fault says.
    pub fn get(&mut self, key: &Key) -> Result<Arc<Value>, Failure> {
        self.get_as(key, "")
    }

    /// GET, in a version of the kind.
    ///
    /// # Errors
    /// 404, or what a fault says.
    pub fn get_as(&mut self, key: &Key, api_version: &str) -> Result<Arc<Value>, Failure> {
        let known = self.known_version(key, api_version)?;
        self.pass_object(Verb::Get, &known.resource, key)?;
        self.live(&known, key).ok_or_else(|| not_found(&known.resource, &key.name))
    }

    /// What GET or LIST of an address finds, without a request: the object of this name in `version`, or those of a kind
    /// in a namespace, in all of them for an empty one, in the order of namespaces and names.
    #[must_use]
    pub fn look(&self, resource: &Resource, namespace: &str, name: &str) -> Vec<Arc<Value>> {
        let Resource { group, kind, version, namespaced, .. } = resource;
        let Some(known) = self.known(group, kind, version) else { return Vec::new() };
        let namespace = if *namespaced { namespace } else { "" };
        if name.is_empty() {
            let within = (!namespace.is_empty()).then_some(namespace);
            let keys = self.store.of_kind(group, kind, within, "");
            return keys.filter_map(|key| self.live(&known, key)).collect();
        }
        let key =
            Key { group: group.clone(), kind: kind.clone(), namespace: namespace.to_owned(), name: name.to_owned() };
        self.live(&known, &key).into_iter().collect()
    }

    /// The resource version of the newest change.
    #[must_use]
    pub fn version(&self) -> usize {
        self.store.version()
    }

    /// Whether the server has anything of this group and version.
    #[must_use]
    pub fn serves(&self, api_version: &str) -> bool {
        let (group, version) = group_version(api_version);
        let built_in = |row: &kinds::Kind| row.group == group && row.versions.contains(&version);
        let custom = |(key, custom): (&(String, String), &super::crds::Custom)| {
            key.0 == group && custom.version(version).is_some()
        };
        kinds::KINDS.iter().any(built_in) || self.customs.iter().any(custom)
    }

    /// The object in the version of a request.
    pub(super) fn live(&self, known: &Known, key: &Key) -> Option<Arc<Value>> {
        self.store.object(key).map(|stored| as_requested(known, &stored))
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
        let resource = self.known_version(&key, "")?.resource;
        self.pass_object(Verb::List, &resource, &key)?;
        Ok(self.look(&resource, namespace, name.unwrap_or_default()))
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

    /// A uid that no other object has or had.
    pub(super) fn next_uid(&mut self) -> String {
        self.uids = self.uids.saturating_add(1);
        format!("00000000-0000-4000-8000-{:012x}", self.uids)
    }

    /// What the server knows of a kind in a version, in the preferred one for the empty name.
    pub(super) fn known(&self, group: &str, kind: &str, version: &str) -> Option<Known> {
        if let Some(row) = kinds::built_in(group, kind) {
            let storage = *row.versions.first()?;
            let version = if version.is_empty() { storage } else { version };
            return Some(Known {
                resource: row.resource(version)?,
                storage: storage.to_owned(),
                custom: false,
                status: row.status,
                generation: row.generation,
                root: Root::built_in(&self.schema, kind, version),
                schema: None,
            });
        }
        let custom = self.customs.get(&(group.to_owned(), kind.to_owned()))?;
        let resource = custom.resource(group, kind, version)?;
        let version = custom.version(version)?;
        let (root, schema) = (version.root.clone(), Some(version.schema.clone()));
        let storage = custom.version("")?.name.clone();
        Some(Known { resource, storage, custom: true, status: version.status, generation: true, root, schema })
    }

    /// The kind of a key, in the version that `api_version` names, if it names one.
    pub(super) fn known_version(&self, key: &Key, api_version: &str) -> Result<Known, Failure> {
        let version = if api_version.is_empty() { "" } else { group_version(api_version).1 };
        self.known(&key.group, &key.kind, version).ok_or_else(no_such_resource)
    }

    /// Kind and key of an object.
    pub(super) fn locate(&self, object: &Value) -> Result<(Known, Key), Failure> {
        if is_deeper_than(object, DEEPEST) {
            return Err(api(400, "BadRequest", "json: exceeded max depth"));
        }
        let (group, version) = group_version(text(object, &["apiVersion"]));
        let known = self.known(group, text(object, &["kind"]), version).ok_or_else(no_such_resource)?;
        let namespace = match (known.resource.namespaced, text(object, &["metadata", "namespace"])) {
            (false, _) => "",
            (true, "") => "default",
            (true, namespace) => namespace,
        };
        let key = Key {
            group: known.resource.group.clone(),
            kind: known.resource.kind.clone(),
            namespace: namespace.to_owned(),
            name: text(object, &["metadata", "name"]).to_owned(),
        };
        Ok((known, key))
    }

    /// Whether the world may set a `Ready` condition: the kind is a custom one with a status subresource.
    pub(super) fn has_custom_status(&self, key: &Key) -> bool {
        self.known(&key.group, &key.kind, "").is_some_and(|known| known.custom && known.status)
    }
}

/// How deep an object may nest.
const DEEPEST: usize = 128;

fn is_deeper_than(value: &Value, deepest: usize) -> bool {
    let mut left = vec![(value, 0_usize)];
    while let Some((value, depth)) = left.pop() {
        if depth > deepest {
            return true;
        }
        let deeper = depth.saturating_add(1);
        match value {
            Value::Array(items) => left.extend(items.iter().map(|item| (item, deeper))),
            Value::Object(map) => left.extend(map.values().map(|value| (value, deeper))),
            _ => {}
        }
    }
    false
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
