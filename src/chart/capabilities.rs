//! What templates can learn about the cluster and Helm (`pkg/chart/common/capabilities.go`).

use std::rc::Rc;

use super::RenderOptions;
use crate::template::{Dialect, Field, ListKind, Record, Value};

/// The cluster the oracle's recordings were made with.
const KUBE_VERSION: &str = "v1.37.2";

/// What templates can learn about the cluster and Helm.
#[derive(Debug, Clone)]
pub struct Capabilities {
    /// `.Capabilities.KubeVersion`, as the cluster says it.
    pub kube_version: String,
    /// `.Capabilities.APIVersions`: groups with versions, and those with kinds.
    pub api_versions: Vec<String>,
    /// `.Capabilities.HelmVersion.Version`; the version that renders if empty.
    pub helm_version: String,
}

impl Default for Capabilities {
    fn default() -> Self {
        Capabilities { kube_version: KUBE_VERSION.into(), api_versions: api_versions(), helm_version: String::new() }
    }
}

fn record(type_name: &'static str, fields: Vec<Field>) -> Record {
    Record { type_name, pointer: false, fields, display: None }
}

/// `.Capabilities`.
pub(super) fn value_of(options: &RenderOptions, capabilities: &Capabilities, dialect: &Dialect) -> Value {
    let text = |text: &str| Value::from(text);
    let helm = match capabilities.helm_version.as_str() {
        "" => options.helm.to_string(),
        version => version.to_owned(),
    };
    let helm = record(
        "version.BuildInfo",
        vec![
            Field { name: "Version", json: "version", value: helm.into() },
            Field { name: "GitCommit", json: "git_commit", value: text("") },
            Field { name: "GitTreeState", json: "git_tree_state", value: text("clean") },
            Field { name: "GoVersion", json: "go_version", value: text("go1.26.0") },
            Field { name: "KubeClientVersion", json: "kube_client_version", value: text("v1.36") },
        ],
    );
    let versions = capabilities.api_versions.iter().map(|version| version.as_str().into()).collect();
    Value::Record(Rc::new(Record {
        pointer: true,
        ..record(
            "common.Capabilities",
            vec![
                Field::new("KubeVersion", kube_version(&capabilities.kube_version, dialect)),
                Field::new("APIVersions", Value::list_of(ListKind::Versions, versions)),
                Field::new("HelmVersion", Value::Record(Rc::new(helm))),
            ],
        )
    }))
}

fn kube_version(version: &str, dialect: &Dialect) -> Value {
    let full = if version.starts_with('v') { version.to_owned() } else { format!("v{version}") };
    let end = full.find(|c: char| c != 'v' && c != '.' && !c.is_ascii_digit()).unwrap_or(full.len());
    let plain = full.get(..end).unwrap_or_default().to_owned();
    let mut numbers = plain.trim_start_matches('v').split('.').map(str::to_owned);
    let (major, minor) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    let shown = if dialect.full_kube_version { full } else { plain.clone() };
    let mut fields = vec![Field::new("Version", shown.into())];
    if dialect.full_kube_version {
        fields.push(Field::new("normalizedVersion", plain.as_str().into()));
    }
    fields.push(Field::new("Major", major.into()));
    fields.push(Field::new("Minor", minor.into()));
    Value::Record(Rc::new(Record { display: Some(plain), ..record("common.KubeVersion", fields) }))
}

/// Groups and versions a plain cluster of [`KUBE_VERSION`] serves, with kinds.
fn api_versions() -> Vec<String> {
    const SERVED: &[(&str, &str)] = &[
        (
            "v1",
            "ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
        ),
        (
            "admissionregistration.k8s.io/v1",
            "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
        ),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
        ("apiregistration.k8s.io/v1", "APIService"),
        ("apps/v1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"),
        ("authentication.k8s.io/v1", "SelfSubjectReview TokenReview"),
        (
            "authorization.k8s.io/v1",
            "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
        ),
        ("autoscaling/v1", "HorizontalPodAutoscaler"),
        ("autoscaling/v2", "HorizontalPodAutoscaler"),
        ("batch/v1", "CronJob Job"),
        ("certificates.k8s.io/v1", "CertificateSigningRequest"),
        ("coordination.k8s.io/v1", "Lease"),
        ("discovery.k8s.io/v1", "EndpointSlice"),
        ("events.k8s.io/v1", "Event"),
        ("flowcontrol.apiserver.k8s.io/v1", "FlowSchema PriorityLevelConfiguration"),
        ("networking.k8s.io/v1", "IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR"),
        ("node.k8s.io/v1", "RuntimeClass"),
        ("policy/v1", "PodDisruptionBudget"),
        ("rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding"),
        ("resource.k8s.io/v1", "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice"),
        ("scheduling.k8s.io/v1", "PriorityClass"),
        (
            "storage.k8s.io/v1",
            "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass",
        ),
    ];
    let mut versions: Vec<String> = Vec::new();
    for (version, kinds) in SERVED {
        versions.push((*version).into());
        versions.extend(kinds.split(' ').map(|kind| format!("{version}/{kind}")));
    }
    versions
}
