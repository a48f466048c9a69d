//! Custom kinds: a CustomResourceDefinition makes one, and takes it away again.

use std::sync::Arc;

use serde_json::{Value, json};

use super::schema::{Field, Patch, Relation, Root, Schema, Shape, Type};
use super::value::{at, list, set, text};
use super::{Cluster, Key, Resource, timestamp};
use crate::text::sort_by_key;

/// How deep a schema may nest before the rest counts as anything.
const DEEPEST: usize = 64;

/// A kind made by a CRD.
#[derive(Debug, Clone)]
pub(super) struct Custom {
    pub plural: String,
    pub namespaced: bool,
    /// Served versions, the storage version first.
    pub versions: Vec<CustomVersion>,
}

/// One version of a custom kind.
#[derive(Debug, Clone)]
pub(super) struct CustomVersion {
    pub name: String,
    /// Whether it has a status subresource.
    pub status: bool,
    pub root: Root,
    pub schema: CustomSchema,
}

/// The schema of a version, in its CRD: a copy would be as large as the CRD.
#[derive(Debug, Clone)]
pub(super) struct CustomSchema {
    crd: Arc<Value>,
    version: usize,
}

impl CustomSchema {
    pub fn value(&self) -> &Value {
        let version = list(&self.crd, &["spec", "versions"]).get(self.version);
        version.map_or(&Value::Null, |version| at(version, &["schema", "openAPIV3Schema"]))
    }
}

impl Custom {
    /// The kind's version, or the storage version for the empty name.
    pub fn version(&self, name: &str) -> Option<&CustomVersion> {
        self.versions.iter().find(|version| name.is_empty() || version.name == name)
    }

    pub fn resource(&self, group: &str, kind: &str, version: &str) -> Option<Resource> {
        let version = self.version(version)?.name.clone();
        Some(Resource {
            group: group.to_owned(),
            version,
            kind: kind.to_owned(),
            plural: self.plural.clone(),
            namespaced: self.namespaced,
        })
    }
}

pub(super) fn is_crd(key: &Key) -> bool {
    key.kind == "CustomResourceDefinition" && key.group == "apiextensions.k8s.io"
}

impl Cluster {
    /// Serves the kind of a CRD that was written, and says so in its status.
    pub(super) fn establish(&mut self, key: &Key) {
        let Some(crd) = self.store.object(key) else { return };
        let (group, kind) = (text(&crd, &["spec", "group"]), text(&crd, &["spec", "names", "kind"]));
        let custom = self.custom_kind(&crd, kind);
        self.customs.insert((group.to_owned(), kind.to_owned()), custom);
        if list(&crd, &["status", "conditions"]).iter().any(|c| text(c, &["type"]) == "Established") {
            return;
        }
        let now = timestamp(self.now);
        let condition = |kind: &str, reason: &str, message: &str| json!({"type": kind, "status": "True", "reason": reason, "message": message, "lastTransitionTime": now});
        let stored: Vec<&str> = list(&crd, &["spec", "versions"])
            .iter()
            .filter(|version| at(version, &["storage"]) == &Value::Bool(true))
            .map(|version| text(version, &["name"]))
            .collect();
        let status = json!({
            "acceptedNames": at(&crd, &["spec", "names"]),
            "conditions": [
                condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
            ],
            "storedVersions": stored,
        });
        let mut crd = Value::clone(&crd);
        set(&mut crd, &["status"], status);
        self.put_by_world(key, crd);
    }

    /// Takes the kind of a CRD away, with all its objects.
    pub(super) fn forget_kind(&mut self, crd: &Value) {
        let (group, kind) = (text(crd, &["spec", "group"]), text(crd, &["spec", "names", "kind"]));
        if self.customs.remove(&(group.to_owned(), kind.to_owned())).is_none() {
            return;
        }
        let keys: Vec<Key> = self.store.of_kind(group, kind, None, "").cloned().collect();
        for key in keys {
            self.take_by_world(&key);
        }
    }

    fn custom_kind(&self, crd: &Arc<Value>, kind: &str) -> Custom {
        let mut versions: Vec<(bool, CustomVersion)> = list(crd, &["spec", "versions"])
            .iter()
            .enumerate()
            .filter(|(_, version)| at(version, &["served"]) != &Value::Bool(false))
            .map(|(index, version)| {
                let storage = at(version, &["storage"]) == &Value::Bool(true);
                let schema = CustomSchema { crd: Arc::clone(crd), version: index };
                let version = CustomVersion {
                    name: text(version, &["name"]).to_owned(),
                    status: at(version, &["subresources", "status"]).is_object(),
                    root: self.custom_root(kind, schema.value()),
                    schema,
                };
                (!storage, version)
            })
            .collect();
        sort_by_key(&mut versions, |(other, _)| *other);
        Custom {
            plural: text(crd, &["spec", "names", "plural"]).to_owned(),
            namespaced: text(crd, &["spec", "scope"]) != "Cluster",
            versions: versions.into_iter().map(|(_, version)| version).collect(),
        }
    }

    fn custom_root(&self, kind: &str, schema: &Value) -> Root {
        let mut own = Schema::empty();
        let mut root = match shape(schema, &mut own, DEEPEST) {
            Shape::Struct(number) => own.take(number).unwrap_or_default(),
            _ => Type { open: true, ..Type::default() },
        };
        root.name = kind.to_owned();
        root.fields.retain(|field| !matches!(field.name.as_str(), "apiVersion" | "kind" | "metadata"));
        let metadata = match self.schema.of_kind("ObjectMeta", "") {
            Shape::Struct(number) => Shape::BuiltIn(number),
            other => other,
        };
        for (name, shape) in [("apiVersion", Shape::Text), ("kind", Shape::Text), ("metadata", metadata)] {
            root.fields.push(Field { name: name.to_owned(), shape, merging: Patch::default(), forgets_zero: false });
        }
        let shape = own.add(root);
        Root::custom(&self.schema, Arc::new(own), shape)
    }
}

/// What a structural schema allows.
fn shape(schema: &Value, own: &mut Schema, depth: usize) -> Shape {
    let Some(deeper) = depth.checked_sub(1) else { return Shape::Any };
    let says = |name: &str| at(schema, &[name]) == &Value::Bool(true);
    if says("x-kubernetes-int-or-string") {
        return Shape::IntOrText;
    }
    match text(schema, &["type"]) {
        "string" => Shape::Text,
        "boolean" => Shape::Bool,
        "number" => Shape::Number,
        "integer" => Shape::Int64,
        "array" => Shape::List { of: Box::new(shape(at(schema, &["items"]), own, deeper)), relation: relation(schema) },
        "object" => {
            let open = says("x-kubernetes-preserve-unknown-fields") || says("x-kubernetes-embedded-resource");
            let atomic = text(schema, &["x-kubernetes-map-type"]) == "atomic";
            let properties = at(schema, &["properties"]).as_object();
            let values = at(schema, &["additionalProperties"]);
            match properties {
                None if values.is_object() => Shape::Map { of: Box::new(shape(values, own, deeper)), atomic },
                None if open || values == &Value::Bool(true) => Shape::Any,
                properties => {
                    let fields = properties.into_iter().flatten().map(|(name, schema)| Field {
                        name: name.clone(),
                        shape: shape(schema, own, deeper),
                        merging: Patch::default(),
                        forgets_zero: false,
                    });
                    let fields = fields.collect();
                    own.add(Type { name: String::new(), atomic, open, fields })
                }
            }
        }
        _ => Shape::Any,
    }
}

fn relation(schema: &Value) -> Relation {
    match text(schema, &["x-kubernetes-list-type"]) {
        "set" => Relation::Set,
        "map" => {
            let keys = list(schema, &["x-kubernetes-list-map-keys"]).iter();
            Relation::Keys(keys.filter_map(Value::as_str).map(str::to_owned).collect())
        }
        _ => Relation::Atomic,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{HELM, cluster, key, message};
    use super::super::*;
    use super::*;

    fn crd(schema: Value) -> Value {
        json!({
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": "widgets.oracle.test"},
            "spec": {
                "group": "oracle.test", "scope": "Namespaced",
                "names": {"plural": "widgets", "singular": "widget", "kind": "Widget"},
                "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
                    "schema": {"openAPIV3Schema": schema}}],
            },
        })
    }

    fn widget(spec: Value) -> Value {
        json!({"apiVersion": "oracle.test/v1", "kind": "Widget",
            "metadata": {"name": "one", "namespace": "demo"}, "spec": spec})
    }

    fn crd_key() -> Key {
        Key {
            namespace: String::new(),
            ..key("apiextensions.k8s.io", "CustomResourceDefinition", "widgets.oracle.test")
        }
    }

    #[test]
    fn a_crd_makes_a_kind_and_takes_it_away() {
        let mut cluster = cluster(&[]);
        assert_eq!(cluster.discover("oracle.test/v1", "Widget"), None);
        let open = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
        cluster.create(&crd(open), HELM).unwrap();
        let resource = cluster.discover("oracle.test/v1", "Widget").unwrap();
        assert_eq!((resource.plural.as_str(), resource.namespaced), ("widgets", true));
        let established = &cluster.peek(&crd_key()).unwrap()["status"]["conditions"][1];
        assert_eq!((&established["type"], &established["status"]), (&json!("Established"), &json!("True")));
        cluster.create(&widget(json!({"v": 1})), HELM).unwrap();
        assert_eq!(cluster.peek(&key("oracle.test", "Widget", "one")).unwrap()["spec"], json!({"v": 1}));
        assert_eq!(cluster.delete(&crd_key(), "Background"), Ok(Deleted::Gone));
        assert!(cluster.peek(&key("oracle.test", "Widget", "one")).is_none());
        assert_eq!(cluster.discover("oracle.test/v1", "Widget"), None);
    }

    #[test]
    fn fields_that_the_schema_lacks_are_dropped_or_refused() {
        let mut cluster = cluster(&[]);
        let closed = json!({"type": "object", "properties": {"spec": {"type": "object", "properties": {
            "v": {"type": "integer"}, "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
        }}}});
        cluster.create(&crd(closed), HELM).unwrap();
        cluster.create(&widget(json!({"v": 1, "w": 1, "free": {"x": 1}})), HELM).unwrap();
        assert_eq!(cluster.take_warnings(), ["unknown field \"spec.w\""]);
        let stored = cluster.peek(&key("oracle.test", "Widget", "one")).unwrap();
        assert_eq!(stored["spec"], json!({"v": 1, "free": {"x": 1}}));
        let refused = message(cluster.apply(&widget(json!({"w": 1})), HELM));
        assert_eq!(
            refused,
            "500 : failed to create typed patch object (demo/one; oracle.test/v1, Kind=Widget): .spec.w: field not declared in schema"
        );
    }
}
