//! What templates find under `.`: release, chart, values, capabilities, files.

use std::rc::Rc;

use serde_json::Value as Json;

use super::RenderOptions;
use super::load::Loaded;
use super::values::Table;
use crate::template::{Dialect, Entries, ListKind, Map, MapKind, Record, Value, bytes};

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

/// The values all charts of a rendering share.
pub(super) struct Shared {
    release: Value,
    capabilities: Value,
    dialect: Dialect,
}

impl Shared {
    pub fn new(options: &RenderOptions, capabilities: &Capabilities, dialect: Dialect) -> Self {
        let release = [
            ("Name", options.release.as_str().into()),
            ("Namespace", options.namespace.as_str().into()),
            ("Revision", Value::int(options.revision.into())),
            ("IsUpgrade", options.is_upgrade.into()),
            ("IsInstall", (!options.is_upgrade).into()),
            ("Service", "Helm".into()),
        ];
        Shared {
            release: Value::map(entries(release)),
            capabilities: capabilities_of(options, capabilities, &dialect),
            dialect,
        }
    }

    /// The data of the templates of `chart`; `values` are its own.
    pub fn of(&self, chart: &Loaded<'_>, values: Map, subcharts: Entries, root: bool) -> Entries {
        let files = chart.files.iter().map(|(name, text)| (name.as_str().into(), bytes(text.as_bytes())));
        entries([
            ("Chart", chart_of(chart, root, &self.dialect)),
            ("Files", Value::Map(Map::new(MapKind::Files, files.collect()))),
            ("Release", self.release.clone()),
            ("Capabilities", self.capabilities.clone()),
            ("Values", Value::Map(values)),
            ("Subcharts", Value::map(subcharts)),
        ])
    }
}

/// `.Template`.
pub(super) fn template(name: &str, base: &str) -> Value {
    Value::Map(Map::new(MapKind::Values, entries([("Name", name.into()), ("BasePath", base.into())])))
}

pub(super) fn entries<const N: usize>(pairs: [(&str, Value); N]) -> Entries {
    pairs.into_iter().map(|(key, value)| (key.into(), value)).collect()
}

fn record(type_name: &'static str, fields: Vec<(&'static str, Value)>) -> Record {
    Record { type_name, pointer: false, fields, display: None }
}

fn capabilities_of(options: &RenderOptions, capabilities: &Capabilities, dialect: &Dialect) -> Value {
    let text = |text: &str| Value::from(text);
    let helm = match capabilities.helm_version.as_str() {
        "" => options.helm.to_string(),
        version => version.to_owned(),
    };
    let helm = record(
        "version.BuildInfo",
        vec![
            ("Version", helm.into()),
            ("GitCommit", text("")),
            ("GitTreeState", text("clean")),
            ("GoVersion", text("go1.26.0")),
            ("KubeClientVersion", text("v1.36")),
        ],
    );
    let versions = capabilities.api_versions.iter().map(|version| version.as_str().into()).collect();
    Value::Record(Rc::new(Record {
        pointer: true,
        ..record(
            "common.Capabilities",
            vec![
                ("KubeVersion", kube_version(&capabilities.kube_version, dialect)),
                ("APIVersions", Value::list_of(ListKind::Versions, versions)),
                ("HelmVersion", Value::Record(Rc::new(helm))),
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
    let mut fields = vec![("Version", shown.into())];
    if dialect.full_kube_version {
        fields.push(("normalizedVersion", plain.as_str().into()));
    }
    fields.push(("Major", major.into()));
    fields.push(("Minor", minor.into()));
    Value::Record(Rc::new(Record { display: Some(plain), ..record("common.KubeVersion", fields) }))
}

/// Fields of Chart.yaml in Go's order: key, field, and what is there if nothing is given.
const METADATA: &[(&str, &str, Empty)] = &[
    ("name", "Name", Empty::Text),
    ("home", "Home", Empty::Text),
    ("sources", "Sources", Empty::List),
    ("version", "Version", Empty::Text),
    ("description", "Description", Empty::Text),
    ("keywords", "Keywords", Empty::List),
    ("maintainers", "Maintainers", Empty::Records(MAINTAINER)),
    ("icon", "Icon", Empty::Text),
    ("apiVersion", "APIVersion", Empty::Text),
    ("condition", "Condition", Empty::Text),
    ("tags", "Tags", Empty::Text),
    ("appVersion", "AppVersion", Empty::Text),
    ("deprecated", "Deprecated", Empty::Bool),
    ("annotations", "Annotations", Empty::Texts),
    ("kubeVersion", "KubeVersion", Empty::Text),
    ("dependencies", "Dependencies", Empty::Records(DEPENDENCY)),
    ("type", "Type", Empty::Text),
];

const MAINTAINER: &[(&str, &str, Empty)] =
    &[("name", "Name", Empty::Text), ("email", "Email", Empty::Text), ("url", "URL", Empty::Text)];

const DEPENDENCY: &[(&str, &str, Empty)] = &[
    ("name", "Name", Empty::Text),
    ("version", "Version", Empty::Text),
    ("repository", "Repository", Empty::Text),
    ("condition", "Condition", Empty::Text),
    ("tags", "Tags", Empty::List),
    ("enabled", "Enabled", Empty::Bool),
    ("import-values", "ImportValues", Empty::List),
    ("alias", "Alias", Empty::Text),
];

/// The type of a field, and so its zero.
#[derive(Clone, Copy)]
enum Empty {
    Text,
    Bool,
    List,
    Texts,
    Records(&'static [(&'static str, &'static str, Empty)]),
}

fn chart_of(chart: &Loaded<'_>, root: bool, dialect: &Dialect) -> Value {
    let mut fields = fields(&chart.metadata, METADATA);
    fields.push(("IsRoot", root.into()));
    if dialect.chart_is_map {
        return Value::map(fields.into_iter().map(|(name, value)| (name.into(), value)).collect());
    }
    Value::Record(Rc::new(record("struct { chart.Metadata; IsRoot bool }", fields)))
}

fn fields(table: &Table, known: &[(&'static str, &'static str, Empty)]) -> Vec<(&'static str, Value)> {
    known.iter().map(|(key, name, empty)| (*name, field(table.get(*key), *empty))).collect()
}

fn field(json: Option<&Json>, empty: Empty) -> Value {
    match (empty, json) {
        (Empty::Text, Some(Json::String(text))) => text.as_str().into(),
        (Empty::Text, _) => "".into(),
        (Empty::Bool, json) => json.and_then(Json::as_bool).unwrap_or_default().into(),
        (Empty::List, Some(json @ Json::Array(_))) => Value::from_json(json),
        (Empty::List, _) => Value::list(Vec::new()),
        (Empty::Texts, json) => {
            let table = json.and_then(Json::as_object);
            let texts = table
                .into_iter()
                .flatten()
                .filter_map(|(key, value)| value.as_str().map(|text| (key.as_str().into(), text.into())));
            Value::Map(Map::new(MapKind::Text, texts.collect()))
        }
        (Empty::Records(known), json) => {
            let items = json.and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_object);
            let records = items.map(|item| fields(item, known).into_iter().map(|(name, value)| (name.into(), value)));
            Value::list(records.map(|record| Value::map(record.collect())).collect())
        }
    }
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
