//! What controllers write into the status of an object when it ends as the script says.
//!
//! The conditions and counts are those that real controllers set, as far as anything that waits looks at them.

use serde_json::{Map, Value, json};

use crate::story::{Behaviour, Outcome};

use super::value::{at, list, number, text};

/// What becomes of an object: a word for it, and the new status.
pub(super) struct Verdict {
    /// In the words of a recording's `until`.
    pub fate: &'static str,
    /// Merged into the status.
    pub status: Value,
}

/// What the controller of the object's kind makes of it; `None` where it has nothing to say.
///
/// `custom` tells that the kind comes from a CRD: it gets a `Ready` condition, but only by script.
pub(super) fn verdict(object: &Value, behaviour: &Behaviour, custom: bool, now: &str) -> Option<Verdict> {
    match text(object, &["kind"]) {
        "Job" => job(object, behaviour, now),
        "Pod" => pod(object, behaviour.outcome, now),
        "Deployment" => Some(deployment(object, behaviour.outcome, now)),
        "StatefulSet" => Some(stateful_set(object, good(behaviour.outcome))),
        "DaemonSet" => Some(daemon_set(object, good(behaviour.outcome))),
        "ReplicaSet" | "ReplicationController" => Some(replica_set(object, good(behaviour.outcome))),
        "PersistentVolumeClaim" => claim(object, behaviour.outcome),
        "Service" => service(object, behaviour.outcome),
        _ if custom => custom_resource(object, behaviour.outcome?, now),
        _ => None,
    }
}

fn good(outcome: Option<Outcome>) -> bool {
    matches!(outcome, None | Some(Outcome::Ready))
}

fn readiness(ready: bool) -> &'static str {
    if ready { "ready" } else { "not-ready" }
}

fn truth(yes: bool) -> &'static str {
    if yes { "True" } else { "False" }
}

fn condition(kind: &str, status: &str, reason: &str, message: &str, now: &str) -> Value {
    json!({"type": kind, "status": status, "reason": reason, "message": message, "lastTransitionTime": now})
}

fn job_condition(kind: &str, reason: &str, message: &str, now: &str) -> Value {
    json!({"type": kind, "status": "True", "reason": reason, "message": message,
        "lastTransitionTime": now, "lastProbeTime": now})
}

/// Whether a Job has come to its end, which is for ever.
pub(super) fn job_is_finished(job: &Value) -> bool {
    list(job, &["status", "conditions"])
        .iter()
        .any(|c| matches!(text(c, &["type"]), "Complete" | "Failed") && text(c, &["status"]) == "True")
}

fn job(job: &Value, behaviour: &Behaviour, now: &str) -> Option<Verdict> {
    if job_is_finished(job) || at(job, &["spec", "suspend"]) == &Value::Bool(true) {
        return None;
    }
    let start = match text(job, &["status", "startTime"]) {
        "" => now,
        started => started,
    };
    match behaviour.outcome {
        None | Some(Outcome::Completes | Outcome::Succeeds) => {
            let (reason, message) = ("CompletionsReached", "Reached expected number of succeeded pods");
            Some(Verdict {
                fate: "complete",
                status: json!({
                    "startTime": start, "completionTime": now, "active": 0, "ready": 0, "terminating": 0,
                    "succeeded": number(job, &["spec", "completions"]).unwrap_or(1),
                    "uncountedTerminatedPods": {},
                    "conditions": [
                        job_condition("SuccessCriteriaMet", reason, message, now),
                        job_condition("Complete", reason, message, now),
                    ],
                }),
            })
        }
        Some(Outcome::Fails) => {
            let reason = or(&behaviour.reason, "BackoffLimitExceeded");
            let message = or(&behaviour.message, "Job has reached the specified backoff limit");
            Some(Verdict {
                fate: "failed",
                status: json!({
                    "startTime": start, "active": 0, "ready": 0, "terminating": 0, "failed": 1,
                    "uncountedTerminatedPods": {},
                    "conditions": [
                        job_condition("FailureTarget", reason, message, now),
                        job_condition("Failed", reason, message, now),
                    ],
                }),
            })
        }
        Some(Outcome::Hangs) if text(job, &["status", "startTime"]).is_empty() => Some(Verdict {
            fate: "running",
            status: json!({"startTime": start, "active": 1, "ready": 1, "terminating": 0, "uncountedTerminatedPods": {}}),
        }),
        _ => None,
    }
}

fn or<'a>(text: &'a str, fallback: &'a str) -> &'a str {
    if text.is_empty() { fallback } else { text }
}

/// A pod's outcome without a script: it runs, or ends well if its restart policy lets it end.
fn pod_outcome(pod: &Value, outcome: Option<Outcome>) -> Outcome {
    outcome.unwrap_or(match text(pod, &["spec", "restartPolicy"]) {
        "" | "Always" => Outcome::Runs,
        _ => Outcome::Succeeds,
    })
}

/// Whether the script has the pod on a node.
pub(super) fn pod_is_scheduled(pod: &Value, outcome: Option<Outcome>) -> bool {
    pod_outcome(pod, outcome) != Outcome::Pending
}

fn pod(pod: &Value, outcome: Option<Outcome>, now: &str) -> Option<Verdict> {
    if matches!(text(pod, &["status", "phase"]), "Succeeded" | "Failed") {
        return None;
    }
    let outcome = pod_outcome(pod, outcome);
    let ready = matches!(outcome, Outcome::Runs | Outcome::Ready);
    let (fate, phase) = match outcome {
        Outcome::Succeeds | Outcome::Completes => ("succeeded", "Succeeded"),
        Outcome::Fails => ("failed", "Failed"),
        Outcome::Runs | Outcome::Ready => ("ready", "Running"),
        Outcome::Pending => return Some(Verdict { fate: "pending", status: json!({"phase": "Pending"}) }),
        _ => ("running", "Running"),
    };
    let state = match outcome {
        Outcome::Succeeds | Outcome::Completes => terminated(0, "Completed", now),
        Outcome::Fails => terminated(1, "Error", now),
        Outcome::Crashes => {
            json!({"waiting": {"reason": "CrashLoopBackOff", "message": "back-off restarting failed container"}})
        }
        _ => json!({"running": {"startedAt": now}}),
    };
    let containers: Vec<Value> = list(pod, &["spec", "containers"])
        .iter()
        .map(|container| {
            json!({"name": at(container, &["name"]), "image": at(container, &["image"]), "imageID": "none",
                "ready": ready, "restartCount": 0, "state": state})
        })
        .collect();
    Some(Verdict {
        fate,
        status: json!({
            "startTime": now, "containerStatuses": containers, "phase": phase,
            "conditions": [
                condition("PodScheduled", "True", "", "", now),
                condition("Ready", truth(ready), "", "", now),
            ],
        }),
    })
}

fn terminated(exit_code: i64, reason: &str, now: &str) -> Value {
    json!({"terminated": {"exitCode": exit_code, "reason": reason, "startedAt": now, "finishedAt": now}})
}

fn generation(object: &Value) -> i64 {
    number(object, &["metadata", "generation"]).unwrap_or(1)
}

fn replicas(object: &Value) -> i64 {
    number(object, &["spec", "replicas"]).unwrap_or(1)
}

fn deployment(deployment: &Value, outcome: Option<Outcome>, now: &str) -> Verdict {
    let replicas = replicas(deployment);
    let (fate, ready, available, progressing) = match outcome {
        None | Some(Outcome::Ready) => ("ready", replicas, "MinimumReplicasAvailable", "NewReplicaSetAvailable"),
        Some(Outcome::Fails) => ("failed", 0, "MinimumReplicasUnavailable", "ProgressDeadlineExceeded"),
        _ => ("not-ready", 0, "MinimumReplicasUnavailable", "ReplicaSetUpdated"),
    };
    let with_update_time = |kind, status, reason| {
        let mut condition = condition(kind, status, reason, reason, now);
        super::value::set(&mut condition, &["lastUpdateTime"], now);
        condition
    };
    let mut status = json!({
        "observedGeneration": generation(deployment), "replicas": replicas, "updatedReplicas": replicas,
        "readyReplicas": ready, "availableReplicas": ready, "unavailableReplicas": replicas.saturating_sub(ready),
        "conditions": [
            with_update_time("Available", truth(fate == "ready"), available),
            with_update_time("Progressing", truth(fate != "failed"), progressing),
        ],
    });
    if let (true, Some(map)) = (fate == "failed", status.as_object_mut()) {
        map.retain(|key, _| key != "readyReplicas" && key != "availableReplicas");
    }
    Verdict { fate, status }
}

fn stateful_set(set: &Value, ready: bool) -> Verdict {
    let replicas = replicas(set);
    let up = if ready { replicas } else { 0 };
    let revision = format!("{}-{}", text(set, &["metadata", "name"]), generation(set));
    Verdict {
        fate: readiness(up == replicas),
        status: json!({
            "observedGeneration": generation(set), "replicas": replicas, "readyReplicas": up, "availableReplicas": up,
            "currentReplicas": replicas, "updatedReplicas": replicas,
            "currentRevision": revision, "updateRevision": revision,
        }),
    }
}

fn daemon_set(set: &Value, ready: bool) -> Verdict {
    let up = i64::from(ready);
    Verdict {
        fate: readiness(ready),
        status: json!({
            "observedGeneration": generation(set), "desiredNumberScheduled": 1, "currentNumberScheduled": 1,
            "numberMisscheduled": 0, "updatedNumberScheduled": 1, "numberReady": up, "numberAvailable": up,
            "numberUnavailable": i64::from(!ready),
        }),
    }
}

fn replica_set(set: &Value, ready: bool) -> Verdict {
    let replicas = replicas(set);
    let up = if ready { replicas } else { 0 };
    Verdict { fate: readiness(up == replicas), status: replica_counts(generation(set), replicas, up) }
}

/// The status of a ReplicaSet.
pub(super) fn replica_counts(generation: i64, replicas: i64, ready: i64) -> Value {
    json!({
        "observedGeneration": generation, "replicas": replicas, "fullyLabeledReplicas": replicas,
        "readyReplicas": ready, "availableReplicas": ready,
    })
}

fn claim(claim: &Value, outcome: Option<Outcome>) -> Option<Verdict> {
    if !matches!(outcome, None | Some(Outcome::Bound | Outcome::Ready)) {
        return None;
    }
    let mut status = Map::new();
    status.insert("phase".to_owned(), json!("Bound"));
    status.insert("accessModes".to_owned(), at(claim, &["spec", "accessModes"]).clone());
    status.insert("capacity".to_owned(), at(claim, &["spec", "resources", "requests"]).clone());
    Some(Verdict { fate: "bound", status: Value::Object(status) })
}

fn service(service: &Value, outcome: Option<Outcome>) -> Option<Verdict> {
    let balanced = text(service, &["spec", "type"]) == "LoadBalancer" && good(outcome);
    // 192.0.2.0/24 is for documentation.
    balanced.then(|| Verdict { fate: "ready", status: json!({"loadBalancer": {"ingress": [{"ip": "192.0.2.10"}]}}) })
}

fn custom_resource(object: &Value, outcome: Outcome, now: &str) -> Option<Verdict> {
    let ready = outcome == Outcome::Ready;
    Some(Verdict {
        fate: readiness(ready),
        status: json!({
            "observedGeneration": generation(object),
            "conditions": [condition("Ready", truth(ready), "Scripted", "scripted", now)],
        }),
    })
}
