//! What Helm 3 and the legacy strategy call ready (`ReadyChecker`, R-RDY-5).

use std::sync::Arc;

use serde_json::Value;

use super::kstatus::{is_true, number};
use crate::cluster::{Find as _, text_at as text};
use crate::helm::behaviour::Revisions;
use crate::helm::build::Info;
use crate::helm::fail::{Done, HelmError};
use crate::helm::requests::Answer;
use crate::helm::session::Session;

/// Kinds that are asked for at all, by group.
const ASKED: [(&str, &str); 9] = [
    ("", "Pod"),
    ("apps", "Deployment"),
    ("", "PersistentVolumeClaim"),
    ("", "Service"),
    ("apps", "DaemonSet"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"),
    ("apps", "StatefulSet"),
    ("", "ReplicationController"),
    ("apps", "ReplicaSet"),
];

/// Whether the legacy wait sends a request about an object.
pub(super) fn is_asked(info: &Info, jobs: bool) -> bool {
    let kind = (info.key.group.as_str(), info.key.kind.as_str());
    ASKED.contains(&kind) || jobs && kind == ("batch", "Job")
}

impl Session<'_> {
    /// Looks whether an object is ready.
    ///
    /// # Errors
    /// What ends Helm.
    pub(super) fn is_ready(&mut self, info: &Info, jobs: bool) -> Answer<bool> {
        if !is_asked(info, jobs) {
            return Ok(Ok(true));
        }
        let object = match self.get(info)? {
            Ok(object) => object,
            Err(error) => return Ok(Err(error)),
        };
        Ok(match info.key.kind.as_str() {
            "Pod" => Ok(is_true(&object, "Ready")),
            "Job" if is_failed(&object) => match self.behaviour.failed_job_ends_wait {
                true => Err(HelmError::new(format!("job is failed: {}/{}", info.key.namespace, info.key.name))),
                false => Ok(false),
            },
            "Job" => Ok(is_complete(&object)),
            "Deployment" => return self.deployment(info, &object),
            "PersistentVolumeClaim" => Ok(text(&object, "/status/phase") == "Bound"),
            "Service" => Ok(service(&object)),
            "DaemonSet" => Ok(self.is_observed(&object) && daemon_set(&object)),
            "CustomResourceDefinition" => Ok(is_true(&object, "Established") || names_refused(&object)),
            "StatefulSet" => Ok(stateful_set(&object, self.behaviour.current_revision)),
            _ => Ok(self.is_observed(&object) && self.pods_are_ready(info, &object)?),
        })
    }

    fn deployment(&mut self, info: &Info, deployment: &Value) -> Answer<bool> {
        if deployment.find("/spec/paused").and_then(Value::as_bool) == Some(true) {
            return Ok(Ok(true));
        }
        let listed = self.world.cluster.list("apps", "ReplicaSet", &info.key.namespace, None);
        self.answered()?;
        let sets = match listed {
            Ok(sets) => sets,
            Err(failure) => return Ok(Err(HelmError::new(super::message(failure)?))),
        };
        let Some(newest) = newest_set(&sets, deployment) else { return Ok(Ok(false)) };
        let wanted = number(deployment, "/spec/replicas", 1);
        let expected = wanted.saturating_sub(max_unavailable(deployment, wanted));
        let ready = number(newest, "/status/readyReplicas", 0) >= expected;
        Ok(Ok(self.is_observed(newest) && self.is_observed(deployment) && ready))
    }

    /// Whether the controller has seen what was asked for, as far as that is looked at.
    fn is_observed(&self, object: &Value) -> bool {
        !self.behaviour.ready_when_observed || observed(object)
    }

    fn pods_are_ready(&mut self, info: &Info, owner: &Value) -> Done<bool> {
        let listed = self.world.cluster.list("", "Pod", &info.key.namespace, None);
        self.answered()?;
        let uid = text(owner, "/metadata/uid");
        let owned = |pod: &Arc<Value>| {
            let owners = pod.find("/metadata/ownerReferences").and_then(Value::as_array);
            owners.into_iter().flatten().any(|owner| text(owner, "/uid") == uid)
        };
        Ok(listed.is_ok_and(|pods| pods.iter().filter(|pod| owned(pod)).all(|pod| is_true(pod, "Ready"))))
    }
}

fn observed(object: &Value) -> bool {
    number(object, "/status/observedGeneration", 0) == number(object, "/metadata/generation", 0)
}

fn is_failed(job: &Value) -> bool {
    number(job, "/status/failed", 0) > number(job, "/spec/backoffLimit", 6)
}

fn is_complete(job: &Value) -> bool {
    number(job, "/status/succeeded", 0) >= number(job, "/spec/completions", 1)
}

fn service(object: &Value) -> bool {
    let lists = |pointer: &str| object.find(pointer).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    match text(object, "/spec/type") {
        "ExternalName" => true,
        _ if text(object, "/spec/clusterIP").is_empty() => false,
        "LoadBalancer" => lists("/spec/externalIPs") || lists("/status/loadBalancer/ingress"),
        _ => true,
    }
}

fn daemon_set(object: &Value) -> bool {
    if text(object, "/spec/updateStrategy/type") == "OnDelete" {
        return true;
    }
    let wanted = number(object, "/status/desiredNumberScheduled", 0);
    let unavailable = scaled(object.find("/spec/updateStrategy/rollingUpdate/maxUnavailable"), wanted, 1, true);
    number(object, "/status/updatedNumberScheduled", 0) == wanted
        && number(object, "/status/numberReady", 0) >= wanted.saturating_sub(unavailable)
}

fn stateful_set(object: &Value, counts: Revisions) -> bool {
    if !observed(object) {
        return false;
    }
    if text(object, "/spec/updateStrategy/type") == "OnDelete" {
        return true;
    }
    let partition = number(object, "/spec/updateStrategy/rollingUpdate/partition", 0);
    let replicas = number(object, "/spec/replicas", 1);
    let is_current = text(object, "/status/currentRevision") == text(object, "/status/updateRevision");
    let revisions = match counts {
        Revisions::OfNone => true,
        Revisions::OfAll => is_current,
        Revisions::WithoutPartition => partition != 0 || is_current,
    };
    number(object, "/status/updatedReplicas", 0) >= replicas.saturating_sub(partition)
        && number(object, "/status/readyReplicas", 0) == replicas
        && revisions
}

fn names_refused(crd: &Value) -> bool {
    super::kstatus::conditions(crd).any(|(kind, status, ..)| kind == "NamesAccepted" && status == "False")
}

/// The ReplicaSet whose pod template is that of the Deployment.
fn newest_set<'a>(sets: &'a [Arc<Value>], deployment: &Value) -> Option<&'a Arc<Value>> {
    let uid = text(deployment, "/metadata/uid");
    let owned = |set: &&Arc<Value>| {
        let owners = set.find("/metadata/ownerReferences").and_then(Value::as_array);
        owners.into_iter().flatten().any(|owner| text(owner, "/uid") == uid)
    };
    let template = deployment.find("/spec/template");
    sets.iter().filter(owned).find(|set| {
        let mut own = set.find("/spec/template").cloned();
        let labels = own.as_mut().and_then(|own| own.pointer_mut("/metadata/labels")).and_then(Value::as_object_mut);
        if let Some(labels) = labels {
            labels.shift_remove("pod-template-hash");
        }
        own.as_ref() == template
    })
}

/// How many replicas of a Deployment may be missing.
fn max_unavailable(deployment: &Value, replicas: i64) -> i64 {
    if text(deployment, "/spec/strategy/type") == "Recreate" || replicas == 0 {
        return 0;
    }
    let rolling = |field: &str| deployment.find(&format!("/spec/strategy/rollingUpdate/{field}"));
    // The API server fills in 25% for both where they are missing.
    let quarter = Value::from("25%");
    let surge = scaled(Some(rolling("maxSurge").unwrap_or(&quarter)), replicas, 0, true);
    let unavailable = scaled(Some(rolling("maxUnavailable").unwrap_or(&quarter)), replicas, 0, false);
    if surge == 0 && unavailable == 0 { 1 } else { unavailable.min(replicas) }
}

/// A number, or a percentage of `total`.
fn scaled(value: Option<&Value>, total: i64, otherwise: i64, round_up: bool) -> i64 {
    match value {
        Some(Value::Number(number)) => number.as_i64().unwrap_or(otherwise),
        Some(Value::String(text)) => match text.strip_suffix('%').and_then(|percent| percent.parse::<i64>().ok()) {
            Some(percent) => {
                let parts = percent.saturating_mul(total);
                if round_up { parts.saturating_add(99) / 100 } else { parts / 100 }
            }
            None => otherwise,
        },
        _ => otherwise,
    }
}
