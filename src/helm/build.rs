//! From the text of a manifest to the objects Helm sends: what `kubectl`'s resource builder does (R-BLD-1 to R-BLD-6).

use std::sync::Arc;

use serde_json::Value;

use crate::cluster::{Cluster, Find as _, Key, Resource};
use crate::manifest::Origin;
use crate::release::Document;

use super::ObjectRef;
use super::log::quoted;

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
        let Resource { group, version, kind, .. } = &self.resource;
        format!("{}/{} {group}/{version}, Kind={kind}", self.key.namespace, self.key.name)
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

/// Builds the objects of `documents`, in their order; Lists are taken apart.
///
/// # Errors
/// All errors of the documents, as one text (R-BLD-2).
pub(super) fn objects(documents: &[Document], cluster: &Cluster, namespace: &str) -> Result<Vec<Info>, String> {
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
        if let Err(error) = add(object, &origin, cluster, namespace, 0, &mut infos) {
            errors.push(error);
        }
    }
    errors.dedup();
    match errors.as_slice() {
        [] => Ok(infos),
        [one] => Err(one.clone()),
        several => Err(format!("[{}]", several.join(", "))),
    }
}

fn add(
    object: &Arc<Value>,
    origin: &Option<Arc<Origin>>,
    cluster: &Cluster,
    namespace: &str,
    depth: usize,
    into: &mut Vec<Info>,
) -> Result<(), String> {
    let text = |pointer: &str| object.find(pointer).and_then(Value::as_str).unwrap_or_default();
    let (kind, api_version) = (text("/kind"), text("/apiVersion"));
    if kind.is_empty() {
        return Err(format!("unable to decode \"\": Object 'Kind' is missing in '{object}'"));
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
    check_metadata(object)?;
    let name = text("/metadata/name");
    let Some(resource) = cluster.discover(api_version, kind) else {
        let from = if depth == 0 {
            format!(
                "resource mapping not found for name: {} namespace: {} from \"\": ",
                quoted(name),
                quoted(text("/metadata/namespace"))
            )
        } else {
            "unable to recognize ".to_owned()
        };
        let hint = if depth == 0 { "\nensure CRDs are installed first" } else { "" };
        return Err(format!("{from}no matches for kind {} in version {}{hint}", quoted(kind), quoted(api_version)));
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

/// Metadata must fit Kubernetes' types: this is where an unquoted number in an annotation ends (R-WGT-4).
fn check_metadata(object: &Value) -> Result<(), String> {
    let Some(metadata) = object.get("metadata") else { return Ok(()) };
    let misfit = |value: &Value, field: &str, wanted: &str| {
        let found = match value {
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
            Value::Null => return None,
        };
        Some(format!(
            "unable to decode \"\": json: cannot unmarshal {found} into Go struct field {field} of type {wanted}"
        ))
    };
    let Some(fields) = metadata.as_object() else {
        return misfit(metadata, "metadataOnlyObject.metadata", "v1.ObjectMeta").map_or(Ok(()), Err);
    };
    let mut names: Vec<&String> = fields.keys().collect();
    names.sort();
    for name in names {
        let Some(value) = fields.get(name) else { continue };
        let field = format!("ObjectMeta.metadata.{name}");
        let error = match (name.as_str(), value) {
            ("annotations" | "labels", Value::Object(entries)) => {
                entries.values().find(|entry| !entry.is_string()).and_then(|entry| misfit(entry, &field, "string"))
            }
            ("annotations" | "labels", other) => misfit(other, &field, "map[string]string"),
            ("name" | "namespace" | "generateName", Value::String(_)) => None,
            ("name" | "namespace" | "generateName", other) => misfit(other, &field, "string"),
            _ => None,
        };
        if let Some(error) = error {
            return Err(error);
        }
    }
    Ok(())
}
