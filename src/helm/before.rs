//! What somebody else does before an operation.

use std::sync::Arc;

use serde_json::Value;

use crate::cluster::{Failure, Key, PatchType, WriteOptions};
use crate::release::{self, ApplyMethod, Release, Status};
use crate::story::{Outside, RecordEdit};
use crate::text::{Diagnostic, Severity};

use super::build::reference;
use super::session::{Cause, Session};
use super::storage::outcome_of;
use super::{Action, Role, Rule, StepOutcome};

/// Who it is, to the API server.
const MANAGER: &str = "somebody-else";

const OPTIONS: WriteOptions<'static> = WriteOptions { manager: MANAGER, force: false, strict: false };

impl Session<'_> {
    /// Does what a story has others do.
    pub fn do_before(&mut self, deeds: &[Outside]) {
        for deed in deeds {
            match deed {
                Outside::Create(text) => self.create_outside(text),
                Outside::Delete(object) => self.delete_outside(object),
                Outside::Edit { object, patch } => self.edit_outside(object, &patch.value()),
                Outside::Record(edit) => self.edit_record(edit),
                Outside::Sleep(time) => self.sleep(*time),
            }
        }
    }

    fn outside(&mut self, what: String, object: Option<&Key>, outcome: StepOutcome) {
        let role = if object.is_some() { Role::Resource } else { Role::Record };
        let cause = Cause { role, rule: Rule::Story, hook: None, origin: None };
        self.step(Action::Outside(what), &cause, object.map(reference).into_iter().collect(), outcome);
    }

    fn create_outside(&mut self, text: &str) {
        let text = text.replace("{{ .Release.Namespace }}", self.namespace());
        let documents = release::documents(&text, &self.memory.documents, |_| crate::manifest::Origin::default());
        let infos = match self.objects(&documents) {
            Ok(infos) => infos,
            Err(error) => {
                let outcome = StepOutcome::Rejected { code: 400, reason: "BadRequest".into(), message: error };
                return self.outside("Somebody creates objects".into(), None, outcome);
            }
        };
        for info in infos {
            let result = self.world.cluster.create(&info.object, OPTIONS);
            let what = format!("Somebody creates {}", reference(&info.key));
            self.outside(what, Some(&info.key), outcome(result.map(drop)));
        }
    }

    fn delete_outside(&mut self, object: &str) {
        let Some(key) = self.key_of(object) else { return };
        let result = self.world.cluster.delete(&key, "Background");
        self.outside(format!("Somebody deletes {}", reference(&key)), Some(&key), outcome(result.map(drop)));
    }

    fn edit_outside(&mut self, object: &str, patch: &Value) {
        let Some(key) = self.key_of(object) else { return };
        let result = self.world.cluster.patch(&key, PatchType::Merge, patch, OPTIONS);
        self.outside(format!("Somebody changes {}", reference(&key)), Some(&key), outcome(result.map(drop)));
    }

    /// `Kind/name` in the namespace of the release.
    fn key_of(&mut self, object: &str) -> Option<Key> {
        let (kind, name) = object.split_once('/').unwrap_or((object, ""));
        let Some(resource) = self.world.cluster.resource_of_kind(kind) else {
            self.story_problem("story/unknown-kind", format!("The cluster knows no kind {kind}"));
            return None;
        };
        let namespace = if resource.namespaced { self.namespace() } else { "" };
        Some(Key { group: resource.group, kind: resource.kind, namespace: namespace.to_owned(), name: name.to_owned() })
    }

    fn edit_record(&mut self, edit: &RecordEdit) {
        let revision = edit.revision;
        let Some(stored) = self.world.records.get(revision).cloned() else {
            return self.story_problem("story/no-record", format!("There is no record of revision {revision}"));
        };
        if edit.delete {
            self.world.records.take(revision);
            return self.outside(
                format!("Somebody deletes the record of revision {revision}"),
                None,
                StepOutcome::Done,
            );
        }
        let mut release = Release::clone(&stored);
        if let Some(status) = Status::from_word(&edit.status) {
            release.status = status;
        }
        if !edit.description.is_empty() {
            release.description.clone_from(&edit.description);
        }
        if let Some(method) = &edit.apply_method {
            release.apply_method = match method.as_str() {
                "ssa" => Some(ApplyMethod::Ssa),
                "csa" => Some(ApplyMethod::Csa),
                _ => None,
            };
        }
        self.world.records.put(Arc::new(release));
        self.outside(format!("Somebody changes the record of revision {revision}"), None, StepOutcome::Done);
    }

    /// Something the story asks for that cannot be done.
    fn story_problem(&mut self, id: &'static str, title: String) {
        self.diagnostics.push(Diagnostic {
            id: id.into(),
            severity: Severity::Warning,
            title,
            cause: "What the story has somebody do before the operation is left out.".into(),
            helm_says: None,
            rule: None,
            labels: Vec::new(),
            fixes: Vec::new(),
        });
    }

    fn sleep(&mut self, time: u64) {
        let at = self.world.cluster.now();
        self.world.cluster.advance_to(at.saturating_add(time));
        let cause = Cause { role: Role::Record, rule: Rule::Story, hook: None, origin: None };
        self.step_since(at, Action::Outside("Time passes".into()), &cause, Vec::new(), StepOutcome::Done);
    }
}

fn outcome(result: Result<(), Failure>) -> StepOutcome {
    result.map_or_else(|failure| outcome_of(&failure), |()| StepOutcome::Done)
}
