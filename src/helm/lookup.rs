//! `lookup` in a template asks the cluster as it is before the operation changes anything (`pkg/engine/lookup_func.go`).

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::chart::Capabilities;
use crate::cluster::Cluster;
use crate::template::Lookup;

use super::log::Record;
use super::session::Session;

/// What discovery says of a group and version that is not served.
const NOT_FOUND: &str = "the server could not find the requested resource";

/// The cluster as templates see it. Records of releases are not among its Secrets.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    cluster: &'a Cluster,
    /// Groups with their versions and kinds that were asked for and are not served.
    missing: RefCell<Vec<(String, String)>>,
}

impl<'a> Seen<'a> {
    pub fn new(cluster: &'a Cluster) -> Self {
        Seen { cluster, missing: RefCell::default() }
    }

    /// What was asked for and is not served: versions, each with its kind in the words of errors.
    pub fn missing(self) -> Vec<(String, String)> {
        self.missing.into_inner()
    }
}

impl Lookup for Seen<'_> {
    fn lookup(&self, api_version: &str, kind: &str, namespace: &str, name: &str) -> Result<Value, String> {
        let Some(resource) = self.cluster.discover(api_version, kind) else {
            let served = self.cluster.serves(api_version)
                || Capabilities::default().api_versions.iter().any(|served| served == api_version);
            if served {
                // Helm asks for a resource without a name, which is not there.
                return Ok(json!({}));
            }
            // A version alone is one of the core group, which has no name.
            let slash = if api_version.contains('/') { "" } else { "/" };
            let of = format!("{slash}{api_version}, Kind={kind}");
            self.missing.borrow_mut().push((api_version.to_owned(), of.clone()));
            return Err(format!("unable to get apiresource from unstructured: {of}: {NOT_FOUND}"));
        };
        if !name.is_empty() && resource.namespaced && namespace.is_empty() {
            return Ok(json!({}));
        }
        let mut found = self.cluster.look(&resource, namespace, name).into_iter().map(|object| Value::clone(&object));
        if !name.is_empty() {
            return Ok(found.next().unwrap_or_else(|| json!({})));
        }
        let items: Vec<Value> = found.collect();
        let version = self.cluster.version().to_string();
        Ok(json!({
            "apiVersion": resource.api_version(), "items": items, "kind": format!("{kind}List"),
            "metadata": {"resourceVersion": version},
        }))
    }
}

impl Session<'_> {
    /// Writes what Helm logs of lookups that found no such group and version.
    pub fn tell_lookups(&mut self, missing: Vec<(String, String)>) {
        for (version, of) in missing {
            if self.behaviour.logs {
                self.log(
                    Record::error("unable to retrieve resource list")
                        .with("GroupVersion", &version)
                        .with("error", NOT_FOUND),
                );
                self.log(
                    Record::error("unable to get apiresource").with("groupVersionKind", &of).with("error", NOT_FOUND),
                );
                continue;
            }
            let [list, resource] = self.behaviour.lookup_lines;
            self.notes.push(format!(
                "lookup_func.go:{list}: [ERROR] unable to retrieve resource list for: {version} , error: {NOT_FOUND}"
            ));
            self.notes.push(format!(
                "lookup_func.go:{resource}: [ERROR] unable to get apiresource from unstructured: {of} , error {NOT_FOUND}"
            ));
        }
    }
}
