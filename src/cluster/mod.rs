//! The simulated API server, its controllers played by script, and virtual time.
//!
//! It does not know what Helm is. Every change gets the next resource version, so the cluster's
//! whole history is its list of changes and any moment of it can be looked up.
//!
//! A write passes `server` (who is it, do faults and stops let it through), `decode` (what the server can read),
//! `typed` and `owners` (server-side apply) or `merge` and `strategic` (patches), `defaults`, `allocate`, `validate`,
//! `versions` and `store`; then `world` and `status` answer it as controllers would. `schema` knows what the built-in
//! kinds look like, `crds` makes custom ones. `tests/cluster.rs` compares all that with a real API server.

mod allocate;
mod crds;
mod decode;
mod defaults;
mod diff;
mod errors;
mod faults;
mod fields;
mod kinds;
mod merge;
mod owners;
mod quantity;
mod schema;
mod server;
mod status;
mod store;
mod strategic;
#[cfg(test)]
mod tests;
mod time;
mod typed;
mod validate;
mod value;
mod versions;
mod words;
mod world;
mod write;

pub use decode::UnknownField;
pub use kinds::group_version;
pub use merge::{json_merge, three_way_merge, two_way_merge};
pub use time::timestamp;
pub use value::{Find, text_at};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::story::{Signal, World};
use crate::text::Packed;

/// Annotation of objects that controllers make for others (the ReplicaSet of a Deployment): nobody asked for
/// them by name.
pub const MADE_BY_WORLD: &str = "playground/made-by-world";

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

impl Key {
    fn of_namespace(name: &str) -> Self {
        Key { group: String::new(), kind: "Namespace".to_owned(), namespace: String::new(), name: name.to_owned() }
    }

    fn is_namespace(&self) -> bool {
        self.kind == "Namespace" && self.group.is_empty()
    }
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
    /// Who made it: a field manager, or `world` for controllers.
    pub by: Arc<str>,
    /// The object.
    pub key: Key,
    /// Its new state, `None` for gone.
    pub object: Option<Packed>,
}

/// What a request wants to do, in the words of [`crate::story::Fault::verb`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// GET of one object.
    Get,
    /// GET of a whole kind.
    List,
    /// WATCH of a whole kind.
    Watch,
    /// POST.
    Create,
    /// Server-side apply.
    Apply,
    /// Client-side patch.
    Patch,
    /// PUT.
    Replace,
    /// DELETE.
    Delete,
}

/// Kind of a client-side patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum PatchType {
    /// Strategic merge patch.
    Strategic,
    /// JSON merge patch.
    Merge,
    /// JSON patch.
    Json,
}

/// Why a request has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The API server answered with an error.
    Api(ApiError),
    /// SIGKILL ended the client before its request was carried out. One that comes after it was is no failure:
    /// see [`Cluster::take_signal`].
    Cut,
}

/// How a write is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteOptions<'a> {
    /// Field manager.
    pub manager: &'a str,
    /// Apply only: takes fields from other managers.
    pub force: bool,
    /// `fieldValidation=Strict`: unknown fields are errors.
    pub strict: bool,
}

/// What discovery says of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// API group, empty for core.
    pub group: String,
    /// Version.
    pub version: String,
    /// kind
    pub kind: String,
    /// Plural, as in addresses and messages: `jobs`.
    pub plural: String,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
}

impl Resource {
    /// `v1`, `batch/v1`
    #[must_use]
    pub fn api_version(&self) -> String {
        in_group(&self.group, &self.version)
    }
}

fn in_group(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

/// The simulated API server.
#[derive(Debug, Clone, Default)]
pub struct Cluster {
    now: u64,
    schema: Arc<schema::Schema>,
    customs: BTreeMap<(String, String), crds::Custom>,
    store: store::Store,
    /// The manager of what controllers do.
    world: Arc<str>,
    script: World,
    faults: faults::Faults,
    signal: Option<Signal>,
    warnings: Vec<String>,
    /// What is to happen, by time and then by the order in which it was arranged.
    queue: BTreeMap<(u64, u64), world::Later>,
    queued: u64,
    fates: BTreeMap<Key, &'static str>,
    uids: u64,
    generated: u64,
    allocations: allocate::Allocations,
}
