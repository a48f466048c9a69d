//! One object in several versions of its kind: it is stored in one of them and read in any.

use std::sync::Arc;

use serde_json::{Value, json};

use super::kinds::Known;
use super::value::{at, list, remove, set, text};

/// Where `autoscaling/v1` keeps the metrics it has no field for.
pub(super) const METRICS: &str = "autoscaling.alpha.kubernetes.io/metrics";
/// Where `autoscaling/v1` keeps the scaling behaviour.
const BEHAVIOR: &str = "autoscaling.alpha.kubernetes.io/behavior";

/// An object as a request in the version of `known` sees it.
pub(super) fn as_requested(known: &Known, stored: &Arc<Value>) -> Arc<Value> {
    in_version(stored, known, &known.api_version()).map_or_else(|| Arc::clone(stored), Arc::new)
}

/// An object as it is stored.
pub(super) fn as_stored(known: &Known, object: Value) -> Value {
    in_version(&object, known, &known.stored_version()).unwrap_or(object)
}

/// `None` where the object is in that version already.
fn in_version(object: &Value, known: &Known, api_version: &str) -> Option<Value> {
    if text(object, &["apiVersion"]) == api_version {
        return None;
    }
    let mut converted = object.clone();
    set(&mut converted, &["apiVersion"], api_version);
    if known.resource.kind == "HorizontalPodAutoscaler" && !known.custom {
        match api_version {
            "autoscaling/v1" => to_v1(&mut converted),
            _ => to_v2(&mut converted),
        }
    }
    Some(converted)
}

fn is_cpu(metric: &Value) -> bool {
    text(metric, &["resource", "name"]) == "cpu" && text(metric, &["resource", "target", "type"]) == "Utilization"
}

fn to_v1(scaler: &mut Value) {
    let mut metrics = list(scaler, &["spec", "metrics"]).to_vec();
    remove(scaler, &["spec", "metrics"]);
    if let Some(cpu) = metrics.iter().position(is_cpu) {
        let cpu = metrics.remove(cpu);
        let target = at(&cpu, &["resource", "target", "averageUtilization"]).clone();
        set(scaler, &["spec", "targetCPUUtilizationPercentage"], target);
    }
    if !metrics.is_empty() {
        set(scaler, &["metadata", "annotations", METRICS], Value::Array(metrics).to_string());
    }
    if let Some(behavior) = remove(scaler, &["spec", "behavior"]) {
        set(scaler, &["metadata", "annotations", BEHAVIOR], behavior.to_string());
    }
}

fn to_v2(scaler: &mut Value) {
    let kept = |scaler: &mut Value, name: &str| -> Option<Value> {
        let text = remove(scaler, &["metadata", "annotations", name])?;
        serde_json::from_str(text.as_str()?).ok()
    };
    let mut metrics = match kept(scaler, METRICS) {
        Some(Value::Array(metrics)) => metrics,
        _ => Vec::new(),
    };
    if let Some(target) = remove(scaler, &["spec", "targetCPUUtilizationPercentage"]) {
        let target = json!({"type": "Utilization", "averageUtilization": target});
        metrics.push(json!({"type": "Resource", "resource": {"name": "cpu", "target": target}}));
    }
    if !metrics.is_empty() {
        set(scaler, &["spec", "metrics"], metrics);
    }
    if let Some(behavior) = kept(scaler, BEHAVIOR) {
        set(scaler, &["spec", "behavior"], behavior);
    }
    if at(scaler, &["metadata", "annotations"]).as_object().is_some_and(serde_json::Map::is_empty) {
        remove(scaler, &["metadata", "annotations"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_autoscaler_survives_both_ways() {
        let memory = json!({"type": "Resource", "resource": {"name": "memory", "target": {"type": "Utilization", "averageUtilization": 5}}});
        let cpu = json!({"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}});
        let v2 = json!({"metadata": {"name": "h"}, "spec": {"maxReplicas": 3, "metrics": [memory, cpu], "behavior": {"scaleUp": {}}}});
        let mut scaler = v2.clone();
        to_v1(&mut scaler);
        assert_eq!(scaler["spec"], json!({"maxReplicas": 3, "targetCPUUtilizationPercentage": 70}));
        to_v2(&mut scaler);
        assert_eq!(scaler, v2);
    }
}
