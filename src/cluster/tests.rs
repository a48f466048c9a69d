//! The cluster as its clients see it.

use serde_json::{Value, json};

use super::*;
use crate::story::{Behaviour, Fault, Outcome, SlowDelete, Stop};

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

fn fault(verb: &str, object: &str, code: u16) -> Fault {
    let (reason, message) = (String::new(), String::new());
    Fault { verb: verb.into(), object: object.into(), code, reason, message, times: 0, skip: 0 }
}

#[test]
fn a_refused_request_changes_nothing() {
    let mut cluster = Cluster::new(&["demo"]);
    cluster.begin(&World::new(), &World::new(), &[fault("create", "Job/*", 403)], &[]);
    let refused = r#"403 Forbidden: jobs.batch "a" is forbidden: rejected by script"#;
    assert_eq!(message(cluster.create(&job("a"), HELM)), refused);
    assert_eq!(message(cluster.apply(&job("a"), HELM)), refused, "an apply of what is not there creates it");
    assert!(cluster.history().is_empty());
    cluster.settle();
    cluster.create(&job("a"), HELM).unwrap();
}

#[test]
fn signals_come_before_or_after_the_request() {
    let stop = |signal, after| Stop { verb: "create".into(), object: "Job/a".into(), signal, after, skip: 0 };
    for (signal, after, carried_out) in [
        (Signal::Kill, false, false),
        (Signal::Kill, true, true),
        (Signal::Term, false, true),
        (Signal::Int, true, true),
    ] {
        let mut cluster = Cluster::new(&["demo"]);
        cluster.begin(&World::new(), &World::new(), &[], &[stop(signal, after)]);
        let result = cluster.create(&job("a"), HELM);
        assert_eq!(result.is_ok(), carried_out, "{signal:?} {after}");
        assert_eq!(cluster.peek(&key("batch", "Job", "a")).is_some(), carried_out);
        assert_eq!((cluster.take_signal(), cluster.take_signal()), (Some(signal), None));
    }
}

#[test]
fn what_is_kept_elsewhere_passes_by_the_script_too() {
    let mut cluster = Cluster::new(&["demo"]);
    cluster.begin(&World::new(), &World::new(), &[fault("create", "Record/1", 403), fault("list", "Job", 500)], &[]);
    let refused = message(cluster.admit_as(Verb::Create, "Record/1", "Secret", "sh.helm.release.v1.demo.v1"));
    assert_eq!(refused, r#"403 Forbidden: secrets "sh.helm.release.v1.demo.v1" is forbidden: rejected by script"#);
    assert_eq!(cluster.admit_as(Verb::Create, "Record/2", "Secret", "sh.helm.release.v1.demo.v2"), Ok(()));
    assert!(cluster.admit(Verb::List, "Job/*").is_err());
    assert!(cluster.admit(Verb::Watch, "Job/*").is_ok());
}

#[test]
fn fields_are_handed_over_from_one_way_to_the_other() {
    let mut cluster = cluster(&[]);
    let key = key("", "ConfigMap", "a");
    cluster.create(&config_map("a", json!({"v": "1"})), HELM).unwrap();
    let refused = message(cluster.apply(&config_map("a", json!({"v": "2"})), HELM));
    assert_eq!(refused, r#"409 Conflict: Apply failed with 1 conflict: conflict with "helm" using v1: .data.v"#);
    assert_eq!(cluster.hand_over(&key, "helm"), Ok(Some(Written::Changed)));
    assert_eq!(cluster.hand_over(&key, "helm"), Ok(None));
    assert_eq!(cluster.apply(&config_map("a", json!({"v": "2"})), HELM), Ok(Written::Changed));
}

#[test]
fn something_empty_is_a_change_only_where_the_server_compares_deeply() {
    let mut cluster = cluster(&[]);
    let map = config_map("a", json!({}));
    assert_eq!(cluster.apply(&map, HELM), Ok(Written::Created));
    cluster.begin(&World::new(), &World::new(), &[], &[]);
    assert_eq!(cluster.apply(&map, HELM), Ok(Written::Unchanged));
    let policy = json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
        "metadata": {"name": "a", "namespace": "demo", "labels": {}}, "spec": {"podSelector": {}, "ingress": [{"from": []}]}});
    assert_eq!(cluster.apply(&policy, HELM), Ok(Written::Created));
    assert_eq!(cluster.apply(&policy, HELM), Ok(Written::Changed));
    let stored = cluster.peek(&key("networking.k8s.io", "NetworkPolicy", "a")).unwrap();
    assert_eq!(stored["metadata"]["generation"], 2);
    assert_eq!(stored["spec"]["ingress"], json!([{}]));
}

#[test]
fn names_are_generated_and_logs_invented() {
    let mut cluster = cluster(&[]);
    let mut object = job("");
    object["metadata"] = json!({"generateName": "migrate-", "namespace": "demo", "annotations": {"helm.sh/hook-output-log-policy": "hook-succeeded"}});
    assert_eq!(cluster.create(&object, HELM).unwrap()["metadata"]["name"], "migrate-1");
    let pods = cluster.list("", "Pod", "demo", None).unwrap();
    assert_eq!(pods[0]["metadata"]["labels"]["job-name"], "migrate-1");
    assert_eq!(cluster.log("demo", "migrate-1-pod", "main"), Ok("log of pod migrate-1-pod, container main".into()));
    assert_eq!(message(cluster.log("demo", "other", "main")), r#"404 NotFound: pods "other" not found"#);
}

#[test]
fn nothing_is_created_where_everything_goes() {
    let slow = Behaviour { slow_delete: SlowDelete::After(1000), ..Behaviour::default() };
    let mut cluster = cluster(&[("Namespace/more", slow)]);
    let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "more"}});
    cluster.create(&namespace, HELM).unwrap();
    let more = Key { namespace: String::new(), ..key("", "Namespace", "more") };
    assert_eq!(cluster.delete(&more, "Background"), Ok(Deleted::Terminating));
    let mut map = config_map("a", json!({}));
    map["metadata"]["namespace"] = json!("more");
    assert_eq!(
        message(cluster.create(&map, HELM)),
        r#"403 Forbidden: configmaps "a" is forbidden: unable to create new content in namespace more because it is being terminated"#
    );
    cluster.advance_to(1000);
    assert!(cluster.peek(&more).is_none());
}

#[test]
fn a_change_says_who_made_it_and_when() {
    let mut cluster = cluster(&[]);
    cluster.advance_to(2000);
    cluster.create(&job("a"), WriteOptions { manager: "somebody-else", ..HELM }).unwrap();
    let made: Vec<_> = cluster.history().iter().map(|change| (change.at, &*change.by)).collect();
    assert_eq!(made, [(2000, "somebody-else"), (2000, "world")]);
}

mod laws {
    use proptest::prelude::*;

    use super::*;

    fn data() -> impl Strategy<Value = Value> {
        prop::collection::btree_map("[abc]", "[12]", 1..4).prop_map(|data| json!(data))
    }

    #[test]
    fn an_apply_twice_changes_nothing_the_second_time() {
        let start = cluster(&[("*", ends(Outcome::Pending))]);
        proptest!(|(image in "[ab]:[12]", replicas in 1..3, labels in data(), other in data())| {
            let mut cluster = start.clone();
            let mut web = deployment("web", &image);
            web["spec"]["replicas"] = json!(replicas);
            web["metadata"]["labels"] = labels;
            cluster.apply(&web, HELM).unwrap();
            prop_assert_eq!(cluster.apply(&web, HELM), Ok(Written::Unchanged));
            let patch = json!({"metadata": {"annotations": other}});
            let key = key("apps", "Deployment", "web");
            cluster.patch(&key, PatchType::Merge, &patch, WriteOptions { manager: "other", ..HELM }).unwrap();
            prop_assert_eq!(cluster.apply(&web, HELM), Ok(Written::Unchanged));
            let live = cluster.peek(&key).unwrap();
            prop_assert_eq!(&live["metadata"]["annotations"], &patch["metadata"]["annotations"]);
        });
    }

    #[test]
    fn what_is_applied_is_there_and_what_is_no_longer_applied_is_gone() {
        proptest!(|(first in data(), second in data())| {
            let mut cluster = Cluster::new(&["demo"]);
            cluster.apply(&config_map("a", first), HELM).unwrap();
            cluster.apply(&config_map("a", second.clone()), HELM).unwrap();
            prop_assert_eq!(&cluster.peek(&key("", "ConfigMap", "a")).unwrap()["data"], &second);
        });
    }
}
