//! One operation under way: the cluster, the records, and what is written down about it.

use crate::chart::RenderedChart;
use crate::cluster::Cluster;
use crate::manifest::Origin;
use crate::story::{HelmVersion, Signal, Story};
use crate::text::Diagnostic;

use super::behaviour::Behaviour;
use super::fail::{Done, Fail};
use super::memory::Memory;
use super::storage::Records;
use super::{Action, Event, HookPlace, ObjectRef, Phase, Role, Rule, StepOutcome};

/// Steps of a story; more than anybody looks at, and more than ten thousand documents need.
pub(super) const STEPS: usize = 200_000;

/// What stays from one operation to the next.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub cluster: Cluster,
    pub records: Records,
    /// Steps of the operations before.
    pub steps: usize,
}

/// Why a step is taken, and what its objects are to Helm.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cause<'a> {
    pub role: Role,
    pub rule: Rule,
    pub hook: Option<&'a HookPlace>,
    pub origin: Option<&'a Origin>,
}

impl Cause<'_> {
    /// A step about resources of the manifest.
    pub fn resource(rule: Rule) -> Self {
        Cause { role: Role::Resource, rule, hook: None, origin: None }
    }

    /// The same for another reason.
    pub fn because(self, rule: Rule) -> Self {
        Cause { rule, ..self }
    }
}

/// What has to do with signals.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signals {
    /// The command has a handler for SIGINT and SIGTERM.
    pub caught: bool,
    /// The part under way ends when the context is cancelled.
    pub interruptible: bool,
    /// The context is cancelled.
    pub cancelled: bool,
    /// The signal that came.
    pub got: Option<Signal>,
}

/// Questions to the API server that change nothing. With `--wait`, Helm 3 asks nothing about most kinds; the
/// recordings show its wait all the same where the update before it ended with questions.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Questions {
    /// The update ended with questions: an object was in no need of change, or gone.
    pub last: bool,
    /// Objects of the revision that were not there: the client then asks for the namespace, again and again.
    pub missing: usize,
}

impl Questions {
    /// An object was not there.
    pub fn missed(&mut self) {
        self.missing = self.missing.saturating_add(1);
        self.last |= self.missing > 1;
    }
}

/// One operation under way.
#[derive(Debug)]
pub(super) struct Session<'a> {
    pub story: &'a Story,
    pub helm: HelmVersion,
    pub behaviour: Behaviour,
    pub memory: &'a Memory,
    pub world: World,
    pub events: Vec<Event>,
    /// Lines of stdout.
    pub output: Vec<String>,
    /// Lines of stderr before the error.
    pub notes: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
    /// What the chart came to, once it was rendered.
    pub rendered: Option<Box<RenderedChart>>,
    pub phase: Phase,
    /// What is being checked: the rule behind a refusal.
    pub checking: Rule,
    pub signals: Signals,
    pub questions: Questions,
    /// The operation only shows what would have been: what cannot be read is left out.
    pub lenient: bool,
    /// The operation ends when its chart is rendered.
    pub ends_rendered: bool,
}

impl Session<'_> {
    /// Name of the release.
    pub fn name(&self) -> &str {
        &self.story.release.name
    }

    /// Namespace of the release.
    pub fn namespace(&self) -> &str {
        &self.story.release.namespace
    }

    /// Writes down a step that takes no time.
    pub fn step(&mut self, action: Action, cause: &Cause<'_>, objects: Vec<ObjectRef>, outcome: StepOutcome) {
        self.questions.last = false;
        let at = self.world.cluster.now();
        self.step_since(at, action, cause, objects, outcome);
    }

    /// Writes down a step that began at `at` and ends now.
    pub fn step_since(
        &mut self,
        at: u64,
        action: Action,
        cause: &Cause<'_>,
        objects: Vec<ObjectRef>,
        outcome: StepOutcome,
    ) {
        if self.is_full() {
            return;
        }
        self.events.push(Event {
            at,
            took: self.world.cluster.now().saturating_sub(at),
            phase: self.phase,
            action,
            role: cause.role,
            objects,
            outcome,
            rule: cause.rule,
            hook: cause.hook.cloned(),
            origin: cause.origin.cloned(),
            cluster: self.world.cluster.history().len(),
            records: self.world.records.history().len(),
        });
    }

    fn is_full(&self) -> bool {
        self.world.steps.saturating_add(self.events.len()) >= STEPS
    }

    /// What has to be looked at after each request: signals and warnings of the server.
    ///
    /// # Errors
    /// A signal that ends Helm or the part under way; the limit of steps.
    pub fn answered(&mut self) -> Done {
        for warning in self.world.cluster.take_warnings() {
            self.server_warning(&warning);
        }
        if let Some(signal) = self.world.cluster.take_signal() {
            self.signals.got = Some(signal);
            if signal == Signal::Kill || !self.signals.caught {
                return Err(Fail::Killed);
            }
            self.signals.cancelled = true;
            self.output.push(format!("Release {} has been cancelled.", self.name()));
        }
        if self.is_full() {
            return Err(Fail::Limit);
        }
        self.go_on()
    }

    /// Whether the part under way may go on.
    ///
    /// # Errors
    /// If its context is cancelled.
    pub fn go_on(&self) -> Done {
        if self.signals.cancelled && self.signals.interruptible { Err(Fail::Cancelled) } else { Ok(()) }
    }

    /// Does one part of the operation in its phase.
    pub fn in_phase<T>(&mut self, phase: Phase, part: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.phase, phase);
        let result = part(self);
        self.phase = before;
        result
    }
}
