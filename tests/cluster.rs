//! The simulated API server against a real one: `cluster/cases.jsonl` and `cluster/random.jsonl` have what
//! kube-apiserver v1.37.2 answered to the requests of the `.mjs` files beside them, recorded by `cluster/record.mjs`.

use helm_hooks::cluster::{ApiError, Cluster, Failure, Key, PatchType, WriteOptions, Written, group_version};
use helm_hooks::story::{Behaviour, Outcome, World};
use serde_json::{Value, json};

#[test]
fn chosen_requests_are_answered_as_by_a_real_server() {
    compare(include_str!("cluster/cases.jsonl"));
}

#[test]
fn random_requests_are_answered_as_by_a_real_server() {
    compare(include_str!("cluster/random.jsonl"));
}

fn compare(recorded: &str) {
    let mut requests = 0;
    let mut wrong = Vec::new();
    for line in recorded.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let mut cluster = Cluster::new(&["demo"]);
        // No controller answers, as in the recordings.
        let idle = Behaviour { outcome: Some(Outcome::Pending), ..Behaviour::default() };
        cluster.begin(&World::from_iter([("*".to_owned(), idle)]), &World::new(), &[], &[]);
        let pairs = case["requests"].as_array().unwrap().iter().zip(case["answers"].as_array().unwrap());
        for (number, (request, answer)) in pairs.enumerate() {
            requests += 1;
            let ours = ask(&mut cluster, request);
            for (field, expected) in answer.as_object().unwrap() {
                let ours = ours.get(field).unwrap_or(&Value::Null);
                for difference in differences(expected, ours, field) {
                    wrong.push(format!("{} {number} {}: {difference}", case["id"], request["do"]));
                }
            }
        }
    }
    assert!(requests > 200, "{requests} requests");
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

fn ask(cluster: &mut Cluster, request: &Value) -> Value {
    let mut object = request["object"].clone();
    let api_version = object["apiVersion"].as_str().unwrap().to_owned();
    let group = group_version(&api_version).0.to_owned();
    let kind = object["kind"].as_str().unwrap().to_owned();
    let namespaced = cluster.resource_of_kind(&kind).is_some_and(|resource| resource.namespaced);
    if namespaced && object["metadata"].get("namespace").is_none() {
        object["metadata"]["namespace"] = json!("demo");
    }
    let key = Key {
        group,
        kind,
        namespace: object["metadata"]["namespace"].as_str().unwrap_or_default().to_owned(),
        name: object["metadata"]["name"].as_str().unwrap().to_owned(),
    };
    let options = WriteOptions {
        manager: request["manager"].as_str().unwrap_or("helm"),
        force: request["force"] == true,
        strict: request["strict"] == true,
    };
    let existed = cluster.peek(&key).is_some();
    let result = match request["do"].as_str().unwrap() {
        "create" => cluster.create(&object, options).map(|_| Some(Written::Created)),
        "apply" => cluster.apply(&object, options).map(Some),
        "replace" => cluster.replace(&object, options).map(Some),
        "strategic" => cluster.patch_as(&key, &api_version, PatchType::Strategic, &request["patch"], options).map(Some),
        "merge" => cluster.patch_as(&key, &api_version, PatchType::Merge, &request["patch"], options).map(Some),
        _ => cluster.delete(&key, "Background").map(|_| None),
    };
    let warnings = cluster.take_warnings();
    let mut answer = match result {
        Ok(Some(written)) => {
            let (code, result) = match written {
                Written::Created => (201, "created"),
                Written::Changed => (200, "changed"),
                Written::Unchanged => (200, "unchanged"),
            };
            assert_eq!(existed, written != Written::Created);
            json!({"code": code, "result": result, "object": cluster.get_as(&key, &api_version).map(|object| stripped(&object)).ok()})
        }
        Ok(None) => json!({"code": 200}),
        Err(Failure::Api(ApiError { code, reason, message })) => {
            json!({"code": code, "reason": reason, "message": equal(&message)})
        }
        Err(Failure::Cut) => panic!("nobody stops these requests"),
    };
    if !warnings.is_empty() {
        answer["warnings"] = json!(warnings);
    }
    answer
}

/// What the recorder makes equal in objects.
fn stripped(object: &Value) -> Value {
    let mut object = object.clone();
    for field in ["resourceVersion", "uid", "creationTimestamp"] {
        object["metadata"].as_object_mut().unwrap().shift_remove(field);
    }
    object.as_object_mut().unwrap().shift_remove("status");
    made_equal(&mut object);
    object
}

fn made_equal(value: &mut Value) {
    match value {
        Value::String(text) => *text = equal(text),
        Value::Array(items) => items.iter_mut().for_each(made_equal),
        Value::Object(map) => {
            for (key, value) in map {
                if key == "nodePort" {
                    *value = json!("PORT");
                }
                made_equal(value);
            }
        }
        _ => {}
    }
}

/// What the recorder makes equal in texts: uids, times, addresses, dumps of whole pod templates.
fn equal(text: &str) -> String {
    let mut text = replaced(text, 36, |word| word.starts_with("00000000-0000-4000-8000-"), "UID");
    text = replaced(&text, 20, |word| word.starts_with("2026-") && word.ends_with('Z'), "TIME");
    for length in (8..=13).rev() {
        let address = |word: &str| {
            word.starts_with("10.0.")
                && word.split('.').count() == 4
                && word.split('.').all(|n| n.parse::<u8>().is_ok())
        };
        text = replaced(&text, length, address, "ADDRESS");
    }
    let (begin, end) = ("Invalid value: {", "}: field is immutable");
    if let Some(from) = text.find(begin).map(|at| at + begin.len())
        && let Some(to) = text[from..].match_indices(end).map(|(at, _)| at).find(|at| *at >= 150)
    {
        text.replace_range(from..from + to, "...");
    }
    text
}

fn replaced(text: &str, length: usize, is: impl Fn(&str) -> bool, with: &str) -> String {
    let mut text = text.to_owned();
    let mut from = 0;
    while let Some(word) = text.get(from..) {
        if word.is_empty() {
            break;
        }
        if word.get(..length).is_some_and(&is) {
            text.replace_range(from..from + length, with);
        }
        from += 1;
        while !text.is_char_boundary(from) {
            from += 1;
        }
    }
    text
}

/// Where two values differ.
fn differences(expected: &Value, ours: &Value, path: &str) -> Vec<String> {
    match (expected, ours) {
        (Value::Object(expected), Value::Object(ours)) => {
            let mut keys: Vec<_> = expected.keys().chain(ours.keys()).collect();
            keys.sort();
            keys.dedup();
            let null = Value::Null;
            let pairs =
                keys.iter().map(|key| (key, expected.get(*key).unwrap_or(&null), ours.get(*key).unwrap_or(&null)));
            pairs.flat_map(|(key, expected, ours)| differences(expected, ours, &format!("{path}.{key}"))).collect()
        }
        (Value::Array(expected), Value::Array(ours)) if expected.len() == ours.len() => {
            let pairs = expected.iter().zip(ours).enumerate();
            pairs.flat_map(|(at, (expected, ours))| differences(expected, ours, &format!("{path}[{at}]"))).collect()
        }
        _ if expected == ours => Vec::new(),
        _ => vec![format!("{path}\n    real {expected}\n    ours {ours}")],
    }
}
