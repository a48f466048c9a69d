//! The status watcher of Helm 4.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cluster::{Failure, Find as _, Verb};

use super::kstatus::{Read, Readers, Status, read};
use super::{Ended, message};
use crate::helm::build::Info;
use crate::helm::fail::{Done, Fail};
use crate::helm::session::Session;

/// An object as the watcher knows it.
struct Watched<'i> {
    info: &'i Info,
    seen: bool,
    status: Read,
}

impl Session<'_> {
    /// Watches objects until all are current or failed, or all are gone; one time-out for all of them.
    pub(super) fn watch_status(&mut self, infos: &[Info], readers: Readers, timeout: u64) -> Done<Ended> {
        let timeout = if timeout == 0 { self.behaviour.no_timeout } else { Some(timeout) };
        let deadline = timeout.map(|timeout| self.world.cluster.now().saturating_add(timeout));
        let going = readers == Readers::Gone;
        let unknown = || (Status::Unknown, String::new());
        let mut watched: Vec<Watched<'_>> = infos
            .iter()
            .filter(|info| going || !is_paused(info))
            .map(|info| Watched { info, seen: false, status: unknown() })
            .collect();
        if let Some(error) = self.open_watches(&watched)? {
            return Ok(Ended { timed_out: false, error: Some(error) });
        }
        let in_time = self.wait_until(deadline, |session| {
            for one in &mut watched {
                let object = session.world.cluster.peek(&one.info.key);
                one.seen |= object.is_some();
                if one.seen {
                    let key = &one.info.key;
                    one.status = read(readers, &key.group, &key.kind, object.as_deref());
                }
            }
            let fails_fast = session.behaviour.fails_fast;
            Ok(watched.iter().all(|one| is_decided(one.status.0, going, fails_fast)))
        })?;
        let tells = self.behaviour.tells_status_message;
        let wrong = |status: Status| match going {
            true => status != Status::NotFound && (status != Status::Unknown || !tells && !in_time),
            false => status != Status::Current,
        };
        let what = if going { "still exists" } else { "not ready" };
        let mut lines: Vec<String> = watched
            .iter()
            .filter(|one| wrong(one.status.0))
            .map(|one| {
                let (key, (status, message)) = (&one.info.key, &one.status);
                let status = status.word();
                if !tells {
                    return format!("resource {what}, name: {}, kind: {}, status: {status}", key.name, key.kind);
                }
                format!(
                    "resource {}/{}/{} {what}. status: {status}, message: {message}",
                    key.kind, key.namespace, key.name
                )
            })
            .collect();
        if !in_time {
            lines.push("context deadline exceeded".into());
        }
        Ok(Ended { timed_out: !in_time, error: (!lines.is_empty()).then(|| lines.join("\n")) })
    }

    /// One watch per kind and namespace; the fatal error if one is forbidden. A watch that also brings the
    /// objects there are comes first; where it is refused, the list does (R-WAIT-8).
    fn open_watches(&mut self, watched: &[Watched<'_>]) -> Done<Option<String>> {
        let mut opened = BTreeSet::new();
        for one in watched {
            let (key, resource) = (&one.info.key, &one.info.resource);
            if !opened.insert((&key.group, &key.kind, &key.namespace)) {
                continue;
            }
            let kind = format!("{}/*", key.kind);
            for verb in [Verb::Watch, Verb::List] {
                let admitted = self.world.cluster.admit(verb, &kind);
                self.answered()?;
                match admitted {
                    Ok(()) => break,
                    Err(Failure::Cut) => return Err(Fail::Killed),
                    Err(Failure::Api(_)) if verb == Verb::Watch => {}
                    Err(failure) => {
                        let gvk = format!("{}/{}, Kind={}", resource.group, resource.version, resource.kind);
                        return Ok(Some(format!("failed to list {gvk}: {}", message(failure)?)));
                    }
                }
            }
        }
        Ok(None)
    }
}

/// Whether an object no longer keeps the wait from its end (R-WAIT-5, R-WAIT-9).
fn is_decided(status: Status, going: bool, fails_fast: bool) -> bool {
    if going {
        matches!(status, Status::NotFound | Status::Unknown)
    } else {
        status == Status::Current || fails_fast && status == Status::Failed
    }
}

/// A paused Deployment is not watched at all.
fn is_paused(info: &Info) -> bool {
    info.key.kind == "Deployment"
        && info.key.group == "apps"
        && info.object.find("/spec/paused").and_then(Value::as_bool) == Some(true)
}
