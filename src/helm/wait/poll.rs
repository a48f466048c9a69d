//! The waits of Helm 3 and of the strategy `legacy`.

use serde_json::Value;

use crate::cluster::{Find as _, Verb};

use super::kstatus::conditions;
use super::{Ended, message};
use crate::helm::build::Info;
use crate::helm::fail::{Done, HelmError};
use crate::helm::log::Record;
use crate::helm::session::Session;

/// Milliseconds between two questions.
const INTERVAL: u64 = 2000;

/// Rounds in which an error of one object is taken for passing (R-RDY-6).
const RETRIES: usize = 30;

/// Questions of one wait: with the longest timeout that makes sense, a day.
const ROUNDS: usize = 43_200;

/// Hooks of these kinds are watched; all others are ready once they are created (R-WAIT-1).
pub(super) fn is_watched(info: &Info) -> bool {
    matches!(info.key.kind.as_str(), "Job" | "Pod")
}

impl Session<'_> {
    /// Watches Jobs and Pods to their end, kind after kind; a timeout of 0 is none.
    pub(super) fn watch_for_ends(&mut self, infos: &[Info], timeout: u64) -> Done<Ended> {
        let mut errors = Vec::new();
        let mut timed_out = false;
        for batch in infos.chunk_by(|a, b| a.key.kind == b.key.kind).filter(|batch| batch.iter().any(is_watched)) {
            let mut visible = Vec::with_capacity(batch.len());
            for info in batch {
                visible.push(self.open_watch(info)?);
            }
            let now = self.world.cluster.now();
            let deadline = (timeout > 0).then(|| now.saturating_add(timeout));
            let mut seen = vec![false; batch.len()];
            let mut phases = vec![String::new(); batch.len()];
            let mut ends: Vec<Option<Result<(), HelmError>>> = vec![None; batch.len()];
            let in_time = self.wait_until(deadline, |session| {
                let each = batch.iter().zip(&visible).zip(seen.iter_mut()).zip(ends.iter_mut()).zip(&mut phases);
                for ((((info, visible), seen), end), phase) in each {
                    if *visible && end.is_none() {
                        let object = session.world.cluster.peek(&info.key);
                        session.print_phase(info, object.as_deref(), phase);
                        *end = session.end_of(info, object.as_deref(), *seen);
                        *seen |= object.is_some();
                    }
                }
                Ok(ends.iter().all(Option::is_some))
            })?;
            timed_out |= !in_time;
            for end in ends {
                match end {
                    Some(Ok(())) => {}
                    Some(Err(error)) => errors.push(error),
                    None => errors.push(HelmError::new("timed out waiting for the condition")),
                }
            }
        }
        let error = self.joined(errors).err().map(|fail| fail.survived()).transpose()?;
        Ok(Ended { timed_out, error: error.map(|error| error.text) })
    }

    /// LIST and WATCH of one object; whether the object can be seen. Refused ones are tried again until the time is out.
    fn open_watch(&mut self, info: &Info) -> Done<bool> {
        for verb in [Verb::List, Verb::Watch] {
            let admitted = self.world.cluster.admit(verb, &format!("{}/{}", info.key.kind, info.key.name));
            self.answered()?;
            if let Err(failure) = admitted {
                message(failure)?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Prints the state of a Pod that `printed` was not about, if that is done.
    fn print_phase(&mut self, info: &Info, pod: Option<&Value>, printed: &mut String) {
        let Some(phase) = pod.and_then(|pod| pod.find("/status/phase")).and_then(Value::as_str) else { return };
        if self.behaviour.prints_pods && info.key.kind == "Pod" && phase != "Failed" && phase != printed {
            self.print(&format!("Pod {} {}", info.key.name, phase.to_lowercase()));
            phase.clone_into(printed);
        }
    }

    /// How a watched object ended, if it did. One that is deleted counts as a success.
    fn end_of(&mut self, info: &Info, object: Option<&Value>, seen: bool) -> Option<Result<(), HelmError>> {
        let name = &info.key.name;
        let Some(object) = object else { return seen.then_some(Ok(())) };
        match (info.key.group.as_str(), info.key.kind.as_str()) {
            ("batch", "Job") => {
                let ended = conditions(object)
                    .find(|(kind, status, ..)| matches!(*kind, "Complete" | "Failed") && *status == "True");
                let (kind, _, reason, _) = ended?;
                if kind == "Complete" {
                    return Some(Ok(()));
                }
                let named = if self.behaviour.names_failed_job { format!("job {name}") } else { "job".to_owned() };
                let error = HelmError::new(format!("{named} failed: {reason}"));
                self.log(Record::error("job failed").with("job", name).with("reason", reason));
                Some(Err(error))
            }
            ("", "Pod") => match object.find("/status/phase").and_then(Value::as_str) {
                Some("Succeeded") => Some(Ok(())),
                Some("Failed") => {
                    self.log(Record::error("pod failed").with("pod", name));
                    Some(Err(HelmError::new(format!("pod {name} failed"))))
                }
                _ => None,
            },
            (_, "Job") => {
                Some(Err(HelmError::new(format!("expected {name} to be a *batch.Job, got *unstructured.Unstructured"))))
            }
            _ => Some(Err(HelmError::new(format!("expected {name} to be a *v1.Pod, got *unstructured.Unstructured")))),
        }
    }

    /// Asks every two seconds whether all objects are gone, up to the first that is not; also how many of them it has
    /// come to ask for.
    pub(super) fn poll_gone(&mut self, infos: &[Info], timeout: u64) -> Done<(Ended, usize)> {
        let mut asked = 0_usize;
        let ended = self.poll(timeout, |session| {
            for (number, info) in (1..).zip(infos) {
                asked = asked.max(number);
                match session.get(info)? {
                    Ok(_) => return Ok(Ok(false)),
                    Err(error) if error.is_not_found() => session.questions.missed(),
                    Err(error) => return Ok(Err(error)),
                }
            }
            Ok(Ok(true))
        })?;
        Ok((ended, asked))
    }

    /// Asks every two seconds whether all objects are ready, up to the first that is not (R-RDY-5, R-RDY-6).
    pub(super) fn poll_ready(&mut self, infos: &[Info], jobs: bool, timeout: u64) -> Done<Ended> {
        let mut errors = vec![0_usize; infos.len()];
        self.poll(timeout, |session| {
            for (info, errors) in infos.iter().zip(errors.iter_mut()) {
                match session.is_ready(info, jobs)? {
                    Ok(true) => *errors = 0,
                    Ok(false) => {
                        *errors = 0;
                        return Ok(Ok(false));
                    }
                    Err(error) if session.behaviour.forgives_errors && is_passing(&error) => {
                        *errors = errors.saturating_add(1);
                        return Ok(if *errors > RETRIES { Err(error) } else { Ok(false) });
                    }
                    Err(error) => return Ok(Err(error)),
                }
            }
            Ok(Ok(true))
        })
    }

    /// Asks at once, in older versions after two seconds, and then every two seconds; the deadline is looked at only between questions.
    ///
    /// Where nothing has changed between two rounds, the rounds up to the next change would only say the same again;
    /// they are left out, so that an hour of waiting for thousands of objects costs no more than what happens in it.
    fn poll(&mut self, timeout: u64, mut ask: impl FnMut(&mut Self) -> Done<Result<bool, HelmError>>) -> Done<Ended> {
        let begin = self.world.cluster.now();
        let deadline = begin.saturating_add(timeout);
        if !self.behaviour.asks_at_once {
            self.world.cluster.advance_to(begin.saturating_add(INTERVAL).min(deadline));
        }
        let mut seen = None;
        for _ in 0..ROUNDS {
            match ask(self)? {
                Ok(true) => return Ok(Ended { timed_out: false, error: None }),
                Ok(false) => {}
                Err(error) => return Ok(Ended { timed_out: false, error: Some(error.text) }),
            }
            let state = self.world.cluster.history().len();
            let idle = seen.replace(state) == Some(state) && !self.world.cluster.counts_requests();
            let now = self.world.cluster.now();
            let change = if idle { self.world.cluster.next_change_at().unwrap_or(deadline) } else { now };
            let ticks = change.saturating_sub(begin).div_ceil(INTERVAL);
            let next = begin.saturating_add(ticks.saturating_mul(INTERVAL)).max(now.saturating_add(INTERVAL));
            self.world.cluster.advance_to(next.min(deadline));
            if next >= deadline {
                break;
            }
        }
        Ok(Ended { timed_out: true, error: Some(self.behaviour.out_of_time.into()) })
    }
}

/// Errors that may pass: everything but answers of the API server that will not change.
fn is_passing(error: &HelmError) -> bool {
    error.api.as_ref().is_none_or(|api| api.code == 0 || api.code == 429 || api.code >= 500 && api.code != 501)
}
