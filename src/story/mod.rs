//! The input: charts, the operations done with them, and what the cluster does meanwhile.
//!
//! The format is that of the oracle's scenario files, so that one file runs here and against real
//! Helm alike. Ours adds `release` (name and namespace) and `helm` (version), both optional.

mod duration;
mod file_ref;
mod format;
mod json;
mod named;
pub mod path;
mod place;
mod read;
mod version;
mod world;
mod write;

pub use duration::parse_duration;
pub use file_ref::FileRef;
pub use json::Json;
pub use named::Named;
pub(crate) use named::{named, read_named, write_named};
pub use read::read;
pub use version::HelmVersion;
pub use world::{Behaviour, Outcome, SlowDelete, World};
pub use write::write;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use format::{any, is_any, is_default};
use place::unique;

/// A story: what [`crate::simulate`] plays.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Story {
    /// Unique name, kebab case; empty if it has none.
    #[serde(skip_serializing_if = "is_default")]
    pub id: String,
    /// One line for people.
    #[serde(skip_serializing_if = "is_default")]
    pub title: String,
    /// Ids of the rules it shows.
    #[serde(skip_serializing_if = "is_default")]
    pub covers: Vec<String>,
    /// Free text.
    #[serde(skip_serializing_if = "is_default")]
    pub notes: String,
    /// Name and namespace of the release; `demo` and `demo` unless said otherwise.
    #[serde(skip_serializing_if = "is_default")]
    pub release: ReleaseName,
    /// The Helm version that runs it; the newest if absent.
    #[serde(skip_serializing_if = "is_default")]
    pub helm: Option<HelmVersion>,
    /// Charts by short name; two of them are usually two versions of one chart.
    #[serde(deserialize_with = "unique::deserialize", skip_serializing_if = "is_default")]
    #[borsh(serialize_with = "write_named", deserialize_with = "read_named")]
    pub charts: Named<Chart>,
    /// What the cluster does, for all operations.
    #[serde(deserialize_with = "unique::deserialize", skip_serializing_if = "is_default")]
    #[borsh(serialize_with = "write_named", deserialize_with = "read_named")]
    pub world: World,
    /// Whether the release's namespace is there beforehand.
    #[serde(rename = "namespace", with = "format::absent", skip_serializing_if = "is_default")]
    pub namespace_absent: bool,
    /// Only meaningful to the oracle; kept for the round trip.
    #[serde(skip_serializing_if = "is_default")]
    pub exclusive: bool,
    /// Helm versions that run it (`v3`, `v4`, `v4.3.1`); all if empty.
    #[serde(skip_serializing_if = "is_default")]
    pub only: Vec<String>,
    /// What is done, one after the other.
    pub operations: Vec<Operation>,
}

/// Name and namespace of the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(default, deny_unknown_fields)]
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
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chart {
    /// Name in Chart.yaml; `None` means `app` for a chart of the story, the folder for a subchart.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// Version in Chart.yaml; `None` means `0.1.0`.
    #[serde(skip_serializing_if = "is_default")]
    pub version: Option<String>,
    /// More fields for Chart.yaml.
    #[serde(skip_serializing_if = "is_default")]
    pub chart: Json,
    /// Text by file name below `templates/`.
    #[serde(deserialize_with = "unique::deserialize", skip_serializing_if = "is_default")]
    #[borsh(serialize_with = "write_named", deserialize_with = "read_named")]
    pub templates: Named<String>,
    /// values.yaml, as text.
    #[serde(deserialize_with = "format::values::deserialize", skip_serializing_if = "is_default")]
    pub values: String,
    /// Text by file name below `crds/`.
    #[serde(deserialize_with = "unique::deserialize", skip_serializing_if = "is_default")]
    #[borsh(serialize_with = "write_named", deserialize_with = "read_named")]
    pub crds: Named<String>,
    /// Text of any other file by name; a `Chart.yaml` among them stands above `name`, `version` and `chart`.
    #[serde(deserialize_with = "unique::deserialize", skip_serializing_if = "is_default")]
    #[borsh(serialize_with = "write_named", deserialize_with = "read_named")]
    pub files: Named<String>,
    /// Subcharts by folder name below `charts/`.
    #[serde(deserialize_with = "unique::deserialize", skip_serializing_if = "is_default")]
    #[borsh(serialize_with = "write_named", deserialize_with = "read_named")]
    pub charts: Named<Chart>,
}

/// One Helm command with its circumstances.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize)]
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
    #[borsh(serialize_with = "write_named", deserialize_with = "read_named")]
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
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
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

impl Command {
    /// Short name of the chart of an install or upgrade.
    #[must_use]
    pub fn chart(&self) -> Option<&String> {
        match self {
            Command::Install(chart) | Command::Upgrade(chart) => Some(chart),
            _ => None,
        }
    }
}

impl Default for Command {
    fn default() -> Self {
        Command::Helm(String::new())
    }
}

/// Refuses matching requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// `create`, `update`, `write`, `apply`, `patch`, `replace`, `delete`, `get`, `list`, `watch`, `*`.
    #[serde(default = "any", skip_serializing_if = "is_any")]
    pub verb: String,
    /// `Kind/name`, `Kind/*`, `*`, `Record/<revision>`.
    #[serde(default = "any", skip_serializing_if = "is_any")]
    pub object: String,
    /// HTTP status.
    pub code: u16,
    /// Reason of the answer; empty for the fitting one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
    /// Message of the answer; empty for the fitting one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub message: String,
    /// How often, 0 for always.
    #[serde(default, skip_serializing_if = "is_default")]
    pub times: u32,
    /// How many matching requests pass first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub skip: u32,
}

/// Sends the Helm process a signal when a matching request arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// As in [`Fault::verb`].
    #[serde(default = "any", skip_serializing_if = "is_any")]
    pub verb: String,
    /// As in [`Fault::object`].
    #[serde(default = "any", skip_serializing_if = "is_any")]
    pub object: String,
    /// Which signal.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signal: Signal,
    /// Whether the request is carried out first.
    #[serde(default, rename = "when", with = "format::when", skip_serializing_if = "is_default")]
    pub after: bool,
    /// How many matching requests pass first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub skip: u32,
}

/// A signal to the Helm process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "lowercase")]
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
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
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
        patch: Json,
    },
    /// Changes or deletes a stored release record.
    Record(RecordEdit),
    /// Lets time pass, in milliseconds.
    Sleep(u64),
}

/// A change of a stored release record by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RecordEdit {
    /// Which one.
    pub revision: u32,
    /// New status; empty keeps it.
    #[serde(skip_serializing_if = "is_default")]
    pub status: String,
    /// New description; empty keeps it.
    #[serde(skip_serializing_if = "is_default")]
    pub description: String,
    /// New apply method; `Some("")` removes the field.
    #[serde(skip_serializing_if = "is_default")]
    pub apply_method: Option<String>,
    /// Deletes the record.
    #[serde(skip_serializing_if = "is_default")]
    pub delete: bool,
}
