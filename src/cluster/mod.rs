//! The simulated API server, its controllers played by script, and virtual time.
//!
//! It does not know what Helm is. Every change gets the next resource version, so the cluster's
//! whole history is its list of changes and any moment of it can be looked up.

use std::sync::Arc;

use serde_json::Value;

/// Names an object in the cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// API group, empty for core. Versions of one group share their objects.
    pub group: String,
    /// kind
    pub kind: String,
    /// Namespace; empty for cluster-wide kinds.
    pub namespace: String,
    /// metadata.name
    pub name: String,
}

/// An answer of the API server that is not a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// HTTP status.
    pub code: u16,
    /// `metav1.StatusReason`, e.g. `AlreadyExists`.
    pub reason: String,
    /// Message, word for word.
    pub message: String,
}

/// What a successful write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was not there.
    Created,
    /// It was there and is different now.
    Changed,
    /// It was there and is the same.
    Unchanged,
}

/// What a successful delete did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    /// Gone at once.
    Gone,
    /// Asked to go, still there.
    Terminating,
}

/// One entry of the cluster's history.
#[derive(Debug, Clone)]
pub struct Change {
    /// Virtual milliseconds since the story began.
    pub at: u64,
    /// The object.
    pub key: Key,
    /// Its new state, `None` for gone.
    pub object: Option<Arc<Value>>,
}
