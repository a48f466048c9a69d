//! Waiting: who waits for what, and how long (R-WAIT-1 to R-WAIT-11, R-RDY-1 to R-RDY-8).
//!
//! Virtual time passes only here. A wait goes from one change of the cluster to the next, so three hundred
//! seconds cost nothing.

mod kstatus;
mod poll;
mod ready;
mod status;

use crate::cluster::Failure;
use crate::text::sort_by_key;

use super::build::Info;
use super::fail::{Done, Fail};
use super::hooks::Manner;
use super::session::{Cause, Session};
use super::{Action, ObjectRef, Phase, Role, Rule, StepOutcome};
use kstatus::Readers;

/// How something is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Engine {
    /// Helm 3 and the strategy `legacy`: watches for hooks, questions every two seconds for the rest.
    Legacy,
    /// Helm 4: kstatus on watches.
    Watcher,
}

/// Who is awaited (R-RDY-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waiting {
    /// Hooks that were created.
    pub hooks: Engine,
    /// Hooks that were deleted.
    pub deleted_hooks: Option<Engine>,
    /// Resources of the manifest that were created, changed or, at uninstall, deleted.
    pub resources: Option<Engine>,
}

impl Waiting {
    /// Helm 3 without `--wait`.
    pub const HELM_3: Waiting = Waiting { resources: None, ..Waiting::LEGACY };
    /// Helm 3 with `--wait`, and the strategy of that name.
    pub const LEGACY: Waiting =
        Waiting { hooks: Engine::Legacy, deleted_hooks: Some(Engine::Legacy), resources: Some(Engine::Legacy) };
    /// The strategy of that name.
    pub const WATCHER: Waiting =
        Waiting { hooks: Engine::Watcher, deleted_hooks: Some(Engine::Watcher), resources: Some(Engine::Watcher) };
    /// The strategy of that name, the default of Helm 4.
    pub const HOOK_ONLY: Waiting = Waiting { hooks: Engine::Watcher, deleted_hooks: None, resources: None };
}

/// How a wait ended.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ended {
    /// The time ran out.
    timed_out: bool,
    /// What Helm makes of it.
    error: Option<String>,
}

impl Session<'_> {
    /// Waits for what a hook has created (R-WAIT-1, R-WAIT-3).
    ///
    /// # Errors
    /// The hook failed, or the time ran out.
    pub fn watch_until_ready(&mut self, infos: &[Info], manner: Manner, cause: &Cause<'_>) -> Done {
        let at = self.world.cluster.now();
        let (rule, watched, result) = match manner.waiting.hooks {
            Engine::Legacy => {
                let watched: Vec<&Info> = infos.iter().filter(|info| poll::is_watched(info)).collect();
                (Rule::Wait1, watched, self.watch_for_ends(infos, manner.timeout))
            }
            Engine::Watcher => {
                let result = self.watch_status(infos, Readers::Hooks, manner.timeout);
                (Rule::Wait3, infos.iter().collect(), result)
            }
        };
        let ended = match result {
            Ok(ended) => ended,
            Err(fail) => {
                self.hooks_ready(at, &watched, false, &cause.because(rule));
                return Err(fail);
            }
        };
        let is_gone = |info: &&Info| !self.world.cluster.has(&info.key);
        let rule = match &ended {
            Ended { timed_out: true, .. } if rule == Rule::Wait3 && watched.iter().any(is_gone) => Rule::Wait7,
            Ended { timed_out: true, .. } => Rule::Wait10,
            Ended { error: Some(_), .. } if manner.waiting.hooks == Engine::Watcher => Rule::Wait5,
            _ => rule,
        };
        self.hooks_ready(at, &watched, ended.timed_out, &cause.because(rule));
        self.result(ended)
    }

    /// A step for each object of a hook that was awaited.
    fn hooks_ready(&mut self, at: u64, infos: &[&Info], timed_out: bool, cause: &Cause<'_>) {
        let mut infos = infos.to_vec();
        for batch in infos.chunk_by_mut(|a, b| a.key.kind == b.key.kind) {
            batch.sort_by(|a, b| a.key.name.cmp(&b.key.name));
        }
        for info in infos {
            let outcome = if timed_out { StepOutcome::TimedOut } else { self.what_became_of(info) };
            self.step_since(at, Action::WaitReady, cause, vec![info.reference()], outcome);
        }
    }

    fn what_became_of(&self, info: &Info) -> StepOutcome {
        match self.world.cluster.fate(&info.key) {
            Some("failed") => StepOutcome::Failed,
            None | Some("created") => StepOutcome::Reached("exists"),
            Some(fate) => StepOutcome::Reached(fate),
        }
    }

    /// Waits until what a hook's policy has deleted is gone, if that is waited for (R-EXE-5, R-WAIT-9).
    ///
    /// # Errors
    /// The time ran out.
    pub fn wait_hook_gone(&mut self, infos: &[Info], manner: Manner, cause: &Cause<'_>) -> Done {
        let Some(engine) = manner.waiting.deleted_hooks.filter(|_| self.behaviour.waits_for_deleted_hooks) else {
            return Ok(());
        };
        let at = self.world.cluster.now();
        let (ended, asked) = self.wait_gone(infos, engine, manner.timeout)?;
        for info in infos.iter().take(asked) {
            self.step_since(at, Action::WaitGone, cause, vec![info.reference()], gone(&ended));
        }
        self.result(ended)
    }

    /// Waits until the resources that an uninstall has deleted are gone (R-UN-12).
    ///
    /// # Errors
    /// The time ran out.
    pub fn wait_resources_gone(&mut self, infos: &[Info], engine: Engine, timeout: u64) -> Done {
        if infos.is_empty() {
            return Ok(());
        }
        self.in_phase(Phase::Wait, |session| {
            let at = session.world.cluster.now();
            let (ended, asked) = session.wait_gone(infos, engine, timeout)?;
            let mut objects: Vec<ObjectRef> = infos.iter().take(asked).map(Info::reference).collect();
            sort_by_key(&mut objects, ToString::to_string);
            session.step_since(at, Action::WaitGone, &Cause::resource(Rule::Un12), objects, gone(&ended));
            session.result(ended)
        })
    }

    /// How it ended, and for how many of the objects it came to ask.
    fn wait_gone(&mut self, infos: &[Info], engine: Engine, timeout: u64) -> Done<(Ended, usize)> {
        match engine {
            Engine::Legacy => self.poll_gone(infos, timeout),
            Engine::Watcher => Ok((self.watch_status(infos, Readers::Gone, timeout)?, infos.len())),
        }
    }

    /// `--wait`: waits for the resources of the manifest (R-RDY-4).
    ///
    /// # Errors
    /// One of them failed, or the time ran out.
    pub fn wait_for_manifest(&mut self, infos: &[Info], engine: Engine, jobs: bool, timeout: u64) -> Done {
        self.in_phase(Phase::Wait, |session| {
            let at = session.world.cluster.now();
            let (rule, asked, result) = session.wait_ready(infos, engine, jobs, timeout);
            let ended = result?;
            let outcome = if ended.timed_out { StepOutcome::TimedOut } else { StepOutcome::Reached("done") };
            if asked {
                let objects = infos.iter().map(Info::reference).collect();
                session.step_since(at, Action::WaitManifest, &Cause::resource(rule), objects, outcome);
            }
            session.result(ended)
        })
    }

    /// Waits until the CRDs of `crds/` are established (R-CRD-4, R-CRD-6, NV-5).
    ///
    /// # Errors
    /// The time ran out.
    pub fn wait_for_crds(&mut self, infos: &[Info], engine: Engine) -> Done {
        const SIXTY_SECONDS: u64 = 60_000;
        let at = self.world.cluster.now();
        let (_, _, result) = self.wait_ready(infos, engine, false, SIXTY_SECONDS);
        let ended = result?;
        let rule = if engine == Engine::Watcher { Rule::Nv5 } else { Rule::Crd4 };
        for info in infos {
            let outcome = if ended.timed_out { StepOutcome::TimedOut } else { StepOutcome::Reached("established") };
            let cause = Cause { role: Role::Crd, rule, hook: None, origin: info.origin.as_deref() };
            self.step_since(at, Action::WaitReady, &cause, vec![info.reference()], outcome);
        }
        self.result(ended)
    }

    /// The rule, whether anything is asked at all, and how it ended.
    fn wait_ready(&mut self, infos: &[Info], engine: Engine, jobs: bool, timeout: u64) -> (Rule, bool, Done<Ended>) {
        match engine {
            Engine::Legacy => {
                let in_vain = self.questions.last && !self.behaviour.strategies;
                let asked = in_vain || infos.iter().any(|info| ready::is_asked(info, jobs));
                (Rule::Rdy5, asked, self.poll_ready(infos, jobs, timeout))
            }
            Engine::Watcher => {
                let readers = if jobs { Readers::ManifestWithJobs } else { Readers::Manifest };
                (Rule::Rdy7, !infos.is_empty(), self.watch_status(infos, readers, timeout))
            }
        }
    }

    fn result(&self, ended: Ended) -> Done {
        ended.error.map_or(Ok(()), |error| Err(Fail::error(error)))
    }

    /// Lets time pass from change to change until `decided` or the deadline; whether it was decided in time.
    fn wait_until(&mut self, deadline: Option<u64>, mut decided: impl FnMut(&mut Self) -> Done<bool>) -> Done<bool> {
        while !decided(self)? {
            match (self.world.cluster.next_change_at(), deadline) {
                (Some(next), None) => self.world.cluster.advance_to(next),
                (Some(next), Some(deadline)) if next < deadline => self.world.cluster.advance_to(next),
                (_, Some(deadline)) => {
                    self.world.cluster.advance_to(deadline);
                    return Ok(false);
                }
                // Nothing will ever happen, and nothing ends the wait: Helm hangs for good.
                (None, None) => return Err(Fail::Limit),
            }
        }
        Ok(true)
    }
}

fn gone(ended: &Ended) -> StepOutcome {
    if ended.timed_out { StepOutcome::TimedOut } else { StepOutcome::Reached("gone") }
}

/// The text of an error of the API server.
fn message(failure: Failure) -> Done<String> {
    match failure {
        Failure::Api(api) => Ok(api.message),
        Failure::Cut => Err(Fail::Killed),
    }
}
