//! Defaults that the server fills in, so that what it gives back is what it would give back.

use serde_json::{Map, Value, json};

use super::schema::{Place, Shape};
use super::value::{at, list, remove, set, set_default, text};
use super::versions::METRICS;

/// A default value.
#[derive(Clone, Copy)]
enum Is {
    Text(&'static str),
    Number(i64),
    Bool(bool),
    Object,
}

impl Is {
    fn value(self) -> Value {
        match self {
            Is::Text(text) => text.into(),
            Is::Number(number) => number.into(),
            Is::Bool(bool) => bool.into(),
            Is::Object => Value::Object(Map::new()),
        }
    }
}

/// Type, field and default, sorted by type (`pkg/apis/*/v1/defaults.go` of Kubernetes v1.37).
const TABLE: &[(&str, &str, Is)] = &[
    ("CSIDriverSpec", "attachRequired", Is::Bool(true)),
    ("CSIDriverSpec", "fsGroupPolicy", Is::Text("ReadWriteOnceWithFSType")),
    ("CSIDriverSpec", "podInfoOnMount", Is::Bool(false)),
    ("CSIDriverSpec", "requiresRepublish", Is::Bool(false)),
    ("CSIDriverSpec", "storageCapacity", Is::Bool(false)),
    ("ConfigMapVolumeSource", "defaultMode", Is::Number(420)),
    ("Container", "resources", Is::Object),
    ("Container", "terminationMessagePath", Is::Text("/dev/termination-log")),
    ("Container", "terminationMessagePolicy", Is::Text("File")),
    ("ContainerPort", "protocol", Is::Text("TCP")),
    ("CronJobSpec", "concurrencyPolicy", Is::Text("Allow")),
    ("CronJobSpec", "failedJobsHistoryLimit", Is::Number(1)),
    ("CronJobSpec", "successfulJobsHistoryLimit", Is::Number(3)),
    ("CronJobSpec", "suspend", Is::Bool(false)),
    ("DaemonSetSpec", "revisionHistoryLimit", Is::Number(10)),
    ("DaemonSetSpec", "updateStrategy", Is::Object),
    ("DaemonSetUpdateStrategy", "type", Is::Text("RollingUpdate")),
    ("DeploymentSpec", "progressDeadlineSeconds", Is::Number(600)),
    ("DeploymentSpec", "replicas", Is::Number(1)),
    ("DeploymentSpec", "revisionHistoryLimit", Is::Number(10)),
    ("DeploymentSpec", "strategy", Is::Object),
    ("DeploymentStrategy", "type", Is::Text("RollingUpdate")),
    ("DownwardAPIVolumeSource", "defaultMode", Is::Number(420)),
    ("EndpointPort", "protocol", Is::Text("TCP")),
    ("GRPCAction", "service", Is::Text("")),
    ("HTTPGetAction", "path", Is::Text("/")),
    ("HTTPGetAction", "scheme", Is::Text("HTTP")),
    ("HorizontalPodAutoscalerSpec", "minReplicas", Is::Number(1)),
    ("HostPathVolumeSource", "type", Is::Text("")),
    ("JobTemplateSpec", "metadata", Is::Object),
    ("MutatingWebhook", "failurePolicy", Is::Text("Fail")),
    ("MutatingWebhook", "matchPolicy", Is::Text("Equivalent")),
    ("MutatingWebhook", "namespaceSelector", Is::Object),
    ("MutatingWebhook", "objectSelector", Is::Object),
    ("MutatingWebhook", "reinvocationPolicy", Is::Text("Never")),
    ("MutatingWebhook", "timeoutSeconds", Is::Number(10)),
    ("NetworkPolicyPort", "protocol", Is::Text("TCP")),
    ("ObjectFieldSelector", "apiVersion", Is::Text("v1")),
    ("PersistentVolumeClaimSpec", "volumeMode", Is::Text("Filesystem")),
    ("PersistentVolumeSpec", "persistentVolumeReclaimPolicy", Is::Text("Retain")),
    ("PersistentVolumeSpec", "volumeMode", Is::Text("Filesystem")),
    ("PodSpec", "dnsPolicy", Is::Text("ClusterFirst")),
    ("PodSpec", "restartPolicy", Is::Text("Always")),
    ("PodSpec", "schedulerName", Is::Text("default-scheduler")),
    ("PodSpec", "securityContext", Is::Object),
    ("PodSpec", "terminationGracePeriodSeconds", Is::Number(30)),
    ("PodTemplateSpec", "metadata", Is::Object),
    ("PriorityClass", "preemptionPolicy", Is::Text("PreemptLowerPriority")),
    ("Probe", "failureThreshold", Is::Number(3)),
    ("Probe", "periodSeconds", Is::Number(10)),
    ("Probe", "successThreshold", Is::Number(1)),
    ("Probe", "timeoutSeconds", Is::Number(1)),
    ("ProjectedVolumeSource", "defaultMode", Is::Number(420)),
    ("ReplicaSetSpec", "replicas", Is::Number(1)),
    ("ReplicationControllerSpec", "replicas", Is::Number(1)),
    ("RoleRef", "apiGroup", Is::Text("rbac.authorization.k8s.io")),
    ("RollingUpdateDaemonSet", "maxSurge", Is::Number(0)),
    ("RollingUpdateDaemonSet", "maxUnavailable", Is::Number(1)),
    ("RollingUpdateDeployment", "maxSurge", Is::Text("25%")),
    ("RollingUpdateDeployment", "maxUnavailable", Is::Text("25%")),
    ("RollingUpdateStatefulSetStrategy", "maxUnavailable", Is::Number(1)),
    ("RollingUpdateStatefulSetStrategy", "partition", Is::Number(0)),
    ("RuleWithOperations", "scope", Is::Text("*")),
    ("Secret", "type", Is::Text("Opaque")),
    ("SecretVolumeSource", "defaultMode", Is::Number(420)),
    ("ServiceAccountTokenProjection", "expirationSeconds", Is::Number(3600)),
    ("ServicePort", "protocol", Is::Text("TCP")),
    ("ServiceReference", "port", Is::Number(443)),
    ("ServiceSpec", "sessionAffinity", Is::Text("None")),
    ("ServiceSpec", "type", Is::Text("ClusterIP")),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenDeleted", Is::Text("Retain")),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenScaled", Is::Text("Retain")),
    ("StatefulSetSpec", "persistentVolumeClaimRetentionPolicy", Is::Object),
    ("StatefulSetSpec", "podManagementPolicy", Is::Text("OrderedReady")),
    ("StatefulSetSpec", "replicas", Is::Number(1)),
    ("StatefulSetSpec", "revisionHistoryLimit", Is::Number(10)),
    ("StatefulSetSpec", "serviceName", Is::Text("")),
    ("StatefulSetSpec", "updateStrategy", Is::Object),
    ("StorageClass", "reclaimPolicy", Is::Text("Delete")),
    ("StorageClass", "volumeBindingMode", Is::Text("Immediate")),
    ("ValidatingWebhook", "failurePolicy", Is::Text("Fail")),
    ("ValidatingWebhook", "matchPolicy", Is::Text("Equivalent")),
    ("ValidatingWebhook", "namespaceSelector", Is::Object),
    ("ValidatingWebhook", "objectSelector", Is::Object),
    ("ValidatingWebhook", "timeoutSeconds", Is::Number(10)),
];

/// Fills in the defaults of a built-in kind's object.
pub(super) fn fill(place: Place<'_>, object: &mut Value) {
    match text(object, &["kind"]) {
        "Job" => job(object),
        "Pod" => pod(object),
        "Secret" => secret(object),
        "Namespace" => namespace(object),
        "Role" | "ClusterRole" => set_default(object, &["rules"], || Value::Null),
        "CustomResourceDefinition" => crd(object),
        "HorizontalPodAutoscaler" => autoscaler(object),
        _ => {}
    }
    visit(place, object);
}

fn visit(place: Place<'_>, value: &mut Value) {
    if let Some((own, inner)) = place.of_type() {
        if matches!(place.shape, Shape::Struct(_)) && value.is_object() {
            let from = TABLE.partition_point(|(name, _, _)| *name < own.name.as_str());
            for (_, field, default) in TABLE.iter().skip(from).take_while(|(name, _, _)| *name == own.name) {
                set_default(value, &[field], || default.value());
            }
            special(&own.name, value);
        }
        for (key, value) in value.as_object_mut().into_iter().flatten() {
            if let Some(below) = inner.key(key) {
                visit(below, value);
            }
        }
        return;
    }
    match (place.shape, value) {
        (Shape::List { .. }, Value::Array(items)) => items.iter_mut().for_each(|item| visit(place.item(), item)),
        (Shape::Map { .. }, Value::Object(map)) => {
            for (key, value) in map {
                if let Some(below) = place.key(key) {
                    visit(below, value);
                }
            }
        }
        _ => {}
    }
}

/// Defaults that depend on other fields.
fn special(kind: &str, value: &mut Value) {
    match kind {
        "Container" => {
            let policy = if is_latest(text(value, &["image"])) { "Always" } else { "IfNotPresent" };
            set_default(value, &["imagePullPolicy"], || json!(policy));
        }
        "PodSpec" => {
            let old = text(value, &["serviceAccount"]).to_owned();
            let name =
                Some(text(value, &["serviceAccountName"]).to_owned()).filter(|name| !name.is_empty()).unwrap_or(old);
            if !name.is_empty() {
                set(value, &["serviceAccountName"], name.as_str());
                set(value, &["serviceAccount"], name);
            }
        }
        "Volume" if value.as_object().is_some_and(|volume| volume.len() == 1) => {
            set(value, &["emptyDir"], json!({}));
        }
        "DeploymentStrategy" | "DaemonSetUpdateStrategy" if text(value, &["type"]) == "RollingUpdate" => {
            set_default(value, &["rollingUpdate"], || json!({}));
        }
        "StatefulSetUpdateStrategy" if text(value, &["type"]).is_empty() => {
            set(value, &["type"], "RollingUpdate");
            set_default(value, &["rollingUpdate"], || json!({}));
        }
        "StatefulSetSpec" => {
            for claim in value.get_mut("volumeClaimTemplates").and_then(Value::as_array_mut).into_iter().flatten() {
                set(claim, &["apiVersion"], "v1");
                set(claim, &["kind"], "PersistentVolumeClaim");
                set_default(claim, &["status", "phase"], || json!("Pending"));
            }
        }
        "LimitRangeItem" if text(value, &["type"]) == "Container" => {
            for (from, to) in [("max", "default"), ("default", "defaultRequest"), ("min", "defaultRequest")] {
                for (name, limit) in at(value, &[from]).clone().as_object().into_iter().flatten() {
                    set_default(value, &[to, name], || limit.clone());
                }
            }
        }
        "ServiceSpec" => service(value),
        "ServicePort" => {
            let port = at(value, &["port"]).clone();
            set_default(value, &["targetPort"], || port);
        }
        "NetworkPolicySpec" => {
            let mut types = vec![json!("Ingress")];
            types.extend((!list(value, &["egress"]).is_empty()).then(|| json!("Egress")));
            set_default(value, &["policyTypes"], || Value::Array(types));
        }
        "Subject" if matches!(text(value, &["kind"]), "User" | "Group") => {
            set_default(value, &["apiGroup"], || json!("rbac.authorization.k8s.io"));
        }
        _ => {}
    }
}

/// Whether an image has the tag `latest`, said or not.
fn is_latest(image: &str) -> bool {
    let last = image.rsplit('/').next().unwrap_or(image);
    match last.split_once(':') {
        Some((_, tag)) if !last.contains('@') => tag == "latest",
        _ => !last.contains('@'),
    }
}

fn service(spec: &mut Value) {
    let kind = text(spec, &["type"]).to_owned();
    if kind != "ExternalName" {
        set_default(spec, &["internalTrafficPolicy"], || json!("Cluster"));
    }
    if matches!(kind.as_str(), "NodePort" | "LoadBalancer") {
        set_default(spec, &["externalTrafficPolicy"], || json!("Cluster"));
    }
    if kind == "LoadBalancer" {
        set_default(spec, &["allocateLoadBalancerNodePorts"], || json!(true));
    }
    if text(spec, &["sessionAffinity"]) == "ClientIP" {
        set_default(spec, &["sessionAffinityConfig", "clientIP", "timeoutSeconds"], || json!(10_800));
    }
}

fn job(job: &mut Value) {
    if !at(job, &["spec"]).is_object() {
        return;
    }
    if at(job, &["spec", "parallelism"]).is_null() {
        set_default(job, &["spec", "completions"], || json!(1));
    }
    let limit = if at(job, &["spec", "backoffLimitPerIndex"]).is_null() { 6 } else { i64::from(i32::MAX) };
    let replacement = if at(job, &["spec", "podFailurePolicy"]).is_null() { "TerminatingOrFailed" } else { "Failed" };
    let defaults = [
        ("parallelism", json!(1)),
        ("backoffLimit", json!(limit)),
        ("completionMode", json!("NonIndexed")),
        ("suspend", json!(false)),
        ("podReplacementPolicy", json!(replacement)),
        ("manualSelector", json!(false)),
    ];
    for (field, value) in defaults {
        set_default(job, &["spec", field], || value);
    }
    let labels = at(job, &["spec", "template", "metadata", "labels"]).clone();
    if labels.is_object() {
        set_default(job, &["metadata", "labels"], || labels);
    }
}

/// Without a metric it scales at 80 percent of the CPU.
fn autoscaler(scaler: &mut Value) {
    if text(scaler, &["apiVersion"]) == "autoscaling/v1" {
        if at(scaler, &["metadata", "annotations", METRICS]).is_null() {
            set_default(scaler, &["spec", "targetCPUUtilizationPercentage"], || json!(80));
        }
        return;
    }
    let target = json!({"type": "Utilization", "averageUtilization": 80});
    let metric = json!({"type": "Resource", "resource": {"name": "cpu", "target": target}});
    set_default(scaler, &["spec", "metrics"], || json!([metric]));
}

/// What holds for pods and not for pod templates.
fn pod(pod: &mut Value) {
    if !at(pod, &["spec"]).is_object() {
        return;
    }
    set_default(pod, &["spec", "enableServiceLinks"], || json!(true));
    for field in ["containers", "initContainers"] {
        let containers = pod.get_mut("spec").and_then(|spec| spec.get_mut(field)).and_then(Value::as_array_mut);
        for container in containers.into_iter().flatten() {
            let limits = at(container, &["resources", "limits"]).clone();
            for (name, limit) in limits.as_object().into_iter().flatten() {
                set_default(container, &["resources", "requests", name], || limit.clone());
            }
        }
    }
}

/// `stringData` is written into `data`.
fn secret(secret: &mut Value) {
    let plain = remove(secret, &["stringData"]);
    for (key, value) in plain.as_ref().and_then(Value::as_object).into_iter().flatten() {
        set(secret, &["data", key.as_str()], base64(value.as_str().unwrap_or_default().as_bytes()));
    }
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (place, shift) in [18_u32, 12, 6, 0].into_iter().enumerate() {
            let letter = ALPHABET.get((bits >> shift & 63) as usize).copied().unwrap_or(b'=');
            text.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

fn namespace(namespace: &mut Value) {
    let name = text(namespace, &["metadata", "name"]).to_owned();
    set(namespace, &["metadata", "labels", "kubernetes.io/metadata.name"], name);
}

fn crd(crd: &mut Value) {
    let kind = text(crd, &["spec", "names", "kind"]).to_owned();
    set_default(crd, &["spec", "names", "singular"], || json!(kind.to_lowercase()));
    set_default(crd, &["spec", "names", "listKind"], || json!(format!("{kind}List")));
    set_default(crd, &["spec", "conversion"], || json!({"strategy": "None"}));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::schema::{Root, Schema};
    use super::*;

    fn filled(kind: &str, mut object: Value) -> Value {
        object["kind"] = json!(kind);
        let root = Root::built_in(&Arc::new(Schema::built_in()), kind, "v1");
        fill(root.place(), &mut object);
        let again = object.clone();
        fill(root.place(), &mut object);
        assert_eq!(object, again, "defaults fill once");
        object
    }

    #[test]
    fn the_table_is_sorted_and_names_real_fields() {
        assert!(TABLE.windows(2).all(|pair| (pair[0].0, pair[0].1) < (pair[1].0, pair[1].1)));
        let schema = Schema::built_in();
        for (kind, field, _) in TABLE {
            let Shape::Struct(number) = schema.of_kind(kind, "v1") else { panic!("{kind}") };
            assert!(schema.get(number).unwrap().field(field).is_some(), "{kind}.{field}");
        }
    }

    #[test]
    fn a_deployment_comes_back_complete() {
        let web = filled(
            "Deployment",
            json!({"spec": {"template": {"spec": {
                "containers": [{"name": "c", "image": "nginx", "ports": [{"containerPort": 80}]}],
                "volumes": [{"name": "v"}, {"name": "s", "secret": {"secretName": "x"}}],
            }}}}),
        );
        let spec = &web["spec"];
        assert_eq!(spec["replicas"], 1);
        assert_eq!(spec["strategy"]["rollingUpdate"], json!({"maxSurge": "25%", "maxUnavailable": "25%"}));
        let pod = &spec["template"]["spec"];
        assert_eq!(pod["containers"][0]["imagePullPolicy"], "Always");
        assert_eq!(pod["containers"][0]["ports"][0]["protocol"], "TCP");
        assert_eq!(
            pod["volumes"],
            json!([{"name": "v", "emptyDir": {}}, {"name": "s", "secret": {"secretName": "x", "defaultMode": 420}}])
        );
        assert_eq!(pod.get("enableServiceLinks"), None, "a template is no pod");
    }

    #[test]
    fn jobs_pods_and_secrets() {
        assert_eq!(filled("Job", json!({"spec": {}}))["spec"]["backoffLimit"], 6);
        let pod = filled(
            "Pod",
            json!({"spec": {"containers": [{"image": "a@sha256:1", "resources": {"limits": {"cpu": "1"}}}]}}),
        );
        assert_eq!(pod["spec"]["containers"][0]["resources"]["requests"], json!({"cpu": "1"}));
        assert_eq!(pod["spec"]["containers"][0]["imagePullPolicy"], "IfNotPresent");
        let secret = filled("Secret", json!({"stringData": {"a": "hello", "b": "hi", "c": "abc"}}));
        assert_eq!(secret["data"], json!({"a": "aGVsbG8=", "b": "aGk=", "c": "YWJj"}));
        assert_eq!(secret.get("stringData"), None);
    }
}
