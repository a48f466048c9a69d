//! The release records: what is stored, what was stored, and Helm's reading and writing of it (spec section 9).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cluster::{ApiError, Failure, Find as _, Key, Verb};
use crate::release::{HookPhase, Release, Status};
use crate::text::filled;

use super::fail::{Done, Fail, HelmError, Within as _};
use super::log::{Record, quoted};
use super::session::{Cause, Session};
use super::{Action, Phase, RecordChange, Role, Rule, StepOutcome};

/// The records of the release.
#[derive(Debug, Clone, Default)]
pub(super) struct Records {
    stored: BTreeMap<u32, Arc<Release>>,
    /// What Helm itself wrote last, whatever others have made of it: changes are told against it.
    written: BTreeMap<u32, Arc<Release>>,
    history: Vec<RecordChange>,
}

impl Records {
    /// All records, oldest first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<Release>> {
        self.stored.values()
    }

    /// One record.
    pub fn get(&self, revision: u32) -> Option<&Arc<Release>> {
        self.stored.get(&revision)
    }

    /// The highest record that is deployed (R-REC-6).
    pub fn deployed(&self) -> Option<&Arc<Release>> {
        self.all().rfind(|release| release.status == Status::Deployed)
    }

    /// Every change so far.
    pub fn history(&self) -> &[RecordChange] {
        &self.history
    }

    /// Every change, when nothing more is to happen.
    pub fn into_history(self) -> Vec<RecordChange> {
        self.history
    }

    /// Puts a record there, by whatever hand.
    pub fn put(&mut self, release: Arc<Release>) {
        self.history.push(RecordChange { revision: release.revision, release: Some(release.clone()) });
        self.stored.insert(release.revision, release);
    }

    /// Takes a record away, by whatever hand.
    pub fn take(&mut self, revision: u32) {
        self.written.remove(&revision);
        self.history.push(RecordChange { revision, release: None });
        self.stored.remove(&revision);
    }
}

/// The moment at which every story begins, in seconds since 1970.
const BEGIN: u64 = 1_767_225_600;

/// Labels that say when a record was written.
const STAMPS: [&str; 2] = ["createdAt", "modifiedAt"];

/// Labels that each write makes anew (R-REC-4).
const MADE_ANEW: [&str; 4] = ["name", "owner", "status", "version"];

impl Session<'_> {
    fn peek_namespace(&self) -> Option<Arc<serde_json::Value>> {
        let name = self.namespace().to_owned();
        let key = Key { group: String::new(), kind: "Namespace".into(), namespace: String::new(), name };
        self.world.cluster.peek(&key)
    }

    /// The object that keeps a record.
    fn secret(&self, revision: u32) -> String {
        format!("sh.helm.release.v1.{}.v{revision}", self.name())
    }

    fn admit_record(&mut self, verb: Verb, revision: u32) -> Result<(), Failure> {
        let name = self.secret(revision);
        self.world.cluster.admit_as(verb, &format!("Record/{revision}"), "Secret", &name)
    }

    /// Reads all records (LIST of Secrets).
    ///
    /// # Errors
    /// What a fault says; `release: not found` if there are none.
    pub fn read_history(&mut self) -> Done<Vec<Arc<Release>>> {
        let listed = self.world.cluster.admit(Verb::List, "Secret/*");
        self.answered()?;
        if let Err(failure) = listed {
            return match failure {
                Failure::Api(api) => Err(HelmError::from(api).within("query: failed to query with labels: ").into()),
                Failure::Cut => Err(Fail::Killed),
            };
        }
        let all: Vec<_> = self.world.records.all().cloned().collect();
        if all.is_empty() { Err(Fail::error(NOT_FOUND)) } else { Ok(all) }
    }

    /// The last record (R-REC-6).
    ///
    /// # Errors
    /// As [`Session::read_history`].
    pub fn read_last(&mut self) -> Done<Arc<Release>> {
        let all = self.read_history()?;
        all.into_iter().next_back().ok_or_else(|| Fail::error(NOT_FOUND))
    }

    /// The record that is listed last: by the name of its Secret, so that revision 9 comes after 10 (R-UPG-27).
    ///
    /// # Errors
    /// What a fault says.
    pub fn read_listed_last(&mut self) -> Done<Option<Arc<Release>>> {
        match self.read_history() {
            Err(Fail::Error(error)) if error.text == NOT_FOUND => Ok(None),
            all => Ok(all?.into_iter().max_by_key(|release| release.revision.to_string())),
        }
    }

    /// All deployed records (LIST by label).
    ///
    /// # Errors
    /// What a fault says.
    pub fn read_all_deployed(&mut self) -> Done<Vec<Arc<Release>>> {
        match self.read_history() {
            Err(Fail::Error(error)) if error.text == NOT_FOUND => Ok(Vec::new()),
            all => Ok(all?.into_iter().filter(|release| release.status == Status::Deployed).collect()),
        }
    }

    /// The highest deployed record.
    ///
    /// # Errors
    /// As [`Session::read_all_deployed`].
    pub fn read_deployed(&mut self) -> Done<Option<Arc<Release>>> {
        Ok(self.read_all_deployed()?.into_iter().next_back())
    }

    /// One record (GET); the labels that each write makes anew are left out, as Helm does here.
    ///
    /// # Errors
    /// What a fault says; `release: not found`.
    pub fn read_record(&mut self, revision: u32) -> Done<Release> {
        let read = self.admit_record(Verb::Get, revision);
        self.answered()?;
        let key = quoted(&self.secret(revision));
        read.map_err(Fail::from).within(&format!("get: failed to get {key}: "))?;
        let Some(stored) = self.world.records.get(revision) else { return Err(Fail::error(NOT_FOUND)) };
        let mut release = Release::clone(stored);
        release.labels.retain(|label, _| !STAMPS.contains(&label.as_str()));
        Ok(release)
    }

    /// Creates a record, after pruning if `keep` limits the history (R-REC-8).
    ///
    /// # Errors
    /// What a fault says; a missing namespace; a record that exists.
    pub fn create_record(&mut self, release: &Release, keep: usize, rule: Rule) -> Done {
        if keep > 0 {
            match self.prune(keep.saturating_sub(1)) {
                Err(Fail::Error(_)) if !self.behaviour.prune_errors_end => {}
                other => other?,
            }
        }
        self.questions.missing = 0;
        let revision = release.revision;
        let result = self.admit_record(Verb::Create, revision).and_then(|()| {
            if self.world.records.get(revision).is_some() {
                return Err(taken());
            }
            self.room_for_record(revision).map_err(Failure::Api)
        });
        self.write_record(release, "createdAt", result, rule).map_err(|fail| match fail {
            Fail::Error(error) if error.already_exists() => Fail::error("release: already exists"),
            Fail::Error(error) => error.within("create: failed to create: ").into(),
            other => other,
        })
    }

    /// Updates a record.
    ///
    /// # Errors
    /// What a fault says; a record that is gone.
    pub fn update_record(&mut self, release: &Release, rule: Rule) -> Done {
        let revision = release.revision;
        let result = self.admit_record(Verb::Replace, revision).and_then(|()| {
            let there = self.world.records.get(revision).is_some();
            if there { Ok(()) } else { Err(Failure::Api(self.no_secret(revision))) }
        });
        self.write_record(release, "modifiedAt", result, rule).within("update: failed to update: ")
    }

    /// Updates a record; an error is only logged (`recordRelease`).
    ///
    /// # Errors
    /// Only what ends Helm altogether.
    pub fn record(&mut self, release: &Release, rule: Rule) -> Done {
        let Err(fail) = self.update_record(release, rule) else { return Ok(()) };
        let Fail::Error(error) = fail else { return Err(fail) };
        let revision = release.revision.to_string();
        let record = Record::warn("failed to update release");
        self.log(record.with("name", self.name()).with("revision", &revision).with("error", &error.text));
        Ok(())
    }

    /// Writes a record; `stamp` is the label that says when, unless the release carries one (R-REC-5).
    fn write_record(&mut self, release: &Release, stamp: &str, result: Result<(), Failure>, rule: Rule) -> Done {
        let before = self.world.records.written.get(&release.revision).cloned();
        let told = before.as_ref().is_some_and(|old| old.description == release.description);
        let action = Action::Record {
            revision: release.revision,
            status: release.status,
            description: (!told).then(|| release.description.clone()),
            apply_method: if before.is_none() { release.apply_method } else { None },
            hooks: hook_changes(before.as_deref(), release),
        };
        if result.is_ok() {
            let mut stored = release.clone();
            // Helm 3 knows no such field, so a record it writes back has lost it.
            stored.apply_method = stored.apply_method.filter(|_| self.behaviour.server_side);
            let now = BEGIN.saturating_add(self.world.cluster.now() / 1000);
            stored.labels.entry(stamp.to_owned()).or_insert_with(|| now.to_string());
            let stored = Arc::new(stored);
            self.world.records.written.insert(release.revision, stored.clone());
            self.world.records.put(stored);
        }
        self.record_step(action, &result, rule);
        self.answered()?;
        Ok(result?)
    }

    fn record_step(&mut self, action: Action, result: &Result<(), Failure>, rule: Rule) {
        let outcome = match result {
            Ok(()) => StepOutcome::Done,
            Err(failure) => outcome_of(failure),
        };
        let cause = Cause { role: Role::Record, rule, hook: None, origin: None };
        let phase = if matches!(self.phase, Phase::Hooks(_)) { self.phase } else { Phase::Record };
        self.in_phase(phase, |session| session.step(action, &cause, Vec::new(), outcome));
    }

    /// Deletes a record.
    ///
    /// # Errors
    /// What a fault says; `release: not found`.
    pub fn forget(&mut self, revision: u32, rule: Rule) -> Done {
        // The driver reads the record before it deletes it.
        let read = self.admit_record(Verb::Get, revision);
        self.answered()?;
        if let Err(failure) = read {
            return Err(failure.into());
        }
        if self.world.records.get(revision).is_none() {
            return Err(Fail::error(NOT_FOUND));
        }
        let result = self.admit_record(Verb::Delete, revision);
        if result.is_ok() {
            self.world.records.take(revision);
        }
        self.record_step(Action::Forget { revision }, &result, rule);
        self.answered()?;
        Ok(result?)
    }

    /// Deletes the oldest records until `keep` are left, in newer versions never the one that is deployed (R-REC-8).
    fn prune(&mut self, keep: usize) -> Done {
        let all = match self.read_history() {
            Err(Fail::Error(error)) if error.text == NOT_FOUND => return Ok(()),
            other => other?,
        };
        let deployed = self.world.records.deployed().map(|release| release.revision);
        let deployed = deployed.filter(|_| !self.behaviour.prunes_deployed);
        let full = all.len() > keep && !self.behaviour.prunes_deployed;
        if full && deployed.is_none() && !self.behaviour.prunes_without_deployed {
            return Err(Fail::error(format!("{} has no deployed releases", quoted(self.name()))));
        }
        let oldest = all.iter().map(|release| release.revision).filter(|revision| Some(*revision) != deployed);
        let doomed: Vec<u32> = oldest.take(all.len().saturating_sub(keep)).collect();
        let mut errors: Vec<HelmError> = Vec::new();
        for revision in doomed {
            match self.forget(revision, Rule::Rec8) {
                Err(Fail::Error(error)) => errors.push(error),
                other => other?,
            }
        }
        let count = errors.len();
        match errors.into_iter().next() {
            None => Ok(()),
            Some(first) if first.text == NOT_FOUND => Ok(()),
            Some(first) if count == 1 => Err(first.into()),
            Some(first) => Err(first.within(&format!("encountered {count} deletion errors. First is: ")).into()),
        }
    }

    /// Whether the namespace takes a new record.
    fn room_for_record(&self, revision: u32) -> Result<(), ApiError> {
        let namespace = self.namespace();
        let Some(found) = self.peek_namespace() else {
            let message = format!("namespaces \"{namespace}\" not found");
            return Err(ApiError { code: 404, reason: "NotFound".into(), message });
        };
        if found.find("/metadata/deletionTimestamp").is_none() {
            return Ok(());
        }
        let message = format!(
            "secrets \"{}\" is forbidden: unable to create new content in namespace {namespace} because it is being terminated",
            self.secret(revision)
        );
        Err(ApiError { code: 403, reason: "Forbidden".into(), message })
    }

    fn no_secret(&self, revision: u32) -> ApiError {
        let message = format!("secrets \"{}\" not found", self.secret(revision));
        ApiError { code: 404, reason: "NotFound".into(), message }
    }
}

/// Whether labels of a user are Helm's own.
///
/// # Errors
/// If they are (R-REC-7).
pub(super) fn check_labels(labels: &BTreeMap<String, String>) -> Done {
    let own = MADE_ANEW.iter().chain(&STAMPS);
    if !own.clone().any(|label| labels.contains_key(*label)) {
        return Ok(());
    }
    let own: Vec<&str> = own.copied().collect();
    let text = "user supplied labels contains system reserved label name. System labels: ";
    Err(Fail::error(format!("{text}[{}]", own.join(" "))))
}

/// Helm's words for a release that is not there.
pub(super) const NOT_FOUND: &str = "release: not found";

fn taken() -> Failure {
    Failure::Api(ApiError { code: 409, reason: "AlreadyExists".into(), message: String::new() })
}

/// What a refused request looks like in a step.
pub(super) fn outcome_of(failure: &Failure) -> StepOutcome {
    match failure {
        Failure::Api(api) => {
            StepOutcome::Rejected { code: api.code, reason: api.reason.clone(), message: api.message.clone() }
        }
        Failure::Cut => StepOutcome::Cut,
    }
}

/// Hooks whose phase differs from that of the record before; `None` for a hook that is missing now.
fn hook_changes(before: Option<&Release>, now: &Release) -> Vec<(String, Option<HookPhase>)> {
    let Some(before) = before else {
        return now.hooks.iter().filter(|hook| hook.phase.is_some()).map(|h| (h.key.to_owned(), h.phase)).collect();
    };
    if now.hooks.same_list(&before.hooks) {
        return now.hooks.changed_since(&before.hooks);
    }
    let old: BTreeMap<&str, Option<HookPhase>> = filled(before.hooks.iter().map(|hook| (hook.key, hook.phase)));
    let kept: BTreeMap<&str, ()> = filled(now.hooks.iter().map(|hook| (hook.key, ())));
    let changed = now.hooks.iter().filter(|hook| old.get(hook.key).copied().flatten() != hook.phase);
    let gone = before.hooks.iter().filter(|hook| !kept.contains_key(hook.key));
    changed.map(|hook| (hook.key.to_owned(), hook.phase)).chain(gone.map(|hook| (hook.key.to_owned(), None))).collect()
}
/// The labels a record has as Helm shows them, with those that each write makes anew.
pub(super) fn all_labels(release: &Release) -> BTreeMap<String, String> {
    let mut labels = release.labels.clone();
    let revision = release.revision.to_string();
    let values = [&*release.name, "helm", release.status.word(), &revision];
    for (label, value) in MADE_ANEW.iter().zip(values) {
        labels.insert((*label).to_owned(), value.to_owned());
    }
    labels
}
