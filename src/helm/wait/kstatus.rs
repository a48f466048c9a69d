//! What the status watcher of Helm 4 reads from an object (kstatus and Helm's own readers; R-WAIT-4, R-RDY-7).

use serde_json::Value;

use crate::cluster::{Find as _, text_at as text};

/// Status of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Current,
    InProgress,
    Failed,
    Terminating,
    NotFound,
    Unknown,
}

impl Status {
    /// As in errors.
    pub fn word(self) -> &'static str {
        match self {
            Status::Current => "Current",
            Status::InProgress => "InProgress",
            Status::Failed => "Failed",
            Status::Terminating => "Terminating",
            Status::NotFound => "NotFound",
            Status::Unknown => "Unknown",
        }
    }
}

/// Status and message.
pub(super) type Read = (Status, String);

/// Which of the watcher's readers are at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    /// Jobs and Pods run to their end, everything else is current as soon as it is seen.
    Hooks,
    /// kstatus for everything.
    Manifest,
    /// kstatus, but Jobs run to their end.
    ManifestWithJobs,
    /// Whatever it is, it shall go.
    Gone,
}

/// Reads the status of an object of a group and kind; `None` for one that is not there.
pub(super) fn read(readers: Readers, group: &str, kind: &str, object: Option<&Value>) -> Read {
    let Some(object) = object else { return (Status::NotFound, "Resource not found".into()) };
    match (readers, group, kind) {
        (Readers::Hooks | Readers::ManifestWithJobs, "batch", "Job") => job_to_its_end(object),
        (Readers::Hooks, "", "Pod") => pod_to_its_end(object),
        (Readers::Hooks, ..) => current("Resource is current"),
        _ => compute(group, kind, object),
    }
}

fn current(message: impl Into<String>) -> Read {
    (Status::Current, message.into())
}

fn in_progress(message: impl Into<String>) -> Read {
    (Status::InProgress, message.into())
}

fn failed(message: impl Into<String>) -> Read {
    (Status::Failed, message.into())
}

pub(super) fn number(object: &Value, pointer: &str, otherwise: i64) -> i64 {
    object.find(pointer).and_then(Value::as_i64).unwrap_or(otherwise)
}

/// `(type, status, reason, message)` of each condition.
pub(super) fn conditions(object: &Value) -> impl Iterator<Item = (&str, &str, &str, &str)> {
    let list = object.find("/status/conditions").and_then(Value::as_array);
    list.into_iter().flatten().map(|c| (text(c, "/type"), text(c, "/status"), text(c, "/reason"), text(c, "/message")))
}

/// Whether a condition is `True`.
pub(super) fn is_true(object: &Value, condition: &str) -> bool {
    conditions(object).any(|(kind, status, ..)| kind == condition && status == "True")
}

fn job_ended(job: &Value) -> Option<Read> {
    let completions = number(job, "/spec/completions", number(job, "/spec/parallelism", 1));
    let of = |field: &str| format!("{}/{completions}", number(job, field, 0));
    conditions(job).filter(|(_, status, ..)| *status == "True").find_map(|(kind, ..)| match kind {
        "Complete" => Some(current(format!("Job Completed. succeeded: {}", of("/status/succeeded")))),
        "Failed" => Some(failed(format!("Job Failed. failed: {}", of("/status/failed")))),
        _ => None,
    })
}

fn job_to_its_end(job: &Value) -> Read {
    job_ended(job).unwrap_or_else(|| in_progress("Job in progress"))
}

fn pod_to_its_end(pod: &Value) -> Read {
    let name = text(pod, "/metadata/name");
    match text(pod, "/status/phase") {
        "Succeeded" => current(format!("pod {name} succeeded")),
        "Failed" => failed(format!("pod {name} failed")),
        _ => in_progress("Pod in progress"),
    }
}

/// What kstatus computes: generic properties, then rules of the kind, then a Ready condition.
fn compute(group: &str, kind: &str, object: &Value) -> Read {
    if let Some(read) = generic(kind, object) {
        return read;
    }
    match (group, kind) {
        ("apps", "Deployment") => deployment(object),
        ("apps", "StatefulSet") => stateful_set(object),
        ("apps", "DaemonSet") => daemon_set(object),
        ("apps", "ReplicaSet") => replica_set(object),
        ("batch", "Job") => job_started(object),
        ("", "Pod") => pod(object),
        ("", "Service") => service(object),
        ("", "PersistentVolumeClaim") => claim(object),
        ("", "ConfigMap" | "Secret") | ("batch", "CronJob") => current("Resource is always ready"),
        ("policy", "PodDisruptionBudget") => current("AllowedDisruptions has been computed."),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => crd(object),
        _ => ready_condition(object),
    }
}

fn generic(kind: &str, object: &Value) -> Option<Read> {
    if !text(object, "/metadata/deletionTimestamp").is_empty() {
        return Some((Status::Terminating, "Resource scheduled for deletion".into()));
    }
    let generation = object.find("/metadata/generation").and_then(Value::as_i64);
    let observed = object.find("/status/observedGeneration").and_then(Value::as_i64);
    if let (Some(generation), Some(observed)) = (generation, observed)
        && generation != observed
    {
        let message = format!("{kind} generation is {generation}, but latest observed generation is {observed}");
        return Some(in_progress(message));
    }
    conditions(object).filter(|(_, status, ..)| *status == "True").find_map(|(kind, _, _, message)| match kind {
        "Reconciling" => Some(in_progress(message)),
        "Stalled" => Some(failed(message)),
        _ => None,
    })
}

/// The first of `checks` whose first number is below its second, as `Word: first/second`.
fn short_of(checks: &[(&str, i64, i64)]) -> Option<Read> {
    let (word, is, wanted) = checks.iter().find(|(_, is, wanted)| is < wanted)?;
    Some(in_progress(format!("{word}: {is}/{wanted}")))
}

fn too_many(is: i64, wanted: i64) -> Option<Read> {
    (is > wanted).then(|| in_progress(format!("Pending termination: {}", is.saturating_sub(wanted))))
}

fn deployment(object: &Value) -> Read {
    if conditions(object).any(|(kind, _, reason, _)| kind == "Progressing" && reason == "ProgressDeadlineExceeded") {
        return failed("Progress deadline exceeded");
    }
    let [wanted, replicas, updated, ready, available] =
        replicas(object, ["updatedReplicas", "readyReplicas", "availableReplicas"]);
    let progressing = conditions(object).any(|(kind, status, reason, _)| {
        kind == "Progressing" && status == "True" && reason == "NewReplicaSetAvailable"
    });
    short_of(&[("Replicas", replicas, wanted), ("Updated", updated, wanted)])
        .or_else(|| too_many(replicas, wanted))
        .or_else(|| short_of(&[("Available", available, updated), ("Ready", ready, wanted)]))
        .or_else(|| (!progressing).then(|| in_progress("ReplicaSet not Available")))
        .or_else(|| (!is_true(object, "Available")).then(|| in_progress("Deployment not Available")))
        .unwrap_or_else(|| current(format!("Deployment is available. Replicas: {replicas}")))
}

/// Wanted replicas, replicas, and three more fields of the status.
fn replicas(object: &Value, fields: [&str; 3]) -> [i64; 5] {
    let [a, b, c] = fields.map(|field| number(object, &format!("/status/{field}"), 0));
    [number(object, "/spec/replicas", 1), number(object, "/status/replicas", 0), a, b, c]
}

fn stateful_set(object: &Value) -> Read {
    if text(object, "/spec/updateStrategy/type") == "OnDelete" {
        return current("StatefulSet is using the ondelete update strategy");
    }
    let [wanted, replicas, ready, now, updated] =
        replicas(object, ["readyReplicas", "currentReplicas", "updatedReplicas"]);
    let short = short_of(&[("Replicas", replicas, wanted), ("Ready", ready, wanted)]);
    if let Some(read) = short.or_else(|| too_many(replicas, wanted)) {
        return read;
    }
    if let Some(partition) = object.find("/spec/updateStrategy/rollingUpdate/partition").and_then(Value::as_i64) {
        return short_of(&[("updated", updated, wanted.saturating_sub(partition))])
            .unwrap_or_else(|| current(format!("Partition rollout complete. updated: {updated}")));
    }
    if let Some(read) = short_of(&[("current", now, wanted)]) {
        return read;
    }
    if text(object, "/status/currentRevision") != text(object, "/status/updateRevision") {
        return in_progress("Waiting for updated revision to match current");
    }
    current(format!("All replicas scheduled as expected. Replicas: {replicas}"))
}

fn daemon_set(object: &Value) -> Read {
    if object.find("/status/observedGeneration").is_none() {
        return in_progress("DaemonSet status.observedGeneration not found");
    }
    let field = |field: &str| number(object, &format!("/status/{field}"), 0);
    let wanted = number(object, "/status/desiredNumberScheduled", -1);
    if wanted == -1 {
        return in_progress("Missing .status.desiredNumberScheduled");
    }
    short_of(&[
        ("Current", field("currentNumberScheduled"), wanted),
        ("Updated", field("updatedNumberScheduled"), wanted),
        ("Available", field("numberAvailable"), wanted),
        ("Ready", field("numberReady"), wanted),
    ])
    .unwrap_or_else(|| current(format!("All replicas scheduled as expected. Replicas: {wanted}")))
}

fn replica_set(object: &Value) -> Read {
    if is_true(object, "ReplicaFailure") {
        return in_progress("Replica Failure condition. Check Pods");
    }
    let [wanted, replicas, ready, available, labelled] =
        replicas(object, ["readyReplicas", "availableReplicas", "fullyLabeledReplicas"]);
    short_of(&[("Labelled", labelled, wanted), ("Available", available, wanted), ("Ready", ready, wanted)])
        .or_else(|| too_many(replicas, wanted))
        .unwrap_or_else(|| current(format!("ReplicaSet is available. Replicas: {replicas}")))
}

fn job_started(job: &Value) -> Read {
    if let Some(ended) = job_ended(job) {
        return ended;
    }
    if text(job, "/status/startTime").is_empty() {
        return in_progress("Job not started");
    }
    let field = |field: &str| number(job, &format!("/status/{field}"), 0);
    let (succeeded, active, failed) = (field("succeeded"), field("active"), field("failed"));
    current(format!("Job in progress. success:{succeeded}, active: {active}, failed: {failed}"))
}

fn pod(object: &Value) -> Read {
    match text(object, "/status/phase") {
        "Succeeded" => current("Pod has completed successfully"),
        "Failed" => current("Pod has completed, but not successfully"),
        "Running" if is_true(object, "Ready") => current("Pod is Ready"),
        "Running" => match crash_looping(object) {
            names if names.is_empty() => in_progress("Pod is running but is not Ready"),
            names => failed(format!("Containers in CrashLoop state: {}", names.join(","))),
        },
        "Pending" => in_progress("Pod is in the Pending phase"),
        _ => in_progress("Pod phase not available"),
    }
}

fn crash_looping(pod: &Value) -> Vec<&str> {
    let statuses = pod.find("/status/containerStatuses").and_then(Value::as_array);
    let looping = statuses.into_iter().flatten().filter(|c| text(c, "/state/waiting/reason") == "CrashLoopBackOff");
    looping.map(|container| text(container, "/name")).collect()
}

fn service(object: &Value) -> Read {
    if text(object, "/spec/type") == "LoadBalancer" && text(object, "/spec/clusterIP").is_empty() {
        return in_progress("ClusterIP not set. Service type: LoadBalancer");
    }
    current("Service is ready")
}

fn claim(object: &Value) -> Read {
    match text(object, "/status/phase") {
        "Bound" => current("PVC is Bound"),
        "" => in_progress("PVC is not Bound. phase: unknown"),
        phase => in_progress(format!("PVC is not Bound. phase: {phase}")),
    }
}

fn crd(object: &Value) -> Read {
    let verdict = conditions(object).find_map(|(kind, status, reason, message)| match (kind, status) {
        ("NamesAccepted", "False") => Some(failed(message)),
        ("Established", "False") if reason != "Installing" => Some(failed(message)),
        ("Established", "True") => Some(current("CRD is established")),
        _ => None,
    });
    verdict.unwrap_or_else(|| in_progress("Install in progress"))
}

fn ready_condition(object: &Value) -> Read {
    let verdict =
        conditions(object).find(|(kind, ..)| *kind == "Ready").and_then(|(_, status, _, message)| match status {
            "True" => Some(current("Resource is Ready")),
            "False" | "Unknown" => Some(in_progress(message)),
            _ => None,
        });
    verdict.unwrap_or_else(|| current("Resource is current"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_hook_job_runs_to_its_end_and_a_manifest_job_only_starts() {
        let job = json!({"status": {"startTime": "x", "active": 1}});
        assert_eq!(read(Readers::Hooks, "batch", "Job", Some(&job)), in_progress("Job in progress"));
        assert_eq!(read(Readers::Manifest, "batch", "Job", Some(&job)).0, Status::Current);
        let job = json!({"status": {"failed": 1, "conditions": [{"type": "Failed", "status": "True"}]}});
        assert_eq!(read(Readers::Hooks, "batch", "Job", Some(&job)), failed("Job Failed. failed: 1/1"));
    }

    #[test]
    fn hooks_of_other_kinds_are_current_once_seen_even_on_their_way_out() {
        let claim = json!({"metadata": {"deletionTimestamp": "x"}, "status": {"phase": "Pending"}});
        assert_eq!(read(Readers::Hooks, "", "PersistentVolumeClaim", Some(&claim)).0, Status::Current);
        assert_eq!(read(Readers::Manifest, "", "PersistentVolumeClaim", Some(&claim)).0, Status::Terminating);
        assert_eq!(read(Readers::Hooks, "", "Pod", None).0, Status::NotFound);
    }
}
