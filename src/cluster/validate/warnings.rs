//! What the server accepts and warns about.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::Resource;
use super::super::value::{at, list, number, text};
use super::formats;
use super::names::dns_label;

/// The warnings about an object; `live` is what it was before.
pub(in super::super) fn warnings(resource: &Resource, live: Option<&Value>, object: &Value) -> Vec<String> {
    let kind = resource.kind.as_str();
    let template: &[&str] = match (resource.group.as_str(), kind) {
        ("", "Endpoints") => {
            return vec!["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice".to_owned()];
        }
        ("apiextensions.k8s.io", "CustomResourceDefinition") => return formats::warnings(object, live),
        ("", "Pod") => &[],
        ("apps", "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet") | ("batch", "Job") => &["spec", "template"],
        ("batch", "CronJob") => &["spec", "jobTemplate", "spec", "template"],
        _ => return Vec::new(),
    };
    let mut warnings = Vec::new();
    let name = text(object, &["metadata", "name"]);
    let said = if name.is_empty() { Vec::new() } else { dns_label(name) };
    if !said.is_empty() && matches!(kind, "Deployment" | "ReplicaSet" | "Job" | "CronJob") {
        warnings.push(format!(
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [{}]",
            said.join(" ")
        ));
    }
    let prefix: String = template.iter().map(|step| format!("{step}.")).collect();
    let spec = at(at(object, template), &["spec"]);
    let mut ports: BTreeMap<(Option<i64>, String), Vec<String>> = BTreeMap::new();
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let mut named_twice = Vec::new();
    for field in ["initContainers", "containers"] {
        for (index, container) in list(spec, &[field]).iter().enumerate() {
            let path = format!("{prefix}spec.{field}[{index}]");
            warnings.extend(hidden_variables(list(container, &["env"]), &path));
            for (index, port) in list(container, &["ports"]).iter().enumerate() {
                let path = format!("{path}.ports[{index}]");
                let protocol = match text(port, &["protocol"]) {
                    "" => "TCP",
                    protocol => protocol,
                };
                let key = (number(port, &["containerPort"]), protocol.to_owned());
                let same = ports.entry(key).or_default();
                warnings.extend(same.iter().map(|other| format!("{path}: duplicate port definition with {other}")));
                same.push(path.clone());
                let name = text(port, &["name"]);
                if let Some(other) = names.get(name).filter(|_| !name.is_empty()) {
                    named_twice.push(format!(
                        "{path}: duplicate port name {name:?} with {other}, services and probes that select ports by name will use {other}"
                    ));
                }
                names.entry(name).or_insert(path);
            }
        }
    }
    warnings.extend(named_twice);
    warnings
}

fn hidden_variables(env: &[Value], path: &str) -> Vec<String> {
    let mut seen = Vec::new();
    let mut warnings = Vec::new();
    for (index, variable) in env.iter().enumerate() {
        let name = text(variable, &["name"]);
        if !seen.contains(&name) {
            seen.push(name);
            continue;
        }
        let reference = format!("$({name})");
        let value = text(variable, &["value"]);
        if at(variable, &["valueFrom"]).is_object() || value == reference || !value.contains(&reference) {
            warnings.push(format!(
                "{path}.env[{index}]: hides previous definition of {name:?}, which may be dropped when using apply"
            ));
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_odd_is_said() {
        let resource = Resource {
            group: "apps".into(),
            version: "v1".into(),
            kind: "Deployment".into(),
            plural: String::new(),
            namespaced: true,
        };
        let container = json!({"env": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}, {"name": "A", "value": "$(A)3"}],
            "ports": [{"containerPort": 80}, {"containerPort": 80, "protocol": "TCP"}, {"containerPort": 80, "protocol": "UDP"}]});
        let object = json!({"metadata": {"name": "a.b"}, "spec": {"template": {"spec": {"containers": [container]}}}});
        assert_eq!(
            warnings(&resource, None, &object),
            [
                "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
                "spec.template.spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply",
                "spec.template.spec.containers[0].ports[1]: duplicate port definition with spec.template.spec.containers[0].ports[0]",
            ]
        );
    }
}
