//! The input: charts, the operations done with them, and what the cluster does meanwhile.
//!
//! The format is that of the oracle's scenario files, so that one file runs here and against real
//! Helm alike. Ours adds `release` (name and namespace) and `helm` (version), both optional.

mod read;
mod version;
mod world;
mod write;

pub use read::read;
pub use version::HelmVersion;
pub use world::{Behaviour, Outcome, SlowDelete, World};
pub use write::write;

use std::collections::BTreeMap;

/// A story: what [`crate::simulate`] plays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Story {
    /// Unique name, kebab case; empty if it has none.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// Ids of the rules it shows.
    pub covers: Vec<String>,
    /// Free text.
    pub notes: String,
    /// Name and namespace of the release; `demo` and `demo` unless said otherwise.
    pub release: ReleaseName,
    /// The Helm version that runs it; the newest if absent.
    pub helm: Option<HelmVersion>,
    /// Charts by short name; two of them are usually two versions of one chart.
    pub charts: BTreeMap<String, Chart>,
    /// What the cluster does, for all operations.
    pub world: World,
    /// Whether the release's namespace is there beforehand.
    pub namespace_absent: bool,
    /// Only meaningful to the oracle; kept for the round trip.
    pub exclusive: bool,
    /// Helm versions that run it (`v3`, `v4`, `v4.3.1`); all if empty.
    pub only: Vec<String>,
    /// What is done, one after the other.
    pub operations: Vec<Operation>,
}

/// Name and namespace of the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseName {
    /// `helm install NAME`
    pub name: String,
    /// `--namespace`
    pub namespace: String,
}

impl Default for ReleaseName {
    fn default() -> Self {
        ReleaseName { name: "demo".into(), namespace: "demo".into() }
    }
}

/// One version of a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// Name in Chart.yaml; `None` means `app` for a chart of the story, the folder for a subchart.
    pub name: Option<String>,
    /// Version in Chart.yaml; `None` means `0.1.0`.
    pub version: Option<String>,
    /// More fields for Chart.yaml.
    pub chart: serde_json::Map<String, serde_json::Value>,
    /// Text by file name below `templates/`.
    pub templates: BTreeMap<String, String>,
    /// values.yaml, as text.
    pub values: String,
    /// Text by file name below `crds/`.
    pub crds: BTreeMap<String, String>,
    /// Text of any other file by name.
    pub files: BTreeMap<String, String>,
    /// Subcharts by folder name below `charts/`.
    pub charts: BTreeMap<String, Chart>,
}

/// One Helm command with its circumstances.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Operation {
    /// The command.
    pub command: Command,
    /// One line for people.
    pub title: String,
    /// Flags as written on the command line, for every version.
    pub flags: Vec<String>,
    /// Flags for Helm 3 only.
    pub helm3_flags: Vec<String>,
    /// Flags for Helm 4 only.
    pub helm4_flags: Vec<String>,
    /// Values passed with `-f`, as YAML text; empty for none.
    pub values: String,
    /// What the cluster does during this operation; stands above [`Story::world`].
    pub world: World,
    /// Requests that are refused.
    pub reject: Vec<Fault>,
    /// Points at which the Helm process gets a signal.
    pub stop: Vec<Stop>,
    /// What somebody else does before.
    pub before: Vec<Outside>,
    /// Helm versions that do this operation; all if empty.
    pub only: Vec<String>,
}

/// A Helm command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `helm install RELEASE CHART`, the chart by its short name.
    Install(String),
    /// `helm upgrade RELEASE CHART`
    Upgrade(String),
    /// `helm rollback RELEASE REVISION`, 0 for the previous one.
    Rollback(i64),
    /// `helm uninstall RELEASE`
    Uninstall,
    /// `helm test RELEASE`
    Test,
    /// Any other command line, `chart:a` standing for the folder of chart `a`.
    Helm(String),
}

impl Default for Command {
    fn default() -> Self {
        Command::Helm(String::new())
    }
}

/// Refuses matching requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// `create`, `update`, `write`, `apply`, `patch`, `replace`, `delete`, `get`, `list`, `watch`, `*`.
    pub verb: String,
    /// `Kind/name`, `Kind/*`, `*`, `Record/<revision>`.
    pub object: String,
    /// HTTP status.
    pub code: u16,
    /// Reason of the answer; empty for the fitting one.
    pub reason: String,
    /// Message of the answer; empty for the fitting one.
    pub message: String,
    /// How often, 0 for always.
    pub times: u32,
    /// How many matching requests pass first.
    pub skip: u32,
}

/// Sends the Helm process a signal when a matching request arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// As in [`Fault::verb`].
    pub verb: String,
    /// As in [`Fault::object`].
    pub object: String,
    /// Which signal.
    pub signal: Signal,
    /// Whether the request is carried out first.
    pub after: bool,
    /// How many matching requests pass first.
    pub skip: u32,
}

/// A signal to the Helm process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signal {
    /// SIGKILL
    #[default]
    Kill,
    /// SIGTERM
    Term,
    /// SIGINT
    Int,
}

/// Something that somebody else does before an operation.
#[derive(Debug, Clone, PartialEq)]
pub enum Outside {
    /// Creates the objects of a YAML text.
    Create(String),
    /// Deletes `Kind/name`.
    Delete(String),
    /// Changes `Kind/name` by a JSON merge patch.
    Edit {
        /// `Kind/name`
        object: String,
        /// The patch.
        patch: serde_json::Value,
    },
    /// Changes or deletes a stored release record.
    Record(RecordEdit),
    /// Lets time pass, in milliseconds.
    Sleep(u64),
}

/// A change of a stored release record by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordEdit {
    /// Which one.
    pub revision: u32,
    /// New status; empty keeps it.
    pub status: String,
    /// New description; empty keeps it.
    pub description: String,
    /// New apply method; `Some("")` removes the field.
    pub apply_method: Option<String>,
    /// Deletes the record.
    pub delete: bool,
}
