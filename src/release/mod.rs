//! Release records, their status and their storage (spec section 9).

use crate::manifest::{Hook, Origin};

/// Status of a release record (R-STS-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// `unknown`
    Unknown,
    /// `deployed`
    Deployed,
    /// `uninstalled`
    Uninstalled,
    /// `superseded`
    Superseded,
    /// `failed`
    Failed,
    /// `uninstalling`
    Uninstalling,
    /// `pending-install`
    PendingInstall,
    /// `pending-upgrade`
    PendingUpgrade,
    /// `pending-rollback`
    PendingRollback,
}

/// Phase of a hook's last run (R-STS-4); a hook that never ran has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum HookPhase {
    /// In memory only, unless Helm is interrupted.
    Unknown,
    /// Recorded before the hook is created.
    Running,
    /// Watched to its good end.
    Succeeded,
    /// Refused, failed or timed out.
    Failed,
}

/// How a release was applied (R-REC-1); absent in the records of Helm 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ApplyMethod {
    /// Server-side apply.
    Ssa,
    /// Client-side apply.
    Csa,
}

/// A hook as a release stores it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredHook {
    /// The hook.
    pub hook: Hook,
    /// Phase of its last run.
    pub phase: Option<HookPhase>,
}

/// One revision of a release as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// Name.
    pub name: String,
    /// Namespace.
    pub namespace: String,
    /// From 1.
    pub revision: u32,
    /// Status.
    pub status: Status,
    /// Description.
    pub description: String,
    /// How it was applied.
    pub apply_method: Option<ApplyMethod>,
    /// Short name of the chart in the story it was made of.
    pub chart: String,
    /// User values, as `-f` and `--set` gave them.
    pub config: serde_json::Value,
    /// The assembled manifest (R-RND-14).
    pub manifest: String,
    /// Where the documents of the manifest come from, in their order.
    pub origins: Vec<Origin>,
    /// Hooks in stored order (R-ORD-11).
    pub hooks: Vec<StoredHook>,
    /// Rendered notes.
    pub notes: String,
    /// Names and values of the labels apart from `name`, `owner`, `status`, `version`.
    pub labels: std::collections::BTreeMap<String, String>,
}
