//! The simulated API server, its controllers played by script, and virtual time.
//!
//! It does not know what Helm is. Every change gets the next resource version, so the cluster's
//! whole history is its list of changes and any moment of it can be looked up.

use std::sync::Arc;

use serde_json::Value;

use crate::story::{Fault, Signal, Stop, World};

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

/// What a request wants to do, in the words of [`Fault::verb`].
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// A signal killed the client while the request was under way.
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

/// The simulated API server.
#[derive(Debug, Clone, Default)]
pub struct Cluster {
    now: u64,
    history: Vec<Change>,
}

impl Cluster {
    /// A cluster with the namespaces `default` and `namespaces`.
    #[must_use]
    pub fn new(_namespaces: &[&str]) -> Self {
        Cluster::default()
    }

    /// Sets what the cluster does from now on: the script of the operation over that of the story,
    /// the requests it refuses, the requests at which the client gets a signal.
    pub fn begin(&mut self, _story: &World, _operation: &World, _faults: &[Fault], _stops: &[Stop]) {}

    /// Virtual milliseconds since the story began.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Every change so far.
    #[must_use]
    pub fn history(&self) -> &[Change] {
        &self.history
    }

    /// What the server knows of a kind: built-in ones and those of established CRDs.
    #[must_use]
    pub fn discover(&self, _api_version: &str, _kind: &str) -> Option<Resource> {
        None
    }

    /// The object as it is now, without a request.
    #[must_use]
    pub fn peek(&self, _key: &Key) -> Option<&Arc<Value>> {
        None
    }

    /// Passes a request by the faults and stops without doing anything: for what the client keeps elsewhere
    /// (`Record/1`), and for LIST and WATCH (`Job/*`).
    ///
    /// # Errors
    /// What a fault or a stop makes of it.
    pub fn admit(&mut self, _verb: Verb, _object: &str) -> Result<(), Failure> {
        Ok(())
    }

    /// The signal that a stop has sent since the last call, for signals that do not kill at once.
    pub fn take_signal(&mut self) -> Option<Signal> {
        None
    }

    /// GET.
    ///
    /// # Errors
    /// 404, or what a fault says.
    pub fn get(&mut self, _key: &Key) -> Result<Arc<Value>, Failure> {
        Err(Failure::Cut)
    }

    /// POST.
    ///
    /// # Errors
    /// 409 for a name that is taken, 422 for what validation refuses, what a fault says.
    pub fn create(&mut self, _object: &Value, _options: WriteOptions<'_>) -> Result<Arc<Value>, Failure> {
        Err(Failure::Cut)
    }

    /// Server-side apply.
    ///
    /// # Errors
    /// 409 for field conflicts, 422 for immutable fields, 500 for fields the schema lacks, what a fault says.
    pub fn apply(&mut self, _object: &Value, _options: WriteOptions<'_>) -> Result<Written, Failure> {
        Err(Failure::Cut)
    }

    /// PATCH.
    ///
    /// # Errors
    /// As [`Cluster::apply`], and 404.
    pub fn patch(
        &mut self,
        _key: &Key,
        _kind: PatchType,
        _patch: &Value,
        _options: WriteOptions<'_>,
    ) -> Result<Written, Failure> {
        Err(Failure::Cut)
    }

    /// PUT.
    ///
    /// # Errors
    /// As [`Cluster::patch`].
    pub fn replace(&mut self, _object: &Value, _options: WriteOptions<'_>) -> Result<Written, Failure> {
        Err(Failure::Cut)
    }

    /// DELETE with `Background`, `Foreground` or `Orphan` propagation.
    ///
    /// # Errors
    /// 404, or what a fault says.
    pub fn delete(&mut self, _key: &Key, _propagation: &str) -> Result<Deleted, Failure> {
        Err(Failure::Cut)
    }

    /// When the script changes something next, if ever.
    #[must_use]
    pub fn next_change_at(&self) -> Option<u64> {
        None
    }

    /// Lets time pass; the script's changes up to and including `at` happen.
    pub fn advance_to(&mut self, at: u64) {
        self.now = self.now.max(at);
    }
}
