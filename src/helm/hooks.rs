//! The hooks of an event, one at a time (spec section 3).

use crate::cluster::{Find as _, text_at};
use crate::manifest::{Hook, HookEvent, execution_order};
use crate::release::{HookPhase, Release, StoredHook};

use super::build::Info;
use super::fail::{Done, Fail, HelmError, Within as _};
use super::ownership::is_marked;
use super::requests::Method;
use super::session::{Cause, Session};
use super::uninstall::policy;
use super::wait::Waiting;
use super::{HookPlace, Phase, Role, Rule};

/// Hooks of this kind are never deleted (R-DEL-5).
const CRD: &str = "CustomResourceDefinition";

/// How the hooks of an operation are run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub method: Method,
    pub waiting: Waiting,
    /// Milliseconds of each single wait (R-WAIT-10).
    pub timeout: u64,
}

/// A hook in its turn.
#[derive(Debug, Clone)]
struct Turn {
    /// Index in the release's hooks.
    index: usize,
    place: HookPlace,
    built: Result<Vec<Info>, String>,
}

/// What is left to clean up when the hooks of an event have run (R-EXE-19).
#[derive(Debug, Default)]
pub(super) struct Cleanup {
    turns: Vec<Turn>,
    /// The error of the last of them, if it failed while it was watched.
    pub failed: Option<HelmError>,
}

impl Session<'_> {
    /// Runs the hooks of an event and cleans up after them.
    ///
    /// # Errors
    /// The error of the hook that failed, or that of the clean-up (R-EXE-14, R-EXE-17).
    pub fn run_hooks(&mut self, release: &mut Release, event: HookEvent, manner: Manner) -> Done {
        self.in_phase(Phase::Hooks(event), |session| {
            let cleanup = session.execute(release, event, manner)?;
            session.clean_up(release, cleanup, manner)
        })
    }

    /// Runs the hooks of an event up to the first that fails.
    ///
    /// # Errors
    /// Of hooks that failed before they were watched: nothing is cleaned up then (R-EXE-20).
    pub fn execute(&mut self, release: &mut Release, event: HookEvent, manner: Manner) -> Done<Cleanup> {
        let hooks: Vec<&Hook> = release.hooks.iter().map(|stored| stored.hook.as_ref()).collect();
        let order = execution_order(&hooks, event);
        let of = order.len();
        let mut cleanup = Cleanup::default();
        for (position, index) in order.into_iter().enumerate() {
            release.hooks.fill_in_policy(index);
            let Some(stored) = release.hooks.get(index) else { continue };
            let hook = stored.hook.clone();
            let built = self.objects(stored.documents);
            let place = HookPlace {
                position,
                of,
                weight: hook.weight,
                delete_policies: stored.delete_policies(),
                explicit_policy: !hook.delete_policies.is_empty(),
                resource_policy: built.iter().flatten().any(|info| policy(Some(&info.object)).is_some()),
            };
            let turn = Turn { index, place, built };
            if stored.has_delete_policy("before-hook-creation") {
                let again = cleanup.turns.last().is_some_and(|last| last.index == index);
                let rule = if again { Rule::Exe3 } else { Rule::Exe5 };
                self.delete_hook(&hook, &turn, rule, manner)?;
            }
            let unbuilt = format!("unable to build kubernetes object for {} hook {}: ", event.word(), hook.path);
            self.check_fields(stored.documents).within(&unbuilt)?;
            let mut infos = turn.built.clone().map_err(|error| Fail::error(format!("{unbuilt}{error}")))?;
            release.hooks.set_phase(index, HookPhase::Running);
            self.record(release, Rule::Exe9)?;
            release.hooks.set_phase(index, HookPhase::Unknown);
            let cause =
                Cause { role: Role::Hook, rule: Rule::Exe10, hook: Some(&turn.place), origin: Some(&hook.origin) };
            let there = infos.iter().any(|info| self.world.cluster.has(&info.key));
            let why = match infos.len() {
                0 | 1 => cause.because(why_created(&hook, there, manner)),
                _ => cause.because(Rule::Exe2),
            };
            let created = self.create_all(&mut infos, manner.method, &why);
            if let Err(Fail::Error(error)) = created {
                release.hooks.set_phase(index, HookPhase::Failed);
                let prefix = format!("warning: Hook {} {} failed: ", event.word(), hook.path);
                return Err(error.within(&prefix).into());
            }
            created?;
            let watched = self.watch_until_ready(&infos, manner, &cause);
            cleanup.turns.push(turn);
            match watched {
                Err(Fail::Error(error)) => {
                    release.hooks.set_phase(index, HookPhase::Failed);
                    if let Some(stored) = release.hooks.get(index) {
                        self.output_logs(stored, "hook-failed")?;
                    }
                    cleanup.failed = Some(error);
                    return Ok(cleanup);
                }
                other => other?,
            }
            release.hooks.set_phase(index, HookPhase::Succeeded);
        }
        Ok(cleanup)
    }

    /// Cleans up after the hooks of an event: after a failure forward, after success backward in newer versions
    /// (R-ORD-18).
    ///
    /// # Errors
    /// The hook's error; one of the clean-up takes its place.
    pub fn clean_up(&mut self, release: &Release, cleanup: Cleanup, manner: Manner) -> Done {
        let Cleanup { turns, failed } = cleanup;
        let Some(error) = failed else {
            let mut turns = turns;
            if self.behaviour.cleans_up_backward {
                turns.reverse();
            }
            for turn in &turns {
                let Some(stored) = release.hooks.get(turn.index) else { continue };
                self.output_logs(stored, "hook-succeeded")?;
                if stored.has_delete_policy("hook-succeeded") {
                    self.delete_hook(stored.hook, turn, Rule::Exe14, manner)?;
                }
            }
            return Ok(());
        };
        let Some((last, earlier)) = turns.split_last() else { return Err(error.into()) };
        if let Some(stored) = release.hooks.get(last.index)
            && stored.has_delete_policy("hook-failed")
        {
            match self.delete_hook(stored.hook, last, Rule::Exe16, manner) {
                Err(Fail::Error(error)) if self.behaviour.tells_failed_deletion => {
                    let line = format!("error deleting the hook resource on hook failure: {}", error.text);
                    let place = if self.behaviour.logs { "" } else { "hooks.go:105: " };
                    self.tell(&format!("{place}{line}"));
                }
                other => other?,
            }
        }
        let earlier = if self.behaviour.cleans_up_earlier { earlier } else { &[] };
        for turn in earlier {
            let Some(stored) = release.hooks.get(turn.index) else { continue };
            if stored.has_delete_policy("hook-succeeded") {
                self.delete_hook(stored.hook, turn, Rule::Exe17, manner)?;
            }
        }
        Err(error.into())
    }

    /// Deletes what a hook made and waits until it is gone, if Helm does (R-EXE-5, R-EXE-6).
    fn delete_hook(&mut self, hook: &Hook, turn: &Turn, rule: Rule, manner: Manner) -> Done {
        if hook.kind == CRD {
            return Ok(());
        }
        let infos = turn.built.as_ref().map_err(|error| {
            Fail::error(format!("unable to build kubernetes object for deleting hook {}: {error}", hook.path))
        })?;
        let owned = |info: &Info| self.world.cluster.peek(&info.key).is_some_and(|live| is_marked(&live));
        let rule = if rule == Rule::Exe5 && infos.iter().any(owned) { Rule::Exe7 } else { rule };
        let cause = Cause { role: Role::Hook, rule, hook: Some(&turn.place), origin: Some(&hook.origin) };
        let errors = self.delete_all(infos, "Background", &cause)?;
        if !errors.is_empty() {
            let texts: Vec<&str> = errors.iter().map(|error| error.text.as_str()).collect();
            return Err(Fail::error(texts.join("; ")));
        }
        self.wait_hook_gone(infos, manner, &cause.because(Rule::Wait9))
    }

    /// Shows the logs of a hook, if its policy asks for them (R-LOG-1 to R-LOG-4).
    fn output_logs(&mut self, stored: StoredHook<'_>, policy: &str) -> Done {
        if !stored.hook.output_log_policies.iter().any(|listed| listed == policy) {
            return Ok(());
        }
        let logs = self.read_logs(stored);
        match logs {
            Ok(lines) => lines.iter().for_each(|line| self.tell(line)),
            Err(Fail::Error(error)) => self.tell(&format!("error outputting logs for hook failure: {}", error.text)),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// The log lines of the pods of a hook: of a Job those with its label, of a Pod its own; regular containers only.
    fn read_logs(&mut self, stored: StoredHook<'_>) -> Done<Vec<String>> {
        let hook = stored.hook;
        let named = stored.documents.first().and_then(|document| document.object.as_ref().ok()).and_then(|object| {
            object.pointer("/metadata/namespace").and_then(serde_json::Value::as_str).map(str::to_owned)
        });
        let namespace = named.unwrap_or_else(|| self.namespace().to_owned());
        let pods = match hook.kind.as_str() {
            "Job" => {
                let all = self.world.cluster.list("", "Pod", &namespace, None);
                self.answered()?;
                let of_job = |pod: &serde_json::Value| {
                    pod.pointer("/metadata/labels/job-name").and_then(serde_json::Value::as_str) == Some(&hook.name)
                };
                Done::from(all.map_err(Fail::from)).map(|pods| pods.into_iter().filter(|pod| of_job(pod)).collect())
            }
            "Pod" => {
                let pods = self.world.cluster.list("", "Pod", &namespace, Some(&hook.name));
                self.answered()?;
                pods.map_err(Fail::from)
            }
            _ => Ok(Vec::new()),
        };
        let mut lines = Vec::new();
        for pod in pods.within("failed to get pod list with options: ")? {
            let name = text_at(&pod, "/metadata/name").to_owned();
            let containers = pod.find("/spec/containers").and_then(serde_json::Value::as_array);
            for container in containers.into_iter().flatten() {
                let container = text_at(container, "/name").to_owned();
                let log = self.world.cluster.log(&namespace, &name, &container);
                self.answered()?;
                match log {
                    Ok(line) => lines.push(line),
                    Err(_) => {
                        let text = format!("failed to stream pod logs for pod: {name}, container: {container}");
                        return Err(Fail::error(text));
                    }
                }
            }
        }
        Ok(lines)
    }
}

/// The rule to name for the creation of a hook: what is there already makes the difference (R-EXE-22, R-EXE-23).
fn why_created(hook: &Hook, there: bool, manner: Manner) -> Rule {
    match manner.method {
        _ if there && hook.kind == CRD => Rule::Exe23,
        Method::Server { .. } if there => Rule::Exe22,
        Method::Server { .. } => Rule::Exe21,
        Method::Client => Rule::Exe10,
    }
}
