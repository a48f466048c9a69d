//! What has become of an object, in Kubernetes' words.

use serde_json::Value;

use crate::cluster::{Find as _, text_at as text};

/// The fields that tell the state of an object of this kind, and to whom it belongs.
pub(super) fn fields(kind: &str) -> &'static [&'static str] {
    match kind {
        "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" => {
            &["kind", "metadata", "spec", "status"]
        }
        _ => &["kind", "metadata", "status"],
    }
}

/// The word for the object's state; empty for what has no state of its own.
pub(super) fn status(object: &Value) -> &str {
    match text(object, "/kind") {
        "Job" => job(object),
        "Pod" => pod(object),
        "Deployment" if condition(object, "Progressing") == Some("False") => "Failed",
        "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" => {
            // The API server fills in the default, one replica.
            ready(number(object, "/status/readyReplicas") >= number(object, "/spec/replicas").or(Some(1)))
        }
        "DaemonSet" => ready(number(object, "/status/numberReady") >= number(object, "/status/desiredNumberScheduled")),
        "PersistentVolumeClaim" => or(text(object, "/status/phase"), "Pending"),
        "Service" if object.find("/status/loadBalancer/ingress").is_some() => "Ready",
        "CustomResourceDefinition" if condition(object, "Established") == Some("True") => "Established",
        _ => match condition(object, "Ready") {
            Some("True") => "Ready",
            Some(_) => "Not ready",
            None => "",
        },
    }
}

fn job(job: &Value) -> &'static str {
    let done = ["Complete", "Failed"].into_iter().find(|kind| condition(job, kind) == Some("True"));
    let started = job.find("/status/startTime").is_some();
    done.unwrap_or(if started { "Running" } else { "" })
}

fn pod(pod: &Value) -> &str {
    let waiting = text(pod, "/status/containerStatuses/0/state/waiting/reason");
    match text(pod, "/status/phase") {
        _ if !waiting.is_empty() => waiting,
        "Running" if condition(pod, "Ready") == Some("True") => "Ready",
        phase => phase,
    }
}

fn ready(ready: bool) -> &'static str {
    if ready { "Ready" } else { "Not ready" }
}

/// The status of the condition of this type.
fn condition<'a>(object: &'a Value, kind: &str) -> Option<&'a str> {
    let conditions = object.find("/status/conditions")?.as_array()?;
    conditions.iter().find(|condition| text(condition, "/type") == kind).map(|condition| text(condition, "/status"))
}

fn number(object: &Value, pointer: &str) -> Option<i64> {
    object.find(pointer)?.as_i64()
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words() {
        let condition = |kind: &str, status: &str| json!([{"type": kind, "status": status}]);
        for (object, expected) in [
            (json!({"kind": "Job", "status": {"conditions": condition("Complete", "True")}}), "Complete"),
            (json!({"kind": "Job", "status": {"conditions": condition("Failed", "True")}}), "Failed"),
            (json!({"kind": "Job", "status": {"startTime": "T"}}), "Running"),
            (json!({"kind": "Job"}), ""),
            (json!({"kind": "Pod", "status": {"phase": "Running", "conditions": condition("Ready", "True")}}), "Ready"),
            (json!({"kind": "Pod", "status": {"phase": "Running"}}), "Running"),
            (json!({"kind": "Pod", "status": {"phase": "Succeeded"}}), "Succeeded"),
            (
                json!({"kind": "Pod", "status": {"phase": "Running",
                    "containerStatuses": [{"state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}),
                "CrashLoopBackOff",
            ),
            (json!({"kind": "Deployment", "spec": {"replicas": 2}, "status": {"readyReplicas": 2}}), "Ready"),
            (json!({"kind": "Deployment", "spec": {"replicas": 2}, "status": {"readyReplicas": 1}}), "Not ready"),
            (json!({"kind": "Deployment", "status": {"conditions": condition("Progressing", "False")}}), "Failed"),
            (json!({"kind": "PersistentVolumeClaim"}), "Pending"),
            (json!({"kind": "Widget", "status": {"conditions": condition("Ready", "False")}}), "Not ready"),
            (json!({"kind": "ConfigMap"}), ""),
        ] {
            assert_eq!(status(&object), expected, "{object}");
        }
    }
}
