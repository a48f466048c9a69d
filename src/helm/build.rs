//! From the text of a manifest to the objects Helm sends: what `kubectl`'s resource builder does (R-BLD-1 to R-BLD-6).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::cluster::{Cluster, Find as _, Key, Resource, text_at};
use crate::manifest::Origin;
use crate::release::Document;
use crate::text::filled;

use super::ObjectRef;
use super::behaviour::Behaviour;
use super::log::quoted;
use super::session::Session;

/// Lists inside lists are followed this deep.
const NESTED_LISTS: usize = 16;

/// An object with everything Helm knows of it.
#[derive(Debug, Clone)]
pub(super) struct Info {
    pub resource: Resource,
    pub key: Key,
    /// The object, its namespace filled in.
    pub object: Arc<Value>,
    pub origin: Option<Arc<Origin>>,
}

impl Info {
    /// `NS/NAME GROUP/VERSION, Kind=KIND`, as errors name it.
    pub fn full_name(&self) -> String {
        format!("{}/{} {}", self.key.namespace, self.key.name, self.versioned_kind())
    }

    /// Group, version and kind, as Go shows them.
    pub fn versioned_kind(&self) -> String {
        let Resource { group, version, kind, .. } = &self.resource;
        format!("{group}/{version}, Kind={kind}")
    }

    /// `Kind "name" in namespace "ns"`, as errors name it.
    pub fn in_words(&self) -> String {
        format!("{} {} in namespace {}", self.key.kind, quoted(&self.key.name), quoted(&self.key.namespace))
    }

    /// As steps name it.
    pub fn reference(&self) -> ObjectRef {
        reference(&self.key)
    }
}

/// A key as steps name it.
pub(super) fn reference(key: &Key) -> ObjectRef {
    ObjectRef { kind: key.kind.clone(), namespace: key.namespace.clone(), name: key.name.clone() }
}

impl Session<'_> {
    /// The objects of documents of the release, as [`objects`] builds them.
    ///
    /// # Errors
    /// All errors of the documents, as one text.
    pub fn objects(&self, documents: &[Document]) -> Result<Vec<Info>, String> {
        objects(documents, &self.world.cluster, self.namespace(), &self.behaviour)
    }
}

/// Builds the objects of `documents`, in their order; Lists are taken apart.
///
/// # Errors
/// All errors of the documents, as one text (R-BLD-2).
fn objects(
    documents: &[Document],
    cluster: &Cluster,
    namespace: &str,
    behaviour: &Behaviour,
) -> Result<Vec<Info>, String> {
    let mut infos = Vec::new();
    let mut errors: Vec<String> = Vec::new();
    for document in documents {
        let object = match &document.object {
            Ok(object) => object,
            Err(error) => {
                // The stream cannot be read any further.
                errors.push(error.clone());
                break;
            }
        };
        let origin = Some(Arc::new(document.origin.clone()));
        match add(object, &origin, cluster, namespace, 0, &mut infos) {
            Ok(()) => {}
            Err(Wrong::Unmapped { name, error }) if behaviour.names_unmapped => errors.push(format!(
                "resource mapping not found for {name} from \"\": {error}\nensure CRDs are installed first"
            )),
            Err(Wrong::Unmapped { error, .. }) => errors.push(format!("unable to recognize \"\": {error}")),
            Err(Wrong::Text { place, value }) if behaviour.quotes_metadata => {
                errors.push(quoted_metadata(object, place, &value));
            }
            Err(Wrong::Text { place: (field, _), value }) => {
                let field = format!("ObjectMeta.metadata.{field}");
                errors.extend(misfit(&value, &field, "string"));
            }
            Err(Wrong::Other(error)) => errors.push(error),
        }
    }
    errors.dedup();
    match errors.as_slice() {
        [] => Ok(infos),
        [one] => Err(one.clone()),
        several => Err(format!("[{}]", several.join(", "))),
    }
}

/// Why an object cannot be built.
enum Wrong {
    /// The server does not know its kind; `name` is how the document calls itself.
    Unmapped { name: String, error: String },
    /// A label or an annotation, by field and key, that is no text.
    Text { place: (&'static str, String), value: Value },
    /// Anything else, in Helm's words.
    Other(String),
}

fn add(
    object: &Arc<Value>,
    origin: &Option<Arc<Origin>>,
    cluster: &Cluster,
    namespace: &str,
    depth: usize,
    into: &mut Vec<Info>,
) -> Result<(), Wrong> {
    let text = |pointer: &str| text_at(object, pointer);
    let (kind, api_version) = (text("/kind"), text("/apiVersion"));
    if kind.is_empty() {
        return Err(Wrong::Other(format!("unable to decode \"\": Object 'Kind' is missing in '{object}'")));
    }
    if depth == 0 {
        check_metadata(object)?;
    }
    if kind == "List"
        && let Some(items) = object.get("items").and_then(Value::as_array)
    {
        if depth < NESTED_LISTS {
            for item in items {
                add(&Arc::new(item.clone()), origin, cluster, namespace, depth.saturating_add(1), into)?;
            }
        }
        return Ok(());
    }
    let name = text("/metadata/name");
    let Some(resource) = cluster.discover(api_version, kind) else {
        let error = format!("no matches for kind {} in version {}", quoted(kind), quoted(api_version));
        if depth > 0 {
            return Err(Wrong::Other(format!("unable to recognize {error}")));
        }
        let namespace = quoted(text("/metadata/namespace"));
        return Err(Wrong::Unmapped { name: format!("name: {} namespace: {namespace}", quoted(name)), error });
    };
    let own = match text("/metadata/namespace") {
        _ if !resource.namespaced => "",
        "" => namespace,
        own => own,
    };
    let key = Key {
        group: resource.group.clone(),
        kind: resource.kind.clone(),
        namespace: own.to_owned(),
        name: name.to_owned(),
    };
    let object = with_namespace(object, own);
    into.push(Info { resource, key, object, origin: origin.clone() });
    Ok(())
}

/// The object with its namespace filled in, or taken out where there is none.
fn with_namespace(object: &Arc<Value>, namespace: &str) -> Arc<Value> {
    let is = object.find("/metadata/namespace").and_then(Value::as_str).unwrap_or_default();
    if is == namespace {
        return object.clone();
    }
    let mut object = Value::clone(object);
    if let Some(metadata) = metadata_of(&mut object) {
        if namespace.is_empty() {
            metadata.shift_remove("namespace");
        } else {
            metadata.insert("namespace".into(), namespace.into());
        }
    }
    Arc::new(object)
}

/// The metadata of an object, made if it has none.
pub(super) fn metadata_of(object: &mut Value) -> Option<&mut serde_json::Map<String, Value>> {
    map_in(object.as_object_mut()?, "metadata")
}

/// The map at `key`, made if there is none.
pub(super) fn map_in<'a>(
    parent: &'a mut serde_json::Map<String, Value>,
    key: &str,
) -> Option<&'a mut serde_json::Map<String, Value>> {
    let child = parent.entry(key.to_owned()).or_insert(Value::Null);
    if !child.is_object() {
        *child = Value::Object(serde_json::Map::new());
    }
    child.as_object_mut()
}

/// The metadata of a document must fit Kubernetes' types, that of a List's items need not: this is where an unquoted
/// number in an annotation ends (R-WGT-4).
fn check_metadata(object: &Value) -> Result<(), Wrong> {
    let Some(metadata) = object.get("metadata") else { return Ok(()) };
    let result = |error: Option<String>| error.map_or(Ok(()), |error| Err(Wrong::Other(error)));
    let Some(fields) = metadata.as_object() else {
        return result(misfit(metadata, "metadataOnlyObject.metadata", "v1.ObjectMeta"));
    };
    for name in ["annotations", "generateName", "labels", "name", "namespace"] {
        let Some(value) = fields.get(name) else { continue };
        let field = format!("ObjectMeta.metadata.{name}");
        match (name, value) {
            ("annotations" | "labels", Value::Object(entries)) => {
                let Some((key, value)) = entries.iter().find(|(_, entry)| !entry.is_string() && !entry.is_null())
                else {
                    continue;
                };
                return Err(Wrong::Text { place: (name, key.clone()), value: value.clone() });
            }
            ("annotations" | "labels", other) => result(misfit(other, &field, "map[string]string"))?,
            (_, Value::String(_)) => {}
            (_, other) => result(misfit(other, &field, "string"))?,
        }
    }
    Ok(())
}

/// What Go's decoder says of a value that does not fit.
fn misfit(value: &Value, field: &str, wanted: &str) -> Option<String> {
    let found = match value {
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => return None,
    };
    Some(format!("unable to decode \"\": json: cannot unmarshal {found} into Go struct field {field} of type {wanted}"))
}

/// What the decoder of older versions says of a label or an annotation that is no text: it shows the text around.
fn quoted_metadata(object: &Value, place: (&str, String), value: &Value) -> String {
    const NEAR: usize = 10;
    const FAR: usize = 50;
    const MARK: &str = "\u{1}";
    let (field, key) = place;
    let mut marked = sorted(object);
    if let Some(entry) = marked.pointer_mut(&format!("/metadata/{field}")).and_then(|entries| entries.get_mut(&key)) {
        *entry = MARK.into();
    }
    let (text, value) = (marked.to_string(), sorted(value).to_string());
    let (before, after) = text.split_once(&Value::from(MARK).to_string()).unwrap_or_default();
    let first: String = value.chars().take(1).collect();
    let before = format!("{before}{first}");
    let after = format!("{}{after}", value.get(first.len()..).unwrap_or_default());
    let around = |length: usize| {
        let skipped = before.chars().count().saturating_sub(length);
        before.chars().skip(skipped).chain(after.chars().take(length)).collect::<String>()
    };
    let field = if field == "labels" { "Labels" } else { "Annotations" };
    format!(
        "unable to decode \"\": resource.metadataOnlyObject.ObjectMeta: v1.ObjectMeta.Name: {field}: ReadString: expects \" or n, but found {first}, error found in #{} byte of ...|{}|..., bigger context ...|{}|...",
        NEAR.min(before.chars().count()),
        around(NEAR),
        around(FAR),
    )
}

/// The value with the keys of its maps in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Object(map) => {
            let ordered: BTreeMap<&String, &Value> = filled(map);
            ordered.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        other => other.clone(),
    }
}
