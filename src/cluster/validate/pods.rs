//! Pods and pod templates.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::quantity;
use super::super::value::{at, list, number, text};
use super::names::{dns_label, labels_of};
use super::{duplicate, forbidden, invalid, not_supported, required};
use crate::text::filled;

const PORT_RANGE: &str = "must be between 1 and 65535, inclusive";

/// Sources of volumes, in the order in which the server looks at them.
const SOURCES: [&str; 12] = [
    "emptyDir",
    "hostPath",
    "secret",
    "nfs",
    "iscsi",
    "persistentVolumeClaim",
    "downwardAPI",
    "configMap",
    "projected",
    "csi",
    "ephemeral",
    "image",
];

/// What is wrong with a pod template; `claims` are volumes that it gets from elsewhere.
pub(super) fn template(template: &Value, path: &str, claims: &[&str]) -> Vec<String> {
    let mut errors = labels_of(at(template, &["metadata", "labels"]), &format!("{path}.labels"));
    errors.extend(spec(at(template, &["spec"]), &format!("{path}.spec"), claims));
    errors
}

/// What is wrong with the spec of a pod.
pub(super) fn spec(spec: &Value, path: &str, claims: &[&str]) -> Vec<String> {
    let mut errors = Vec::new();
    let mut volumes: BTreeSet<&str> = filled(claims.iter().copied());
    for (index, volume) in list(spec, &["volumes"]).iter().enumerate() {
        let sources = SOURCES.iter().filter(|source| !at(volume, &[source]).is_null()).skip(1);
        let path = format!("{path}.volumes[{index}]");
        errors.extend(sources.map(|source| {
            let detail = "may not specify more than 1 volume type";
            forbidden(&format!("{path}.{source}"), detail)
        }));
        let path = format!("{path}.name");
        let name = text(volume, &["name"]);
        if name.is_empty() {
            errors.push(required(&path, ""));
            continue;
        }
        errors.extend(dns_label(name).iter().map(|said| invalid(&path, &json!(name), said)));
        if !volumes.insert(name) && !claims.contains(&name) {
            errors.push(duplicate(&path, name));
        }
    }
    if list(spec, &["containers"]).is_empty() {
        errors.push(required(&format!("{path}.containers"), ""));
    }
    let mut names = BTreeSet::new();
    for field in ["containers", "initContainers"] {
        for (index, one) in list(spec, &[field]).iter().enumerate() {
            let path = format!("{path}.{field}[{index}]");
            errors.extend(container(one, &path, &volumes));
            let name = text(one, &["name"]);
            if !name.is_empty() && !names.insert(name) {
                errors.push(duplicate(&format!("{path}.name"), name));
            }
        }
    }
    let policy = at(spec, &["restartPolicy"]);
    if !matches!(policy.as_str(), None | Some("Always" | "OnFailure" | "Never")) {
        errors.push(not_supported(&format!("{path}.restartPolicy"), policy, &["Always", "OnFailure", "Never"]));
    }
    errors
}

fn container(container: &Value, path: &str, volumes: &BTreeSet<&str>) -> Vec<String> {
    let mut errors = Vec::new();
    match text(container, &["name"]) {
        "" => errors.push(required(&format!("{path}.name"), "")),
        name => errors.extend(dns_label(name).iter().map(|said| invalid(&format!("{path}.name"), &json!(name), said))),
    }
    if text(container, &["image"]).is_empty() {
        errors.push(required(&format!("{path}.image"), ""));
    }
    for (index, port) in list(container, &["ports"]).iter().enumerate() {
        let path = format!("{path}.ports[{index}].containerPort");
        match number(port, &["containerPort"]) {
            None | Some(0) => errors.push(required(&path, "")),
            Some(1..=65535) => {}
            Some(port) => errors.push(invalid(&path, &json!(port), PORT_RANGE)),
        }
    }
    for (index, variable) in list(container, &["env"]).iter().enumerate() {
        if text(variable, &["name"]).is_empty() {
            errors.push(required(&format!("{path}.env[{index}].name"), ""));
        }
        if !text(variable, &["value"]).is_empty() && at(variable, &["valueFrom"]).is_object() {
            let path = format!("{path}.env[{index}].valueFrom");
            errors.push(format!("{path}: Invalid value: \"\": may not be specified when `value` is not empty"));
        }
    }
    let mut mounted = BTreeSet::new();
    for (index, mount) in list(container, &["volumeMounts"]).iter().enumerate() {
        let path = format!("{path}.volumeMounts[{index}]");
        let (name, place) = (text(mount, &["name"]), text(mount, &["mountPath"]));
        if name.is_empty() {
            errors.push(required(&format!("{path}.name"), ""));
        }
        if !volumes.contains(name) {
            errors.push(format!("{path}.name: Not found: {name:?}"));
        }
        if place.is_empty() {
            errors.push(required(&format!("{path}.mountPath"), ""));
        }
        if !mounted.insert(place) {
            errors.push(invalid(&format!("{path}.mountPath"), &json!(place), "must be unique"));
        }
    }
    let policy = at(container, &["imagePullPolicy"]);
    if !matches!(policy.as_str(), None | Some("Always" | "IfNotPresent" | "Never")) {
        let path = format!("{path}.imagePullPolicy");
        errors.push(not_supported(&path, policy, &["Always", "IfNotPresent", "Never"]));
    }
    errors.extend(resources(at(container, &["resources"]), &format!("{path}.resources")));
    errors
}

/// Nothing is asked for beyond its limit.
fn resources(resources: &Value, path: &str) -> Vec<String> {
    let limits = at(resources, &["limits"]);
    let requests = at(resources, &["requests"]).as_object().into_iter().flatten();
    requests
        .filter_map(|(name, request)| {
            let (request, limit) = (request.as_str()?, limits.get(name)?.as_str()?);
            let above = quantity::parse(request)?.0 > quantity::parse(limit)?.0;
            let detail = format!("must be less than or equal to {name} limit of {limit}");
            above.then(|| invalid(&format!("{path}.requests"), &json!(request), &detail))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pods_name_what_they_need() {
        let pod = json!({
            "volumes": [{"name": "data"}],
            "containers": [
                {"name": "a", "image": "i", "volumeMounts": [{"name": "data", "mountPath": "/d"}, {"name": "x", "mountPath": "/d"}]},
                {"name": "a", "ports": [{"containerPort": 70000}], "env": [{"value": "1"}],
                 "resources": {"requests": {"cpu": "2"}, "limits": {"cpu": "500m"}}},
            ],
        });
        assert_eq!(
            spec(&pod, "spec", &[]),
            [
                "spec.containers[0].volumeMounts[1].name: Not found: \"x\"",
                "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/d\": must be unique",
                "spec.containers[1].image: Required value",
                "spec.containers[1].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
                "spec.containers[1].env[0].name: Required value",
                "spec.containers[1].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 500m",
                "spec.containers[1].name: Duplicate value: \"a\"",
            ]
        );
        assert_eq!(spec(&json!({}), "spec", &[]), ["spec.containers: Required value"]);
    }
}
