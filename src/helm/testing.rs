//! `helm test` (spec section 8).

use serde_json::Value;

use crate::manifest::HookEvent;
use crate::release::{ApplyMethod, Hooks, Release};
use crate::text::sort_by;

use super::fail::{Done, Fail};
use super::flags::Flags;
use super::hooks::{Cleanup, Manner};
use super::name;
use super::requests::{Method, NO_NAME};
use super::session::Session;
use super::wait::Waiting;
use super::{Phase, Rule};

impl Session<'_> {
    /// Runs the tests of the release and prints what came of them.
    ///
    /// # Errors
    /// Helm's error.
    pub fn test(&mut self, flags: &Flags) -> Done {
        self.checking = Rule::Tst1;
        if name::check(self.name()).is_err() {
            return Err(Fail::error(format!("releaseTest: Release name is invalid: {}", self.name())));
        }
        let last = self.read_last()?;
        let mut release = Release::clone(&last);
        let server_side = self.behaviour.server_side && release.apply_method == Some(ApplyMethod::Ssa);
        let waiting = if self.behaviour.test_watches { Waiting::WATCHER } else { flags.waiting };
        let manner = Manner { method: Method::server_side(server_side), waiting, timeout: flags.timeout };
        let skipped = filter(&mut release, flags);
        self.in_phase(Phase::Hooks(HookEvent::Test), |session| {
            let executed = session.execute(&mut release, HookEvent::Test, manner);
            let (cleanup, mut failed) = match executed {
                Ok(cleanup) => (cleanup, None),
                Err(fail) => (Cleanup::default(), Some(fail.survived()?)),
            };
            failed = failed.or_else(|| cleanup.failed.clone());
            let ran = release.clone();
            let mut cleanup = Some(cleanup);
            if !session.behaviour.test_watches
                && let Some(cleanup) = cleanup.take()
            {
                failed = session.tidy(&ran, cleanup, manner)?.or(failed);
            }
            release.hooks = skipped.and(&release.hooks);
            let recorded = session.update_record(&release, Rule::Tst4);
            if failed.is_none() {
                failed = recorded.err().map(Fail::survived).transpose()?;
            }
            session.print_release(&release, flags.hide_notes || !session.behaviour.test_notes);
            if flags.logs {
                session.output.push(String::new());
                let logs = session.test_logs(&release, flags)?;
                failed = match (failed, logs) {
                    (failed, None) => failed,
                    // Helm 3 forgets the failure of the test.
                    (Some(failed), Some(logs)) if session.behaviour.logs => Some(failed.followed_by(&logs)),
                    (_, Some(logs)) => Some(super::fail::HelmError::new(logs)),
                };
            }
            if let Some(cleanup) = cleanup {
                let tidied = session.tidy(&ran, cleanup, manner)?;
                failed = failed.or(tidied);
            }
            failed.map_or(Ok(()), |error| Err(error.into()))
        })
    }

    /// Cleans up; the error of the clean-up, or of the test that failed.
    fn tidy(&mut self, release: &Release, cleanup: Cleanup, manner: Manner) -> Done<Option<super::fail::HelmError>> {
        match self.clean_up(release, cleanup, manner) {
            Ok(()) => Ok(None),
            Err(fail) => fail.survived().map(Some),
        }
    }

    /// `--logs`: the logs of all tests, in newer versions by weight and name (R-TST-9); the error that ends it.
    fn test_logs(&mut self, release: &Release, flags: &Flags) -> Done<Option<String>> {
        let mut hooks: Vec<_> = release.hooks.iter().map(|stored| stored.hook.clone()).collect();
        let sorts = self.behaviour.sorts_test_logs;
        if sorts {
            sort_by(&mut hooks, |a, b| a.weight.cmp(&b.weight).then_with(|| a.name.cmp(&b.name)));
        }
        let chosen = |name: &String| {
            !sorts
                || !flags.without_names.contains(name)
                    && (flags.with_names.is_empty() || flags.with_names.contains(name))
        };
        for hook in &hooks {
            let times = hook.events.iter().filter(|event| **event == HookEvent::Test).count();
            if !chosen(&hook.name) || self.behaviour.logs_of_pods_only && hook.kind != "Pod" {
                continue;
            }
            for _ in 0..times {
                let error = self.pod_log(&hook.name)?;
                if error.is_some() {
                    return Ok(error);
                }
            }
        }
        Ok(None)
    }

    fn pod_log(&mut self, pod: &str) -> Done<Option<String>> {
        let namespace = self.namespace().to_owned();
        let by_container = self.behaviour.logs_by_container;
        if pod.is_empty() {
            let what = if by_container { "unable to get pod" } else { "unable to get pod logs for" };
            return Ok(Some(format!("{what} {pod}: {NO_NAME}")));
        }
        if !by_container {
            let log = self.world.cluster.log(&namespace, pod, "(default)");
            self.answered()?;
            return match log.map_err(Fail::from) {
                Ok(log) => {
                    self.output.extend([format!("POD LOGS: {pod}"), log, String::new()]);
                    Ok(None)
                }
                Err(fail) => Ok(Some(format!("unable to get pod logs for {pod}: {}", fail.survived()?.text))),
            };
        }
        let key = crate::cluster::Key {
            group: String::new(),
            kind: "Pod".into(),
            namespace: namespace.clone(),
            name: pod.to_owned(),
        };
        let found = self.world.cluster.get(&key);
        self.answered()?;
        let object = match found.map_err(Fail::from) {
            Ok(object) => object,
            Err(fail) => return Ok(Some(format!("unable to get pod {pod}: {}", fail.survived()?.text))),
        };
        let mut errors = Vec::new();
        let lists =
            ["/spec/initContainers", "/spec/containers"].map(|list| object.pointer(list).and_then(Value::as_array));
        for container in lists.into_iter().flatten().flatten() {
            let container = container.get("name").and_then(Value::as_str).unwrap_or_default();
            let log = self.world.cluster.log(&namespace, pod, container);
            self.answered()?;
            match log.map_err(Fail::from) {
                Ok(log) => self.output.extend([format!("POD LOGS: {pod} ({container})"), log, String::new()]),
                Err(fail) => {
                    let text = fail.survived()?.text;
                    errors.push(format!("unable to get logs for pod {pod}, container {container}: {text}"));
                }
            }
        }
        Ok((!errors.is_empty()).then(|| errors.join("\n")))
    }
}

/// Takes the hooks that a filter leaves out from the release; they are returned (R-TST-3).
fn filter(release: &mut Release, flags: &Flags) -> Hooks {
    let mut skipped = Vec::new();
    let mut chosen: Vec<usize> = (0..release.hooks.len()).collect();
    let is_listed = |index: usize, names: &[String]| {
        release.hooks.get(index).is_some_and(|stored| names.contains(&stored.hook.name))
    };
    if !flags.without_names.is_empty() {
        let (out, stay): (Vec<usize>, Vec<usize>) =
            chosen.into_iter().partition(|index| is_listed(*index, &flags.without_names));
        skipped.extend(out);
        chosen = stay;
    }
    if !flags.with_names.is_empty() {
        let (stay, out): (Vec<usize>, Vec<usize>) =
            chosen.into_iter().partition(|index| is_listed(*index, &flags.with_names));
        skipped.extend(out);
        chosen = stay;
    }
    let left_out = release.hooks.select(&skipped);
    if !skipped.is_empty() {
        release.hooks = release.hooks.select(&chosen);
    }
    left_out
}
