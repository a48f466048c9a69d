//! What Helm checked by itself against the server's OpenAPI document before the server did (R-BLD-5, B3-VALIDATE).
//!
//! Only unknown fields are found: what else is wrong the server refuses later, in its own words.

use crate::cluster::{Cluster, UnknownField};
use crate::release::Document;

use super::fail::{Done, Fail};
use super::session::Session;

/// Types of apimachinery; all others are those of their kind's group, or the core's.
const META: [&str; 5] =
    ["LabelSelector", "LabelSelectorRequirement", "ManagedFieldsEntry", "ObjectMeta", "OwnerReference"];

impl Session<'_> {
    /// Checks documents as Helm does, if it does.
    ///
    /// # Errors
    /// The first document that has fields which its kind does not know.
    pub fn check_fields(&self, documents: &[Document]) -> Done {
        if !self.behaviour.checks_fields {
            return Ok(());
        }
        match documents.iter().find_map(|document| wrong_fields(document, &self.world.cluster)) {
            Some(text) => Err(Fail::error(format!("error validating \"\": error validating data: {text}"))),
            None => Ok(()),
        }
    }
}

fn wrong_fields(document: &Document, cluster: &Cluster) -> Option<String> {
    let object = document.object.as_ref().ok()?;
    let text = |field: &str| object.get(field).and_then(serde_json::Value::as_str).unwrap_or_default();
    let (kind, api_version) = (text("kind"), text("apiVersion"));
    let message = |unknown: &UnknownField| {
        let place = if unknown.inside.is_empty() { kind.to_owned() } else { format!("{kind}.{}", unknown.inside) };
        let definition = definition(&unknown.of, kind, api_version);
        format!("ValidationError({place}): unknown field \"{}\" in {definition}", unknown.name)
    };
    let messages: Vec<String> = cluster.unknown_fields(object).iter().map(message).collect();
    match messages.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(format!("[{}]", several.join(", "))),
    }
}

/// The name of a type in the OpenAPI document.
fn definition(of: &str, kind: &str, api_version: &str) -> String {
    if META.contains(&of) {
        return format!("io.k8s.apimachinery.pkg.apis.meta.v1.{of}");
    }
    let (group, version) = crate::cluster::group_version(api_version);
    match group.split('.').next() {
        Some(group) if !group.is_empty() && of.starts_with(kind) => format!("io.k8s.api.{group}.{version}.{of}"),
        _ => format!("io.k8s.api.core.v1.{of}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::sync::Arc;

    #[test]
    fn unknown_fields_are_told_with_their_type() {
        let job = json!({
            "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a", "labls": {}},
            "spec": {"templat": 1, "template": {"spec": {"containers": [{"name": "c", "imag": "x"}]}}},
        });
        let document = Document { object: Ok(Arc::new(job)), origin: Default::default() };
        assert_eq!(
            wrong_fields(&document, &Cluster::new(&[])).unwrap_or_default(),
            "[ValidationError(Job.metadata): unknown field \"labls\" in io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta, \
             ValidationError(Job.spec): unknown field \"templat\" in io.k8s.api.batch.v1.JobSpec, \
             ValidationError(Job.spec.template.spec.containers[0]): unknown field \"imag\" in io.k8s.api.core.v1.Container]"
        );
    }
}
