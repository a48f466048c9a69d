//! The kinds that a Kubernetes v1.37 API server serves without custom resources (its discovery).

use super::schema::Root;
use super::{Resource, in_group};

/// A built-in kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// API group, empty for core.
    pub group: &'static str,
    /// Versions, which share their objects; the preferred one first.
    pub versions: &'static [&'static str],
    /// kind
    pub kind: &'static str,
    /// As in addresses and messages.
    pub plural: &'static str,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// Whether its objects have a status subresource, so that ordinary writes leave the status alone.
    pub status: bool,
    /// Whether `metadata.generation` counts the changes of its spec.
    pub generation: bool,
}

const V1: &[&str] = &["v1"];
const V2_V1: &[&str] = &["v2", "v1"];

/// A row of [`KINDS`]: `n` namespaced, `s` status subresource, `g` generation.
const fn kind(
    group: &'static str,
    versions: &'static [&'static str],
    kind: &'static str,
    plural: &'static str,
    marks: &str,
) -> Kind {
    let (mut namespaced, mut status, mut generation) = (false, false, false);
    let mut rest = marks.as_bytes();
    while let [mark, tail @ ..] = rest {
        match mark {
            b'n' => namespaced = true,
            b's' => status = true,
            _ => generation = true,
        }
        rest = tail;
    }
    Kind { group, versions, kind, plural, namespaced, status, generation }
}

const ADMISSION: &str = "admissionregistration.k8s.io";
const CERTIFICATES: &str = "certificates.k8s.io";
const FLOW: &str = "flowcontrol.apiserver.k8s.io";
const NETWORKING: &str = "networking.k8s.io";
const RBAC: &str = "rbac.authorization.k8s.io";
const RESOURCE: &str = "resource.k8s.io";
const STORAGE: &str = "storage.k8s.io";

/// All of them, as `kubectl api-resources` lists them with default feature gates; reviews, which are
/// questions and no objects, are left out.
pub(super) const KINDS: &[Kind] = &[
    kind("", V1, "ConfigMap", "configmaps", "n"),
    kind("", V1, "Endpoints", "endpoints", "n"),
    kind("", V1, "Event", "events", "n"),
    kind("", V1, "LimitRange", "limitranges", "n"),
    kind("", V1, "Namespace", "namespaces", "s"),
    kind("", V1, "Node", "nodes", "s"),
    kind("", V1, "PersistentVolume", "persistentvolumes", "s"),
    kind("", V1, "PersistentVolumeClaim", "persistentvolumeclaims", "ns"),
    kind("", V1, "Pod", "pods", "nsg"),
    kind("", V1, "PodTemplate", "podtemplates", "ng"),
    kind("", V1, "ReplicationController", "replicationcontrollers", "nsg"),
    kind("", V1, "ResourceQuota", "resourcequotas", "ns"),
    kind("", V1, "Secret", "secrets", "n"),
    kind("", V1, "Service", "services", "ns"),
    kind("", V1, "ServiceAccount", "serviceaccounts", "n"),
    kind("apps", V1, "ControllerRevision", "controllerrevisions", "n"),
    kind("apps", V1, "DaemonSet", "daemonsets", "nsg"),
    kind("apps", V1, "Deployment", "deployments", "nsg"),
    kind("apps", V1, "ReplicaSet", "replicasets", "nsg"),
    kind("apps", V1, "StatefulSet", "statefulsets", "nsg"),
    kind("autoscaling", V2_V1, "HorizontalPodAutoscaler", "horizontalpodautoscalers", "nsg"),
    kind("batch", V1, "CronJob", "cronjobs", "nsg"),
    kind("batch", V1, "Job", "jobs", "nsg"),
    kind("policy", V1, "PodDisruptionBudget", "poddisruptionbudgets", "nsg"),
    kind(NETWORKING, V1, "Ingress", "ingresses", "nsg"),
    kind(NETWORKING, V1, "IngressClass", "ingressclasses", "g"),
    kind(NETWORKING, V1, "NetworkPolicy", "networkpolicies", "ng"),
    kind(NETWORKING, V1, "IPAddress", "ipaddresses", ""),
    kind(NETWORKING, V1, "ServiceCIDR", "servicecidrs", "s"),
    kind(RBAC, V1, "ClusterRole", "clusterroles", ""),
    kind(RBAC, V1, "ClusterRoleBinding", "clusterrolebindings", ""),
    kind(RBAC, V1, "Role", "roles", "n"),
    kind(RBAC, V1, "RoleBinding", "rolebindings", "n"),
    kind("apiextensions.k8s.io", V1, "CustomResourceDefinition", "customresourcedefinitions", "sg"),
    kind("apiregistration.k8s.io", V1, "APIService", "apiservices", "s"),
    kind(ADMISSION, V1, "MutatingAdmissionPolicy", "mutatingadmissionpolicies", "g"),
    kind(ADMISSION, V1, "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings", "g"),
    kind(ADMISSION, V1, "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", "g"),
    kind(ADMISSION, V1, "ValidatingAdmissionPolicy", "validatingadmissionpolicies", "sg"),
    kind(ADMISSION, V1, "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", "g"),
    kind(ADMISSION, V1, "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", "g"),
    kind(CERTIFICATES, V1, "CertificateSigningRequest", "certificatesigningrequests", "s"),
    kind(CERTIFICATES, V1, "ClusterTrustBundle", "clustertrustbundles", ""),
    kind(CERTIFICATES, V1, "PodCertificateRequest", "podcertificaterequests", "ns"),
    kind("coordination.k8s.io", V1, "Lease", "leases", "n"),
    kind("discovery.k8s.io", V1, "EndpointSlice", "endpointslices", "ng"),
    kind(FLOW, V1, "FlowSchema", "flowschemas", "sg"),
    kind(FLOW, V1, "PriorityLevelConfiguration", "prioritylevelconfigurations", "sg"),
    kind("node.k8s.io", V1, "RuntimeClass", "runtimeclasses", ""),
    kind(RESOURCE, V1, "DeviceClass", "deviceclasses", "g"),
    kind(RESOURCE, V1, "DeviceTaintRule", "devicetaintrules", "sg"),
    kind(RESOURCE, V1, "ResourceClaim", "resourceclaims", "ns"),
    kind(RESOURCE, V1, "ResourceClaimTemplate", "resourceclaimtemplates", "n"),
    kind(RESOURCE, V1, "ResourceSlice", "resourceslices", "g"),
    kind("scheduling.k8s.io", V1, "PriorityClass", "priorityclasses", "g"),
    kind(STORAGE, V1, "CSIDriver", "csidrivers", "g"),
    kind(STORAGE, V1, "CSINode", "csinodes", "s"),
    kind(STORAGE, V1, "CSIStorageCapacity", "csistoragecapacities", "n"),
    kind(STORAGE, V1, "StorageClass", "storageclasses", ""),
    kind(STORAGE, V1, "VolumeAttachment", "volumeattachments", "s"),
    kind(STORAGE, V1, "VolumeAttributesClass", "volumeattributesclasses", ""),
    kind("storagemigration.k8s.io", V1, "StorageVersionMigration", "storageversionmigrations", "s"),
];

/// What the server knows of a kind in one of its versions.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub resource: Resource,
    /// The version in which its objects are stored.
    pub storage: String,
    /// It comes from a CRD.
    pub custom: bool,
    /// As in [`Kind::status`].
    pub status: bool,
    /// As in [`Kind::generation`].
    pub generation: bool,
    /// What its objects look like.
    pub root: Root,
    /// The schema of a custom kind, as its CRD has it.
    pub schema: Option<super::crds::CustomSchema>,
}

impl Known {
    /// The `apiVersion` of the request.
    pub fn api_version(&self) -> String {
        self.resource.api_version()
    }

    /// The `apiVersion` of its stored objects.
    pub fn stored_version(&self) -> String {
        in_group(&self.resource.group, &self.storage)
    }
}

/// The built-in kind of a group.
pub(super) fn built_in(group: &str, kind: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|row| row.kind == kind && row.group == group)
}

impl Kind {
    /// What discovery says of it in one of its versions.
    pub(super) fn resource(&self, version: &str) -> Option<Resource> {
        let version = self.versions.iter().find(|served| **served == version)?;
        Some(Resource {
            group: self.group.to_owned(),
            version: (*version).to_owned(),
            kind: self.kind.to_owned(),
            plural: self.plural.to_owned(),
            namespaced: self.namespaced,
        })
    }
}

/// Group and version of an `apiVersion`.
#[must_use]
pub fn group_version(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_group_are_one_kind() {
        let scaler = built_in("autoscaling", "HorizontalPodAutoscaler").unwrap();
        assert_eq!(scaler.resource("v1").unwrap().version, "v1");
        assert_eq!(scaler.resource("v2").unwrap().plural, "horizontalpodautoscalers");
        assert_eq!(scaler.resource("v2beta2"), None, "removed from Kubernetes");
        assert!(built_in("extensions", "Ingress").is_none(), "removed from Kubernetes");
    }

    #[test]
    fn no_kind_stands_twice() {
        let mut names: Vec<_> = KINDS.iter().map(|row| (row.group, row.kind)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KINDS.len());
    }

    #[test]
    fn an_api_version_has_a_group_and_a_version() {
        assert_eq!(group_version("v1"), ("", "v1"));
        assert_eq!(group_version("batch/v1"), ("batch", "v1"));
    }
}
