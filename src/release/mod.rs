//! Release records, their status and their storage (spec section 9).

mod document;
mod hooks;

pub use document::{Document, Memory, documents};
pub use hooks::{Hooks, StoredHook};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::manifest::Origin;

/// Status of a release record (R-STS-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
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

impl Status {
    /// All values, with their words.
    const WORDS: [(Status, &'static str); 9] = [
        (Status::Unknown, "unknown"),
        (Status::Deployed, "deployed"),
        (Status::Uninstalled, "uninstalled"),
        (Status::Superseded, "superseded"),
        (Status::Failed, "failed"),
        (Status::Uninstalling, "uninstalling"),
        (Status::PendingInstall, "pending-install"),
        (Status::PendingUpgrade, "pending-upgrade"),
        (Status::PendingRollback, "pending-rollback"),
    ];

    /// The word in records.
    #[must_use]
    pub fn word(self) -> &'static str {
        Status::WORDS.iter().find(|(status, _)| *status == self).map_or("unknown", |(_, word)| word)
    }

    /// The status with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Status> {
        Status::WORDS.iter().find(|(_, w)| *w == word).map(|(status, _)| *status)
    }

    /// Whether an operation seems to be under way (R-UPG-3).
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Status::PendingInstall | Status::PendingUpgrade | Status::PendingRollback)
    }
}

/// Phase of a hook's last run (R-STS-4); a hook that never ran has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum ApplyMethod {
    /// Server-side apply.
    Ssa,
    /// Client-side apply.
    Csa,
}

/// One revision of a release as it is stored; cheap to clone, since records share what is large.
///
/// What is large stays where it was made: a record that was read back from a serialised trace is without it.
#[derive(Debug, Clone, PartialEq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Release {
    /// Name.
    pub name: Arc<str>,
    /// Namespace.
    pub namespace: Arc<str>,
    /// From 1.
    pub revision: u32,
    /// Status.
    pub status: Status,
    /// Description.
    pub description: String,
    /// How it was applied.
    pub apply_method: Option<ApplyMethod>,
    /// Short name of the chart in the story it was made of.
    pub chart: Arc<str>,
    /// User values, as `-f` and `--set` gave them.
    #[borsh(skip)]
    pub config: Arc<serde_json::Value>,
    /// The assembled manifest (R-RND-14).
    #[borsh(skip)]
    pub manifest: Arc<str>,
    /// Where each part of the manifest comes from, in the order of its headers.
    #[borsh(skip)]
    pub origins: Arc<[Origin]>,
    /// The documents of the manifest, as the API machinery reads them.
    #[borsh(skip)]
    pub documents: Arc<[Document]>,
    /// Hooks in stored order (R-ORD-11).
    #[borsh(skip)]
    pub hooks: Hooks,
    /// Rendered notes.
    #[borsh(skip)]
    pub notes: Arc<str>,
    /// Names and values of all labels of the record that are not made anew with each write.
    #[borsh(skip)]
    pub labels: BTreeMap<String, String>,
}
