//! What the specs of the kinds must have.

use serde_json::{Value, json};

use super::super::Resource;
use super::super::value::{at, list, number, text};
use super::{data, forbidden, invalid, not_supported, pods, required, selects, services};

const MISMATCH: &str = "`selector` does not match template `labels`";

/// What is wrong with an object's spec.
pub(super) fn check(resource: &Resource, object: &Value) -> Vec<String> {
    match (resource.group.as_str(), resource.kind.as_str()) {
        ("", "Pod") => pods::spec(at(object, &["spec"]), "spec", &[]),
        ("batch", "Job") => job(at(object, &["spec"]), "spec", true),
        ("batch", "CronJob") => cron_job(object),
        ("apps", "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet") => workload(resource, object),
        ("", "Service") => services::check(object),
        ("", "PersistentVolumeClaim") => claim(object),
        ("", "ConfigMap" | "Secret") => data::check(object),
        ("autoscaling", "HorizontalPodAutoscaler") => autoscaler(object),
        ("networking.k8s.io", "Ingress") => ingress(object),
        ("rbac.authorization.k8s.io", "RoleBinding") => role_binding(object, &["Role", "ClusterRole"]),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding") => role_binding(object, &["ClusterRole"]),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => crd(object),
        _ => Vec::new(),
    }
}

/// A Job's spec; that of a CronJob's template has no selector.
pub(super) fn job(spec: &Value, path: &str, selected: bool) -> Vec<String> {
    let mut errors = Vec::new();
    for field in ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"] {
        errors.extend(not_negative(spec, path, field));
    }
    errors.extend(pods::template(at(spec, &["template"]), &format!("{path}.template"), &[]));
    let policy = at(spec, &["template", "spec", "restartPolicy"]);
    let at_policy = format!("{path}.template.spec.restartPolicy");
    match policy.as_str() {
        None | Some("" | "Always") => {
            errors.push(required(&at_policy, "valid values: \"OnFailure\", \"Never\""));
        }
        Some("OnFailure" | "Never") => {}
        Some(_) => errors.push(not_supported(&at_policy, policy, &["OnFailure", "Never"])),
    }
    if !selected {
        return errors;
    }
    let (selector, labels) = (at(spec, &["selector"]), at(spec, &["template", "metadata", "labels"]));
    if selector.is_null() {
        errors.push(required(&format!("{path}.selector"), ""));
    }
    if !selects(selector, labels) {
        errors.push(invalid(&format!("{path}.template.metadata.labels"), labels, MISMATCH));
    }
    errors
}

fn not_negative(spec: &Value, path: &str, field: &str) -> Option<String> {
    let number = number(spec, &[field]).filter(|number| *number < 0)?;
    Some(invalid(&format!("{path}.{field}"), &json!(number), "must be greater than or equal to 0"))
}

fn cron_job(object: &Value) -> Vec<String> {
    let mut errors = job(at(object, &["spec", "jobTemplate", "spec"]), "spec.jobTemplate.spec", false);
    if text(object, &["spec", "schedule"]).is_empty() {
        errors.push(required("spec.schedule", ""));
    }
    errors
}

/// Deployment, ReplicaSet, StatefulSet, DaemonSet.
pub(super) fn workload(resource: &Resource, object: &Value) -> Vec<String> {
    let spec = at(object, &["spec"]);
    let mut errors: Vec<String> = not_negative(spec, "spec", "replicas").into_iter().collect();
    let (selector, labels) = (at(spec, &["selector"]), at(spec, &["template", "metadata", "labels"]));
    let empty = at(selector, &["matchLabels"]).is_null() && at(selector, &["matchExpressions"]).is_null();
    if selector.is_null() {
        errors.push(required("spec.selector", ""));
    } else if empty {
        let detail = format!("empty selector is invalid for {}", resource.kind.to_lowercase());
        errors.push(invalid("spec.selector", selector, &detail));
    }
    if !selects(selector, labels) {
        errors.push(invalid("spec.template.metadata.labels", labels, MISMATCH));
    }
    let claims: Vec<&str> =
        list(spec, &["volumeClaimTemplates"]).iter().map(|claim| text(claim, &["metadata", "name"])).collect();
    errors.extend(pods::template(at(spec, &["template"]), "spec.template", &claims));
    let policy = at(spec, &["template", "spec", "restartPolicy"]);
    if policy.as_str().is_some_and(|policy| policy != "Always") {
        errors.push(not_supported("spec.template.spec.restartPolicy", policy, &["Always"]));
    }
    if text(spec, &["strategy", "type"]) == "Recreate" && !at(spec, &["strategy", "rollingUpdate"]).is_null() {
        let detail = "may not be specified when strategy `type` is 'Recreate'";
        errors.push(forbidden("spec.strategy.rollingUpdate", detail));
    }
    errors
}

pub(super) fn claim(object: &Value) -> Vec<String> {
    let mut errors = Vec::new();
    if list(object, &["spec", "accessModes"]).is_empty() {
        errors.push(required("spec.accessModes", "at least 1 access mode is required"));
    }
    if at(object, &["spec", "resources", "requests", "storage"]).is_null() {
        errors.push(required("spec.resources[storage]", ""));
    }
    errors
}

fn ingress(object: &Value) -> Vec<String> {
    let mut errors = Vec::new();
    if list(object, &["spec", "rules"]).is_empty() && at(object, &["spec", "defaultBackend"]).is_null() {
        let rules = at(object, &["spec", "rules"]);
        errors.push(invalid("spec", rules, "either `defaultBackend` or `rules` must be specified"));
    }
    for (rule_index, rule) in list(object, &["spec", "rules"]).iter().enumerate() {
        for (index, path) in list(rule, &["http", "paths"]).iter().enumerate() {
            let at_path = format!("spec.rules[{rule_index}].http.paths[{index}]");
            if text(path, &["pathType"]).is_empty() {
                errors.push(required(&format!("{at_path}.pathType"), "pathType must be specified"));
            }
            let backend = at(path, &["backend"]);
            if at(backend, &["service"]).is_null() && at(backend, &["resource"]).is_null() {
                errors.push(required(&format!("{at_path}.backend"), "service or resource backend is required"));
            }
        }
    }
    errors
}

fn autoscaler(object: &Value) -> Vec<String> {
    let mut errors = Vec::new();
    let most = number(object, &["spec", "maxReplicas"]);
    let least = number(object, &["spec", "minReplicas"]).unwrap_or(1);
    if most.unwrap_or(0) < least {
        let detail = "must be greater than or equal to `minReplicas`";
        errors.push(invalid("spec.maxReplicas", &json!(most.unwrap_or(0)), detail));
    }
    let target = at(object, &["spec", "scaleTargetRef"]);
    for field in ["kind", "name"] {
        if text(target, &[field]).is_empty() {
            errors.push(required(&format!("spec.scaleTargetRef.{field}"), ""));
        }
    }
    let version = at(target, &["apiVersion"]);
    if !version.as_str().unwrap_or_default().contains('/') {
        let version = json!(version.as_str().unwrap_or_default());
        errors.push(invalid("spec.scaleTargetRef.apiVersion", &version, "apiVersion must specify API group"));
    }
    if most.is_none() {
        errors.push(required("spec.maxReplicas", ""));
    }
    errors
}

fn role_binding(object: &Value, kinds: &[&str]) -> Vec<String> {
    let role = at(object, &["roleRef"]);
    let mut errors = Vec::new();
    let kind = text(role, &["kind"]);
    if !kinds.contains(&kind) {
        errors.push(not_supported("roleRef.kind", &json!(kind), kinds));
    }
    if text(role, &["name"]).is_empty() {
        errors.push(required("roleRef.name", ""));
    }
    errors
}

fn crd(object: &Value) -> Vec<String> {
    let expected = format!("{}.{}", text(object, &["spec", "names", "plural"]), text(object, &["spec", "group"]));
    let name = at(object, &["metadata", "name"]);
    if name.as_str() == Some(expected.as_str()) {
        return Vec::new();
    }
    vec![invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group")]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(group: &str, object: Value) -> Vec<String> {
        let resource = Resource {
            group: group.into(),
            version: "v1".into(),
            kind: text(&object, &["kind"]).into(),
            plural: String::new(),
            namespaced: true,
        };
        check(&resource, &object)
    }

    #[test]
    fn a_job_needs_a_template_that_ends() {
        assert_eq!(
            job(&json!({"template": {"spec": {"restartPolicy": "Always"}}, "backoffLimit": -1}), "spec", false),
            [
                "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0",
                "spec.template.spec.containers: Required value",
                "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"",
            ]
        );
    }

    #[test]
    fn workloads_select_their_own_pods() {
        let web = json!({"kind": "Deployment", "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "other"}},
                "spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}},
        }});
        assert_eq!(
            said("apps", web),
            [
                "spec.template.metadata.labels: Invalid value: {\"app\":\"other\"}: `selector` does not match template `labels`",
                "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"",
            ]
        );
    }

    #[test]
    fn claims_and_ingresses() {
        assert_eq!(
            said("", json!({"kind": "PersistentVolumeClaim", "spec": {}})),
            [
                "spec.accessModes: Required value: at least 1 access mode is required",
                "spec.resources[storage]: Required value"
            ]
        );
        let paths = json!([{"path": "/", "backend": {"service": {"name": "x"}}}]);
        assert_eq!(
            said("networking.k8s.io", json!({"kind": "Ingress", "spec": {"rules": [{"http": {"paths": paths}}]}})),
            ["spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"]
        );
    }
}
