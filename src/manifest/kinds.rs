//! The order of kinds (R-ORD-1 to R-ORD-7).

/// Which way the kinds are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `InstallOrder`
    Install,
    /// `UninstallOrder`
    Uninstall,
}

/// `InstallOrder` of Helm 4 (`pkg/release/v1/util/kind_sorter.go`).
const INSTALL: [&str; 38] = [
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
];

/// `UninstallOrder` of Helm 4: not simply the reverse, `Service` goes before the workloads here too.
const UNINSTALL: [&str; 38] = [
    "ValidatingWebhookConfiguration",
    "MutatingWebhookConfiguration",
    "APIService",
    "Ingress",
    "IngressClass",
    "Service",
    "CronJob",
    "Job",
    "StatefulSet",
    "HorizontalPodAutoscaler",
    "Deployment",
    "ReplicaSet",
    "ReplicationController",
    "Pod",
    "DaemonSet",
    "RoleBindingList",
    "RoleBinding",
    "RoleList",
    "Role",
    "ClusterRoleBindingList",
    "ClusterRoleBinding",
    "ClusterRoleList",
    "ClusterRole",
    "CustomResourceDefinition",
    "PersistentVolumeClaim",
    "PersistentVolume",
    "StorageClass",
    "ConfigMap",
    "SecretList",
    "Secret",
    "ServiceAccount",
    "PodDisruptionBudget",
    "PodSecurityPolicy",
    "LimitRange",
    "ResourceQuota",
    "NetworkPolicy",
    "Namespace",
    "PriorityClass",
];

/// What a kind is sorted by: its place, and behind all places its name (R-ORD-6). Those `unplaced` have no place
/// though the newest order has one for them (R-ORD-2, R-ORD-4).
pub(super) fn rank(kind: &str, order: Order, unplaced: &[&str]) -> (usize, String) {
    let table = match order {
        Order::Install => &INSTALL,
        Order::Uninstall => &UNINSTALL,
    };
    let placed = !unplaced.contains(&kind);
    match table.iter().position(|entry| *entry == kind).filter(|_| placed) {
        Some(place) => (place, String::new()),
        None => (usize::MAX, kind.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_hold_the_same_kinds() {
        let sorted = |mut kinds: Vec<&'static str>| {
            kinds.sort_unstable();
            kinds
        };
        assert_eq!(sorted(INSTALL.to_vec()), sorted(UNINSTALL.to_vec()));
    }

    #[test]
    fn unknown_kinds_come_last_by_name() {
        let order = |unplaced| {
            let mut kinds = vec![
                "Zeta",
                "Alpha",
                "Pod",
                "MutatingWebhookConfiguration",
                "ValidatingWebhookConfiguration",
                "",
                "Gateway",
                "Service",
                "alpha",
                "APIService",
            ];
            kinds.sort_by_key(|kind| rank(kind, Order::Install, unplaced));
            kinds.join(" ").replace("WebhookConfiguration", "WC")
        };
        // The order that R-ORD-8 reports from Helm's own code.
        assert_eq!(order(&[]), "Service Pod APIService MutatingWC ValidatingWC  Alpha Gateway Zeta alpha");
        assert_eq!(
            order(&["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]),
            "Service Pod APIService  Alpha Gateway MutatingWC ValidatingWC Zeta alpha"
        );
    }
}
