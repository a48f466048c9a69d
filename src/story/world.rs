//! What the cluster does with objects, by script.

use std::collections::BTreeMap;

/// Behaviour by `Kind/name`, `Kind/*` or `*`; the most exact key counts.
pub type World = BTreeMap<String, Behaviour>;

/// What the cluster does with an object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Behaviour {
    /// How it ends; `None` is the kind's default, which succeeds.
    pub outcome: Option<Outcome>,
    /// The outcome comes this many milliseconds after the write.
    pub after: u64,
    /// What happens when deletion is asked for.
    pub slow_delete: SlowDelete,
    /// Reason of a failed Job's condition; empty for the usual one.
    pub reason: String,
    /// Message of a failed Job's condition.
    pub message: String,
}

/// How an object ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Job: condition Complete.
    Completes,
    /// Job, Pod, Deployment: fails.
    Fails,
    /// Job, Pod: started, never ends.
    Hangs,
    /// Any: deleted by somebody else.
    Vanishes,
    /// Pod: phase Succeeded.
    Succeeds,
    /// Pod: Running and Ready.
    Runs,
    /// Workload, custom resource: ready.
    Ready,
    /// Workload, custom resource: never ready.
    NeverReady,
    /// PersistentVolumeClaim: bound.
    Bound,
    /// Pod, PersistentVolumeClaim, Service: pending.
    Pending,
    /// Pod: CrashLoopBackOff.
    Crashes,
}

/// What happens when deletion is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SlowDelete {
    /// Gone at once.
    #[default]
    No,
    /// Stays terminating this many milliseconds.
    After(u64),
    /// Stays terminating for ever.
    Never,
}

/// Words of the format and what they mean.
pub const OUTCOMES: [(&str, Outcome); 11] = [
    ("completes", Outcome::Completes),
    ("fails", Outcome::Fails),
    ("hangs", Outcome::Hangs),
    ("vanishes", Outcome::Vanishes),
    ("succeeds", Outcome::Succeeds),
    ("runs", Outcome::Runs),
    ("ready", Outcome::Ready),
    ("never-ready", Outcome::NeverReady),
    ("bound", Outcome::Bound),
    ("pending", Outcome::Pending),
    ("crashes", Outcome::Crashes),
];
