//! What the server gives an object of its own when it stores it: addresses, selectors, protections.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::value::{at, list, number, remove, set, set_default, text};

/// How many addresses and ports have been given away.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Allocations {
    addresses: u32,
    ports: u32,
}

/// The first node port.
const NODE_PORTS: u32 = 30_000;

/// Fields of a Service that an update keeps unless it names them.
const KEPT_OF_SERVICES: [&str; 5] = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"];

/// Fields of a Pod that admission keeps in an update that leaves them out (its plugin Priority).
const KEPT_OF_PODS: [&str; 2] = ["priority", "preemptionPolicy"];

/// Fills a new object.
pub(super) fn fill_new(object: &mut Value, mut allocations: Allocations) -> Allocations {
    match text(object, &["kind"]).to_owned().as_str() {
        "Service" => allocations.fill_service(object),
        "Job" => fill_job(object),
        "Pod" => fill_pod(object),
        "PersistentVolumeClaim" => {
            add_finalizer(object, "kubernetes.io/pvc-protection");
            set(object, &["status", "phase"], "Pending");
        }
        "PersistentVolume" => {
            add_finalizer(object, "kubernetes.io/pv-protection");
            set(object, &["status", "phase"], "Pending");
        }
        "DaemonSet" => set_template_generation(object, 1),
        "Namespace" => {
            set(object, &["spec", "finalizers"], json!(["kubernetes"]));
            set(object, &["status", "phase"], "Active");
        }
        _ => {}
    }
    allocations
}

fn add_finalizer(object: &mut Value, name: &str) {
    let mut finalizers = list(object, &["metadata", "finalizers"]).to_vec();
    finalizers.push(json!(name));
    set(object, &["metadata", "finalizers"], finalizers);
}

impl Allocations {
    fn fill_service(&mut self, service: &mut Value) {
        let kind = text(service, &["spec", "type"]).to_owned();
        if kind == "ExternalName" {
            return;
        }
        if text(service, &["spec", "clusterIP"]).is_empty() {
            self.addresses = self.addresses.saturating_add(1);
            let address = format!("10.0.{}.{}", self.addresses / 250, (self.addresses % 250).saturating_add(1));
            set(service, &["spec", "clusterIP"], address);
        }
        let address = text(service, &["spec", "clusterIP"]).to_owned();
        set_default(service, &["spec", "clusterIPs"], || json!([address]));
        // A headless Service without a selector may point anywhere.
        let anywhere = text(service, &["spec", "clusterIP"]) == "None" && at(service, &["spec", "selector"]).is_null();
        let (families, policy) =
            if anywhere { (json!(["IPv4", "IPv6"]), "RequireDualStack") } else { (json!(["IPv4"]), "SingleStack") };
        set_default(service, &["spec", "ipFamilies"], || families);
        set_default(service, &["spec", "ipFamilyPolicy"], || json!(policy));
        if !has_node_ports(service) {
            return;
        }
        for port in ports_mut(service) {
            if at(port, &["nodePort"]).is_null() {
                set(port, &["nodePort"], NODE_PORTS.saturating_add(self.ports));
                self.ports = self.ports.saturating_add(1);
            }
        }
    }
}

/// A Job selects its pods by its own uid, unless it brings a selector of its own.
fn fill_job(job: &mut Value) {
    if at(job, &["spec", "manualSelector"]) == &Value::Bool(true) {
        return;
    }
    let (name, uid) = (text(job, &["metadata", "name"]).to_owned(), text(job, &["metadata", "uid"]).to_owned());
    let before = at(job, &["spec", "template", "metadata", "labels"]).clone();
    let own = [
        ("batch.kubernetes.io/controller-uid", &uid),
        ("batch.kubernetes.io/job-name", &name),
        ("controller-uid", &uid),
        ("job-name", &name),
    ];
    for (label, value) in own {
        set_default(job, &["spec", "template", "metadata", "labels", label], || json!(value));
    }
    set_default(job, &["spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid"], || json!(uid));
    // In the server it is one map, so what is added to the one is in the other.
    let template = at(job, &["spec", "template", "metadata", "labels"]).clone();
    if at(job, &["metadata", "labels"]) == &before {
        set(job, &["metadata", "labels"], template);
    }
}

/// What admission adds to pods.
fn fill_pod(pod: &mut Value) {
    if text(pod, &["spec", "priorityClassName"]).is_empty() {
        set_default(pod, &["spec", "priority"], || json!(0));
    }
    set_default(pod, &["spec", "preemptionPolicy"], || json!("PreemptLowerPriority"));
    fill_tolerations(pod);
    set(pod, &["status", "phase"], "Pending");
}

/// What admission adds to new and to changed pods.
fn fill_tolerations(pod: &mut Value) {
    let mut tolerations = list(pod, &["spec", "tolerations"]).to_vec();
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
        if !tolerations.iter().any(|toleration| matches!(text(toleration, &["key"]), found if found == key)) {
            tolerations
                .push(json!({"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}));
        }
    }
    set(pod, &["spec", "tolerations"], tolerations);
}

/// Carries over what a change leaves out and the server has given away.
pub(super) fn carry_over(live: &Value, object: &mut Value, mut allocations: Allocations) -> Allocations {
    match text(object, &["kind"]) {
        "Service" => {
            carry_service(live, object);
            allocations.fill_service(object);
        }
        "DaemonSet" => {
            let old = text(live, &["metadata", "annotations", TEMPLATE_GENERATION]).parse().unwrap_or(1_u64);
            let same = at(live, &["spec", "template"]) == at(object, &["spec", "template"]);
            set_template_generation(object, if same { old } else { old.saturating_add(1) });
        }
        "Pod" => {
            carry(live, object, &KEPT_OF_PODS);
            fill_tolerations(object);
        }
        _ => {}
    }
    allocations
}

/// Gives the spec of a change the fields that it leaves out.
fn carry(live: &Value, object: &mut Value, fields: &[&str]) {
    for field in fields {
        let old = at(live, &["spec", field]);
        if !old.is_null() {
            set_default(object, &["spec", field], || old.clone());
        }
    }
}

/// Counts the changes of a DaemonSet's pod template.
const TEMPLATE_GENERATION: &str = "deprecated.daemonset.template.generation";

/// The count of changes that a DaemonSet is sent with; who sends none sets it to 0 and owns it from then on, though the
/// server puts it back before it stores the object. `None` for other kinds.
pub(super) fn sent_generation(object: &Value) -> Option<u64> {
    let sent = || text(object, &["metadata", "annotations", TEMPLATE_GENERATION]).parse().unwrap_or_default();
    (text(object, &["kind"]) == "DaemonSet").then(sent)
}

/// A changed object as the server looks at it to tell who owns what.
pub(super) fn with_generation(object: &Value, sent: Option<u64>) -> Cow<'_, Value> {
    let Some(sent) = sent else { return Cow::Borrowed(object) };
    let mut seen = object.clone();
    set_template_generation(&mut seen, sent);
    Cow::Owned(seen)
}

fn set_template_generation(set_object: &mut Value, generation: u64) {
    set(set_object, &["metadata", "annotations", TEMPLATE_GENERATION], generation.to_string());
}

fn carry_service(live: &Value, service: &mut Value) {
    drop_what_its_type_has_not(live, service);
    let external = |service: &Value| text(service, &["spec", "type"]) == "ExternalName";
    if external(service) || external(live) {
        return;
    }
    let (old, new) = (text(live, &["spec", "clusterIP"]), text(service, &["spec", "clusterIP"]).to_owned());
    if !new.is_empty() && new != old && at(service, &["spec", "clusterIPs"]) == at(live, &["spec", "clusterIPs"]) {
        set(service, &["spec", "clusterIPs"], json!([new]));
    }
    carry(live, service, &KEPT_OF_SERVICES);
    if !has_node_ports(service) {
        return;
    }
    let old = list(live, &["spec", "ports"]).to_vec();
    for port in ports_mut(service) {
        let same = |old: &&Value| {
            number(old, &["port"]) == number(port, &["port"]) && text(old, &["protocol"]) == text(port, &["protocol"])
        };
        if let Some(number) = old.iter().find(same).and_then(|old| number(old, &["nodePort"])) {
            set_default(port, &["nodePort"], || json!(number));
        }
    }
}

fn has_node_ports(service: &Value) -> bool {
    matches!(text(service, &["spec", "type"]), "NodePort" | "LoadBalancer")
}

fn ports_mut(service: &mut Value) -> impl Iterator<Item = &mut Value> {
    let ports = service.get_mut("spec").and_then(|spec| spec.get_mut("ports")).and_then(Value::as_array_mut);
    ports.into_iter().flatten()
}

/// A Service that changes its type loses what belongs to the old one, unless the change says otherwise.
fn drop_what_its_type_has_not(live: &Value, service: &mut Value) {
    let mut gone: Vec<&str> = Vec::new();
    let kind = |service: &Value| match text(service, &["spec", "type"]) {
        "" => "ClusterIP".to_owned(),
        kind => kind.to_owned(),
    };
    let (old, new) = (kind(live), kind(service));
    if old != "ExternalName" && new == "ExternalName" {
        gone.extend(["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"]);
    }
    if has_node_ports(live) && !has_node_ports(service) {
        gone.push("externalTrafficPolicy");
        let old = list(live, &["spec", "ports"]).to_vec();
        for port in ports_mut(service) {
            let given = at(port, &["nodePort"]).clone();
            if old.iter().any(|old| at(old, &["nodePort"]) == &given) {
                remove(port, &["nodePort"]);
            }
        }
    }
    if old == "LoadBalancer" && new != "LoadBalancer" {
        gone.extend(["allocateLoadBalancerNodePorts", "loadBalancerClass", "healthCheckNodePort"]);
    }
    for field in gone {
        if at(service, &["spec", field]) == at(live, &["spec", field]) {
            remove(service, &["spec", field]);
        }
    }
}
