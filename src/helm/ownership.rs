//! Whose an object is: Helm's label and annotations (R-OWN-1 to R-OWN-7, NV-2).

use std::sync::Arc;

use serde_json::Value;

use crate::cluster::Find as _;

use super::build::{Info, map_in, metadata_of};
use super::fail::{Done, Fail, HelmError};
use super::log::quoted;
use super::session::Session;

const MANAGED_BY: (&str, &str) = ("app.kubernetes.io/managed-by", "Helm");
const RELEASE_NAME: &str = "meta.helm.sh/release-name";
const RELEASE_NAMESPACE: &str = "meta.helm.sh/release-namespace";

/// Whether an object carries the mark of any release.
pub(super) fn is_marked(live: &Value) -> bool {
    live.find("/metadata/annotations").is_some_and(|annotations| annotations.get(RELEASE_NAME).is_some())
}

/// What Helm said of a resource that was there already, before it knew marks.
fn in_the_way(info: &Info) -> String {
    let (namespace, name, kind) = (&info.key.namespace, &info.key.name, info.versioned_kind());
    format!("existing resource conflict: namespace: {namespace}, name: {name}, existing_kind: {kind}, new_kind: {kind}")
}

/// What an uninstall makes of the resources of a release (NV-2).
#[derive(Debug, Default)]
pub(super) struct Verified {
    pub owned: Vec<Info>,
    pub foreign: Vec<Info>,
    pub unknown: Vec<(Info, HelmError)>,
}

impl Session<'_> {
    /// Gives all resources the marks of the release, over whatever the templates say (R-OWN-1).
    pub fn mark(&self, infos: &mut [Info]) {
        if !self.behaviour.marks {
            return;
        }
        for info in infos {
            let object = Arc::make_mut(&mut info.object);
            let Some(metadata) = metadata_of(object) else { continue };
            if let Some(labels) = map_in(metadata, "labels") {
                labels.insert(MANAGED_BY.0.into(), MANAGED_BY.1.into());
            }
            if let Some(annotations) = map_in(metadata, "annotations") {
                annotations.insert(RELEASE_NAME.into(), self.name().into());
                annotations.insert(RELEASE_NAMESPACE.into(), self.namespace().into());
            }
        }
    }

    /// The resources that exist and may be taken over; `any` takes all of them (R-OWN-2 to R-OWN-4).
    ///
    /// # Errors
    /// The first that belongs to somebody else, or cannot be looked at.
    pub fn adoptable(&mut self, infos: &[Info], any: bool) -> Done<Vec<Info>> {
        let mut found = Vec::new();
        for info in infos {
            let generates = self.behaviour.skips_generated_names
                && info.object.find("/metadata/generateName").is_some_and(|name| name.as_str() != Some(""));
            match (info.key.name.is_empty(), generates) {
                (true, true) => continue,
                (false, true) => {
                    return Err(Fail::error("metadata.name and metadata.generateName cannot both be set"));
                }
                _ => {}
            }
            match self.get(info)? {
                Ok(_) if !self.behaviour.marks => return Err(Fail::error(in_the_way(info))),
                Ok(live) if any || self.is_own(&live) => found.push(info.clone()),
                Ok(live) => {
                    let words = info.in_words();
                    let details = self.ownership_errors(&live).join("; ");
                    return Err(Fail::error(format!(
                        "{words} exists and cannot be imported into the current release: invalid ownership metadata; {details}"
                    )));
                }
                Err(error) if error.is_not_found() => {}
                Err(error) => {
                    let named = match self.behaviour.names_unreadable {
                        true => format!(" {}", info.in_words()),
                        false => String::new(),
                    };
                    return Err(error.within(&format!("could not get information about the resource{named}: ")).into());
                }
            }
        }
        Ok(found)
    }

    /// Looks at each resource before an uninstall deletes it.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn verify_owner(&mut self, infos: Vec<Info>) -> Done<Verified> {
        let mut verified = Verified::default();
        for info in infos {
            match self.get(&info)? {
                Ok(live) if self.is_own(&live) => verified.owned.push(info),
                Ok(_) => verified.foreign.push(info),
                Err(error) if error.is_not_found() => {}
                Err(error) => verified.unknown.push((info, error)),
            }
        }
        Ok(verified)
    }

    fn is_own(&self, live: &Value) -> bool {
        self.ownership_errors(live).is_empty()
    }

    /// What is wrong with the marks of an object, in Helm's words.
    fn ownership_errors(&self, live: &Value) -> Vec<String> {
        let checks = [
            ("label", "labels", MANAGED_BY.0, MANAGED_BY.1),
            ("annotation", "annotations", RELEASE_NAME, self.name()),
            ("annotation", "annotations", RELEASE_NAMESPACE, self.namespace()),
        ];
        let wrong = checks.into_iter().filter_map(|(what, field, key, wanted)| {
            let is =
                live.get("metadata").and_then(|m| m.get(field)).and_then(|map| map.get(key)).and_then(Value::as_str);
            let (key, wanted_text) = (quoted(key), quoted(wanted));
            match is {
                Some(value) if value == wanted => None,
                Some(value) => Some(format!(
                    "{what} validation error: key {key} must equal {wanted_text}: current value is {}",
                    quoted(value)
                )),
                None => Some(format!("{what} validation error: missing key {key}: must be set to {wanted_text}")),
            }
        });
        wrong.collect()
    }
}
