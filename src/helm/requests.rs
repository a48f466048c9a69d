//! The requests Helm sends about objects, each one a step.

use std::sync::Arc;

use serde_json::Value;

use crate::cluster::{Deleted, Failure, PatchType, WriteOptions, Written};

use super::behaviour::Errors;
use super::build::Info;
use super::fail::{Done, Fail, HelmError};
use super::session::{Cause, Session};
use super::storage::outcome_of;
use super::{Action, Role, Rule, StepOutcome};

/// The field manager of everything Helm writes.
const MANAGER: &str = "helm";

/// Attempts that a conflict is given (R-BAT-5).
const ATTEMPTS: usize = 5;

/// What the client says of an object without a name, before it sends anything.
pub(super) const NO_NAME: &str = "resource name may not be empty";

/// How objects are created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// POST.
    Client,
    /// Server-side apply.
    Server {
        /// Takes fields from other managers.
        force: bool,
    },
}

impl Method {
    /// `--server-side`
    pub fn server_side(yes: bool) -> Self {
        if yes { Method::Server { force: false } } else { Method::Client }
    }
}

/// What came of a request that was answered: nothing else happened to Helm.
pub(super) type Answer<T = ()> = Done<Result<T, HelmError>>;

fn options(force: bool, strict: bool) -> WriteOptions<'static> {
    WriteOptions { manager: MANAGER, force, strict }
}

impl Session<'_> {
    /// GET.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn get(&mut self, info: &Info) -> Answer<Arc<Value>> {
        if info.key.name.is_empty() {
            return Ok(Err(HelmError::new(NO_NAME)));
        }
        let result = self.world.cluster.get_as(&info.key, &info.resource.api_version());
        self.answered()?;
        answer(result)
    }

    /// Creates an object; one with a generated name gets it.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn create(&mut self, info: &mut Info, method: Method, cause: &Cause<'_>) -> Answer {
        match method {
            Method::Server { force } => self.apply(info, force, cause),
            Method::Client => self.retry(|session| session.post(info, cause)),
        }
    }

    fn post(&mut self, info: &mut Info, cause: &Cause<'_>) -> Answer {
        let result = self.world.cluster.create(&info.object, options(false, false));
        if let Ok(created) = &result
            && info.key.name.is_empty()
        {
            let name = created.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default();
            info.key.name = name.to_owned();
        }
        let outcome = match &result {
            Ok(_) => StepOutcome::Created,
            Err(Failure::Api(api)) if api.reason == "AlreadyExists" => StepOutcome::AlreadyExists,
            Err(failure) => outcome_of(failure),
        };
        self.sent(Action::Create, info, cause, outcome)?;
        answer(result.map(drop))
    }

    /// Applies an object on the server side.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn apply(&mut self, info: &Info, force: bool, cause: &Cause<'_>) -> Answer {
        let failed = match self.behaviour.apply_errors_name_object {
            true => format!("server-side apply failed for object {}: ", info.full_name()),
            false => String::new(),
        };
        if info.key.name.is_empty() {
            return Ok(Err(HelmError::new(NO_NAME).within(&failed)));
        }
        let result = self.world.cluster.apply(&info.object, options(force, true));
        self.sent(Action::Apply { force }, info, cause, written(&result))?;
        let conflict = format!("conflict occurred while applying object {}: ", info.full_name());
        Ok(answer(result.map(drop))?.map_err(|error| {
            let prefix = if error.is_conflict() { &conflict } else { &failed };
            error.within(prefix)
        }))
    }

    /// Sends a patch.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn patch(&mut self, info: &Info, kind: PatchType, patch: &Value, cause: &Cause<'_>) -> Answer {
        let version = info.resource.api_version();
        let result = self.world.cluster.patch_as(&info.key, &version, kind, patch, options(false, false));
        self.sent(Action::Patch(kind), info, cause, written(&result))?;
        answer(result.map(drop))
    }

    /// Sends the patch of managed fields that makes what client-side requests have set this manager's own; nothing
    /// if there is nothing to hand over.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn hand_over(&mut self, info: &Info, cause: &Cause<'_>) -> Answer {
        let result = match self.world.cluster.hand_over(&info.key, MANAGER) {
            Ok(None) => return Ok(Ok(())),
            Ok(Some(done)) => Ok(done),
            Err(failure) => Err(failure),
        };
        self.sent(Action::Patch(PatchType::Json), info, cause, written(&result))?;
        answer(result.map(drop))
    }

    /// Replaces an object.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn replace(&mut self, info: &Info, cause: &Cause<'_>) -> Answer {
        let strict = self.behaviour.server_side;
        let result = self.world.cluster.replace(&info.object, options(false, strict));
        self.sent(Action::Replace, info, cause, written(&result))?;
        answer(result.map(drop))
    }

    /// Deletes an object; that there is none is an error here.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn delete(&mut self, info: &Info, propagation: &'static str, cause: &Cause<'_>) -> Answer {
        if info.key.name.is_empty() {
            return Ok(Err(HelmError::new(NO_NAME)));
        }
        self.retry(|session| {
            let result = session.world.cluster.delete(&info.key, propagation);
            let outcome = match &result {
                Ok(Deleted::Gone) => StepOutcome::Deleted,
                Ok(Deleted::Terminating) => StepOutcome::Terminating,
                Err(Failure::Api(api)) if api.code == 404 => StepOutcome::NotFound,
                Err(failure) => outcome_of(failure),
            };
            session.sent(Action::Delete { propagation }, info, cause, outcome)?;
            answer(result.map(drop))
        })
    }

    /// Creates all objects, kind by kind: an error does not stop the rest (R-BAT-1 to R-BAT-4). In older versions it
    /// stops all but what is under way by then: the rest of the kind, and if there is none, the next kind.
    ///
    /// # Errors
    /// The errors of all, joined; what ends Helm.
    pub fn create_all(&mut self, infos: &mut [Info], method: Method, cause: &Cause<'_>) -> Done {
        if infos.is_empty() {
            return Err(Fail::error(NOTHING));
        }
        let mut errors = Vec::new();
        let mut last_batch = usize::MAX;
        for (number, batch) in batches(infos).into_iter().enumerate() {
            if number > last_batch {
                break;
            }
            let alone = batch.len() == 1;
            for index in batch {
                let Some(info) = infos.get_mut(index) else { continue };
                let origin = info.origin.clone();
                // An error before does not keep the rest from being tried.
                let rule = if errors.is_empty() || cause.role != Role::Resource { cause.rule } else { Rule::Bat3 };
                let cause = Cause { origin: cause.origin.or(origin.as_deref()), rule, ..*cause };
                let Err(error) = self.create(info, method, &cause)? else { continue };
                errors.push(error);
                if !self.behaviour.tries_all {
                    last_batch = last_batch.min(number.saturating_add(usize::from(alone)));
                }
            }
        }
        self.joined(errors)
    }

    /// Deletes all objects, kind by kind; what is not there counts as deleted.
    ///
    /// # Errors
    /// What ends Helm. Else the errors of the API server, one by one.
    pub fn delete_all(&mut self, infos: &[Info], propagation: &'static str, cause: &Cause<'_>) -> Done<Vec<HelmError>> {
        if infos.is_empty() {
            return Ok(vec![HelmError::new(self.behaviour.nothing_to_delete)]);
        }
        let mut errors = Vec::new();
        for index in batches(infos).into_iter().flatten() {
            let Some(info) = infos.get(index) else { continue };
            let cause = Cause { origin: cause.origin.or(info.origin.as_deref()), ..*cause };
            match self.delete(info, propagation, &cause)? {
                Err(error) if !error.is_not_found() => errors.push(error),
                _ => {}
            }
        }
        Ok(errors)
    }

    /// The errors of several requests as one (R-BAT-3).
    ///
    /// # Errors
    /// Unless there are none.
    pub fn joined(&self, errors: Vec<HelmError>) -> Done {
        let api = errors.iter().find_map(|error| error.api.clone());
        let texts: Vec<&str> = errors.iter().map(|error| error.text.as_str()).collect();
        let text = match texts.as_slice() {
            [] => return Ok(()),
            [first, rest @ ..] => match self.behaviour.errors {
                Errors::First => (*first).to_owned(),
                Errors::Framed if rest.is_empty() => format!("1 error occurred:\n\t* {first}\n\n"),
                Errors::Framed => {
                    format!("{} errors occurred:\n\t* {}\n\n", texts.len(), texts.join("\n\t* "))
                }
                Errors::Lines => texts.join("\n"),
            },
        };
        Err(HelmError { text, api }.into())
    }

    fn retry(&mut self, mut request: impl FnMut(&mut Self) -> Answer) -> Answer {
        let attempts = if self.behaviour.retries_conflicts { ATTEMPTS } else { 1 };
        for _ in 1..attempts {
            match request(self)? {
                Err(error) if error.is_conflict() => {}
                other => return Ok(other),
            }
        }
        request(self)
    }

    fn sent(&mut self, action: Action, info: &Info, cause: &Cause<'_>, outcome: StepOutcome) -> Done {
        let origin = cause.origin.or(info.origin.as_deref());
        let idle = cause.rule == Rule::Upd7 && outcome == StepOutcome::Unchanged;
        let rule = if idle { Rule::Upd9 } else { cause.rule };
        self.step(action, &Cause { origin, rule, ..*cause }, vec![info.reference()], outcome);
        self.answered()
    }
}

/// What Helm says of an empty list.
const NOTHING: &str = "no objects visited";

/// What came of a request, unless it was the last.
fn answer<T>(result: Result<T, Failure>) -> Answer<T> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Failure::Api(api)) => Ok(Err(api.into())),
        Err(Failure::Cut) => Err(Fail::Killed),
    }
}

fn written(result: &Result<Written, Failure>) -> StepOutcome {
    match result {
        Ok(Written::Created) => StepOutcome::Created,
        Ok(Written::Changed) => StepOutcome::Changed,
        Ok(Written::Unchanged) => StepOutcome::Unchanged,
        Err(failure) => outcome_of(failure),
    }
}

/// Requests of one batch (objects of one kind in a row) are sent at the same time: their order is chance, and by
/// name here, as in the recordings (R-BAT-2).
fn batches(infos: &[Info]) -> Vec<Vec<usize>> {
    let mut first = 0_usize;
    let batch = |batch: &[Info]| {
        let mut indices: Vec<usize> = (first..first.saturating_add(batch.len())).collect();
        indices.sort_by(|a, b| infos.get(*a).map(|i| &i.key.name).cmp(&infos.get(*b).map(|i| &i.key.name)));
        first = first.saturating_add(batch.len());
        indices
    };
    infos.chunk_by(|a, b| a.key.kind == b.key.kind).map(batch).collect()
}
