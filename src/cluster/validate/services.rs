//! Services.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::value::{at, list, number, text};
use super::names::{dns_label, port_name};
use super::{duplicate, invalid, not_supported, required};

const PORT_RANGE: &str = "must be between 1 and 65535, inclusive";

/// What is wrong with a Service.
pub(super) fn check(service: &Value) -> Vec<String> {
    let (kind, ports) = (at(service, &["spec", "type"]), list(service, &["spec", "ports"]));
    let mut errors = Vec::new();
    match kind.as_str() {
        Some("ExternalName") => {
            if text(service, &["spec", "externalName"]).is_empty() {
                errors.push(required("spec.externalName", ""));
            }
            return errors;
        }
        None | Some("ClusterIP" | "NodePort" | "LoadBalancer") => {}
        Some(_) => {
            let supported = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
            errors.push(not_supported("spec.type", kind, &supported));
        }
    }
    if ports.is_empty() && text(service, &["spec", "clusterIP"]) != "None" {
        errors.push(required("spec.ports", ""));
    }
    let mut names = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        let path = format!("spec.ports[{index}]");
        match text(port, &["name"]) {
            "" if ports.len() > 1 => errors.push(required(&format!("{path}.name"), "")),
            "" => {}
            name => {
                let path = format!("{path}.name");
                errors.extend(dns_label(name).iter().map(|said| invalid(&path, &json!(name), said)));
                if !names.insert(name) {
                    errors.push(duplicate(&path, name));
                }
            }
        }
        errors.extend(port_number(number(port, &["port"]).unwrap_or(0), &format!("{path}.port")));
        let target = at(port, &["targetPort"]);
        let path = format!("{path}.targetPort");
        match target.as_str() {
            Some(name) => errors.extend(port_name(name).iter().map(|said| invalid(&path, target, said))),
            None => errors.extend(port_number(target.as_i64().unwrap_or(0), &path)),
        }
    }
    errors
}

fn port_number(port: i64, path: &str) -> Option<String> {
    (!(1..=65535).contains(&port)).then(|| invalid(path, &json!(port), PORT_RANGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_ports() {
        let said = |spec: Value| check(&json!({"spec": spec}));
        assert_eq!(said(json!({})), ["spec.ports: Required value"]);
        assert_eq!(said(json!({"clusterIP": "None"})), [""; 0]);
        assert_eq!(said(json!({"type": "ExternalName"})), ["spec.externalName: Required value"]);
        assert_eq!(
            said(json!({"ports": [{"port": 80, "targetPort": 0}, {"port": 81, "name": "a", "targetPort": 81}]})),
            [
                "spec.ports[0].name: Required value",
                "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive",
            ]
        );
    }
}
