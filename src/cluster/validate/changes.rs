//! What cannot be changed once it is there.

use serde_json::{Value, json};

use super::super::Resource;
use super::super::value::{at, list, set, text};
use super::{data, forbidden, invalid, services, specs};

const IMMUTABLE: &str = "field is immutable";
const IMMUTABLE_DATA: &str = "field is immutable when `immutable` is set";

/// Fields that keep their first value, by kind.
const FIELDS: [(&str, &[&[&str]]); 9] = [
    ("Deployment", &[&["spec", "selector"]]),
    ("ReplicaSet", &[&["spec", "selector"]]),
    ("DaemonSet", &[&["spec", "selector"]]),
    (
        "StatefulSet",
        &[
            &["spec", "selector"],
            &["spec", "volumeClaimTemplates"],
            &["spec", "serviceName"],
            &["spec", "podManagementPolicy"],
        ],
    ),
    (
        "Job",
        &[
            &["spec", "completions"],
            &["spec", "selector"],
            &["spec", "template"],
            &["spec", "completionMode"],
            &["spec", "podFailurePolicy"],
            &["spec", "backoffLimitPerIndex"],
            &["spec", "managedBy"],
            &["spec", "successPolicy"],
        ],
    ),
    ("StorageClass", &[&["parameters"], &["provisioner"], &["reclaimPolicy"], &["volumeBindingMode"]]),
    ("RoleBinding", &[&["roleRef"]]),
    ("ClusterRoleBinding", &[&["roleRef"]]),
    ("Secret", &[&["type"]]),
];

/// What is wrong with a change.
pub(super) fn check(resource: &Resource, live: &Value, object: &Value) -> Vec<String> {
    let errors = match (resource.group.as_str(), resource.kind.as_str()) {
        ("", "Pod") => pod(live, object),
        ("", "PersistentVolumeClaim") => claim(live, object),
        ("", "ConfigMap" | "Secret") => frozen_data(live, object),
        ("", "Service") => service(live, object),
        _ => specs::check(resource, object),
    };
    let fields = FIELDS.iter().find(|(kind, _)| *kind == resource.kind).map_or(&[][..], |(_, fields)| fields);
    let immutable = fields.iter().filter(|path| at(live, path) != at(object, path) && !may_change(live, path));
    let immutable = immutable.map(|path| invalid(&path.join("."), &shown(path, at(object, path)), IMMUTABLE));
    if resource.kind == "DaemonSet" {
        immutable.chain(errors).collect()
    } else {
        errors.into_iter().chain(immutable).collect()
    }
}

/// A value as the server prints it: it prints its own types, some of which have other names for their fields.
fn shown(path: &[&str], value: &Value) -> Value {
    if path != ["roleRef"] {
        return value.clone();
    }
    json!({"APIGroup": text(value, &["apiGroup"]), "Kind": text(value, &["kind"]), "Name": text(value, &["name"])})
}

/// The template of a suspended Job may change before it has started.
fn may_change(live: &Value, path: &[&str]) -> bool {
    path.last() == Some(&"template")
        && at(live, &["spec", "suspend"]) == &Value::Bool(true)
        && text(live, &["status", "startTime"]).is_empty()
}

fn frozen_data(live: &Value, object: &Value) -> Vec<String> {
    let frozen = |object: &Value| at(object, &["immutable"]) == &Value::Bool(true);
    if !frozen(live) {
        return data::check(object);
    }
    let mut errors = Vec::new();
    if !frozen(object) {
        errors.push(forbidden("immutable", IMMUTABLE_DATA));
    }
    for field in ["data", "binaryData"] {
        if at(live, &[field]) != at(object, &[field]) {
            errors.push(forbidden(field, IMMUTABLE_DATA));
        }
    }
    errors.extend(data::check(object));
    errors
}

fn pod(live: &Value, object: &Value) -> Vec<String> {
    const FREE: [&str; 5] = [
        "`spec.containers[*].image`",
        "`spec.initContainers[*].image`",
        "`spec.activeDeadlineSeconds`",
        "`spec.tolerations` (only additions to existing tolerations)",
        "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
    ];
    for (field, detail) in [
        ("containers", "pod updates may not add or remove containers"),
        ("initContainers", "pod updates may not add or remove containers"),
    ] {
        if list(live, &["spec", field]).len() != list(object, &["spec", field]).len() {
            return vec![forbidden(&format!("spec.{field}"), detail)];
        }
    }
    let tolerations = |pod: &Value| list(pod, &["spec", "tolerations"]).to_vec();
    let mut errors = Vec::new();
    if tolerations(live).iter().any(|old| !tolerations(object).contains(old)) {
        errors.push(forbidden(
            "spec.tolerations",
            "existing toleration can not be modified except its tolerationSeconds",
        ));
    }
    let without_free = |pod: &Value| {
        let mut spec = at(pod, &["spec"]).clone();
        for field in ["activeDeadlineSeconds", "tolerations"] {
            set(&mut spec, &[field], Value::Null);
        }
        for field in ["containers", "initContainers"] {
            for container in spec.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten() {
                set(container, &["image"], Value::Null);
            }
        }
        spec
    };
    if without_free(live) != without_free(object) {
        let detail = format!("pod updates may not change fields other than {}", FREE.join(","));
        errors.push(forbidden("spec", &detail));
    }
    errors
}

fn claim(live: &Value, object: &Value) -> Vec<String> {
    const DETAIL: &str =
        "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    let bound = text(live, &["status", "phase"]) == "Bound";
    let fixed = |claim: &Value| {
        let mut spec = at(claim, &["spec"]).clone();
        set(&mut spec, &["volumeName"], Value::Null);
        if bound {
            set(&mut spec, &["resources", "requests", "storage"], Value::Null);
            set(&mut spec, &["volumeAttributesClassName"], Value::Null);
        }
        spec
    };
    let mut errors = specs::claim(object);
    if fixed(live) != fixed(object) {
        errors.push(forbidden("spec", DETAIL));
    }
    let size = |claim: &Value| {
        super::super::quantity::parse(text(claim, &["spec", "resources", "requests", "storage"])).map(|size| size.0)
    };
    if size(object) < size(live) {
        let path = "spec.resources.requests.storage";
        errors.push(forbidden(path, "field can not be less than status.capacity"));
    }
    errors
}

fn service(live: &Value, object: &Value) -> Vec<String> {
    let external = |service: &Value| text(service, &["spec", "type"]) == "ExternalName";
    let mut errors = Vec::new();
    let (old, new) = (at(live, &["spec", "clusterIPs"]), at(object, &["spec", "clusterIPs"]));
    if !external(live) && !external(object) && !old.is_null() && old != new {
        errors.push(invalid("spec.clusterIPs[0]", new, "may not change once set"));
    }
    errors.extend(services::check(object));
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(group: &str, live: Value, object: Value) -> Vec<String> {
        let resource = Resource {
            group: group.into(),
            version: "v1".into(),
            kind: text(&object, &["kind"]).into(),
            plural: String::new(),
            namespaced: true,
        };
        check(&resource, &live, &object)
    }

    fn deployment(app: &str) -> Value {
        json!({"kind": "Deployment", "spec": {
            "selector": {"matchLabels": {"app": app}},
            "template": {"metadata": {"labels": {"app": app}}, "spec": {"containers": [{"name": "c", "image": "i"}]}},
        }})
    }

    #[test]
    fn selectors_stay() {
        assert_eq!(
            said("apps", deployment("web"), deployment("other")),
            ["spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"other\"}}: field is immutable"]
        );
        assert_eq!(said("apps", deployment("web"), deployment("web")), [""; 0]);
    }

    #[test]
    fn immutable_data_stays() {
        let frozen = json!({"kind": "ConfigMap", "immutable": true, "data": {"a": "1"}});
        assert_eq!(
            said("", frozen.clone(), json!({"kind": "ConfigMap", "data": {"a": "2"}})),
            [
                "immutable: Forbidden: field is immutable when `immutable` is set",
                "data: Forbidden: field is immutable when `immutable` is set",
            ]
        );
        assert_eq!(said("", frozen.clone(), frozen), [""; 0]);
    }

    #[test]
    fn a_pod_may_change_its_image() {
        let pod = |image: &str, command: Value| json!({"kind": "Pod", "spec": {"containers": [{"name": "c", "image": image, "command": command}]}});
        assert_eq!(said("", pod("a", json!(["x"])), pod("b", json!(["x"]))), [""; 0]);
        assert_eq!(said("", pod("a", json!(["x"])), pod("a", json!(["y"]))).len(), 1);
    }
}
