//! The cluster as its clients see it.

use serde_json::{Value, json};

use super::*;
use crate::story::{Behaviour, Outcome, SlowDelete};

pub(super) const HELM: WriteOptions<'_> = WriteOptions { manager: "helm", force: false, strict: false };

pub(super) fn cluster(script: &[(&str, Behaviour)]) -> Cluster {
    let mut cluster = Cluster::new(&["demo"]);
    let world = script.iter().map(|(key, behaviour)| ((*key).to_owned(), behaviour.clone())).collect();
    cluster.begin(&World::new(), &world, &[], &[]);
    cluster
}

pub(super) fn ends(outcome: Outcome) -> Behaviour {
    Behaviour { outcome: Some(outcome), ..Behaviour::default() }
}

pub(super) fn key(group: &str, kind: &str, name: &str) -> Key {
    Key { group: group.into(), kind: kind.into(), namespace: "demo".into(), name: name.into() }
}

pub(super) fn job(name: &str) -> Value {
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name, "namespace": "demo"},
        "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox"}]}}}})
}

pub(super) fn config_map(name: &str, data: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "demo"}, "data": data})
}

fn deployment(name: &str, image: &str) -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "namespace": "demo"},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"app": name}},
            "template": {"metadata": {"labels": {"app": name}},
                "spec": {"containers": [{"name": "main", "image": image}]}}}})
}

pub(super) fn message<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Api(error)) => format!("{} {}: {}", error.code, error.reason, error.message),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_job_is_complete_before_the_answer_comes() {
    let mut cluster = cluster(&[]);
    cluster.create(&job("migrate"), HELM).unwrap();
    let key = key("batch", "Job", "migrate");
    assert_eq!(cluster.fate(&key), Some("complete"));
    let job = cluster.get(&key).unwrap();
    assert_eq!(job["status"]["succeeded"], 1);
    assert_eq!(job["status"]["conditions"][1]["type"], "Complete");
    assert_eq!(job["metadata"]["resourceVersion"], cluster.history().len().to_string());
}

#[test]
fn a_late_outcome_comes_with_virtual_time() {
    let late = Behaviour { after: 300_000, ..ends(Outcome::Fails) };
    let mut cluster = cluster(&[("Job/migrate", late)]);
    cluster.create(&job("migrate"), HELM).unwrap();
    let key = key("batch", "Job", "migrate");
    assert_eq!(cluster.fate(&key), Some("running"));
    assert_eq!(cluster.next_change_at(), Some(300_000));
    cluster.advance_to(299_999);
    assert_eq!(cluster.fate(&key), Some("running"));
    cluster.advance_to(300_000);
    assert_eq!(cluster.fate(&key), Some("failed"));
    let job = cluster.peek(&key).unwrap();
    assert_eq!(job["status"]["conditions"][1]["reason"], "BackoffLimitExceeded");
    assert_eq!(job["status"]["conditions"][1]["lastTransitionTime"], "2026-01-01T00:05:00Z");
    assert_eq!(job["status"]["startTime"], "2026-01-01T00:00:00Z");
}

#[test]
fn the_most_exact_key_of_the_script_counts() {
    let script = [
        ("Job/a", ends(Outcome::Completes)),
        ("Job/*", ends(Outcome::Fails)),
        ("*/c", ends(Outcome::Vanishes)),
        ("*", ends(Outcome::Hangs)),
    ];
    let mut cluster = cluster(&script);
    for name in ["a", "b"] {
        cluster.create(&job(name), HELM).unwrap();
    }
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "demo"},
        "spec": {"containers": [{"name": "c", "image": "i"}]}});
    cluster.create(&pod, HELM).unwrap();
    cluster.create(&config_map("c", json!({})), HELM).unwrap();
    assert_eq!(cluster.fate(&key("batch", "Job", "a")), Some("complete"));
    assert_eq!(cluster.fate(&key("batch", "Job", "b")), Some("failed"));
    assert_eq!(cluster.fate(&key("", "Pod", "p")), Some("running"));
    cluster.advance_to(500);
    assert_eq!(cluster.fate(&key("", "ConfigMap", "c")), Some("vanished"));
    assert!(cluster.peek(&key("", "ConfigMap", "c")).is_none());
}

#[test]
fn names_are_taken_once() {
    let mut cluster = cluster(&[]);
    let missing = message(cluster.get(&key("batch", "Job", "a")));
    assert_eq!(missing, r#"404 NotFound: jobs.batch "a" not found"#);
    cluster.create(&job("a"), HELM).unwrap();
    assert_eq!(message(cluster.create(&job("a"), HELM)), r#"409 AlreadyExists: jobs.batch "a" already exists"#);
}

#[test]
fn a_slow_object_goes_when_its_time_has_come() {
    let slow = Behaviour { slow_delete: SlowDelete::After(3000), ..Behaviour::default() };
    let mut cluster = cluster(&[("Job/a", slow)]);
    cluster.create(&job("a"), HELM).unwrap();
    let key = key("batch", "Job", "a");
    assert_eq!(cluster.delete(&key, "Background"), Ok(Deleted::Terminating));
    assert_eq!(cluster.fate(&key), Some("terminating"));
    let again = message(cluster.create(&job("a"), HELM));
    assert_eq!(again, r#"409 AlreadyExists: object is being deleted: jobs.batch "a" already exists"#);
    cluster.advance_to(3000);
    assert_eq!(cluster.fate(&key), Some("gone"));
    assert!(cluster.peek(&key).is_none());
}

#[test]
fn propagation_and_foreign_finalizers() {
    let mut cluster = cluster(&[]);
    for name in ["a", "b"] {
        cluster.create(&job(name), HELM).unwrap();
    }
    assert_eq!(cluster.delete(&key("batch", "Job", "a"), "Foreground"), Ok(Deleted::Gone));
    assert_eq!(cluster.delete(&key("batch", "Job", "b"), "Orphan"), Ok(Deleted::Gone));
    let mut kept = config_map("c", json!({}));
    kept["metadata"]["finalizers"] = json!(["example.com/keep"]);
    cluster.create(&kept, HELM).unwrap();
    assert_eq!(cluster.delete(&key("", "ConfigMap", "c"), "Foreground"), Ok(Deleted::Terminating));
    let object = cluster.peek(&key("", "ConfigMap", "c")).unwrap();
    assert_eq!(object["metadata"]["finalizers"], json!(["example.com/keep"]));
}

#[test]
fn a_deployment_has_a_replica_set_that_comes_back() {
    let mut cluster = cluster(&[]);
    for (image, sets) in [("a:1", vec!["web-g1"]), ("a:2", vec!["web-g1", "web-g2"]), ("a:1", vec!["web-g1", "web-g2"])]
    {
        cluster.apply(&deployment("web", image), HELM).unwrap();
        let found = cluster.list("apps", "ReplicaSet", "demo", None).unwrap();
        let names: Vec<_> = found.iter().map(|set| set["metadata"]["name"].as_str().unwrap()).collect();
        assert_eq!(names, sets, "{image}");
    }
    assert_eq!(cluster.delete(&key("apps", "Deployment", "web"), "Background"), Ok(Deleted::Gone));
    assert_eq!(cluster.list("apps", "ReplicaSet", "demo", None).unwrap().len(), 0);
}

#[test]
fn a_namespace_takes_its_contents_with_it() {
    let mut cluster = cluster(&[]);
    cluster.create(&config_map("c", json!({})), HELM).unwrap();
    let namespace = Key { namespace: String::new(), ..key("", "Namespace", "demo") };
    assert_eq!(cluster.delete(&namespace, "Background"), Ok(Deleted::Gone));
    assert!(cluster.peek(&key("", "ConfigMap", "c")).is_none());
    let refused = message(cluster.create(&config_map("c", json!({})), HELM));
    assert_eq!(refused, r#"404 NotFound: namespaces "demo" not found"#);
}

#[test]
fn settling_lets_everything_happen_that_ever_will() {
    let script = [
        ("Job/a", Behaviour { after: 5000, ..Behaviour::default() }),
        ("Job/b", Behaviour { slow_delete: SlowDelete::Never, ..Behaviour::default() }),
    ];
    let mut cluster = cluster(&script);
    for name in ["a", "b"] {
        cluster.create(&job(name), HELM).unwrap();
    }
    cluster.delete(&key("batch", "Job", "b"), "Background").unwrap();
    cluster.settle();
    assert_eq!((cluster.now(), cluster.next_change_at()), (5000, None));
    assert_eq!(cluster.fate(&key("batch", "Job", "a")), Some("complete"));
    assert_eq!(cluster.fate(&key("batch", "Job", "b")), Some("terminating"));
}
