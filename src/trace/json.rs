//! A trace as JSON: all of a recording, with times, reasons, sources and the whole lives of objects.
//!
//! `schema.json` beside this file describes the format; `helm-hooks schema` prints it.

use serde_json::{Map, Value, json};

use super::recording::{self, phase_word};
use super::{LedgerEntry, ObjectState, OperationTrace, Owner, Phase, Step, StepOutcome, Trace};
use crate::helm::{Rule, Verb};
use crate::manifest::Origin;
use crate::release::Release;
use crate::text::Diagnostic;

/// Name and version of the format; a change that could break a reader gives it the next number.
const FORMAT: &str = "helm-hooks-trace/1";

/// The JSON Schema of the format.
pub const SCHEMA: &str = include_str!("schema.json");

/// The trace in the format that [`SCHEMA`] describes.
#[must_use]
pub fn json(trace: &Trace) -> Value {
    let last = trace.steps.len().checked_sub(1);
    let ledger = trace.state_at(last).ledger;
    json!({
        "format": FORMAT,
        "helm": trace.helm.to_string(),
        "release": {"name": trace.release.name, "namespace": trace.release.namespace},
        "operations": trace.operations.iter().map(|one| operation(trace, one)).collect::<Vec<_>>(),
        "steps": trace.steps.iter().map(|one| step(trace, one)).collect::<Vec<_>>(),
        "objects": trace.objects.iter().map(|life| json!({
            "kind": life.object.kind,
            "namespace": life.object.namespace,
            "name": life.object.name,
            "states": life.states.iter().map(|(from, state)| json!({
                "after_step": from,
                "state": state.as_ref().map(|state| object_state(state)),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "records": trace.records.iter().map(|life| json!({
            "revision": life.revision,
            "states": life.states.iter().map(|(from, release)| json!({
                "after_step": from,
                "record": release.as_ref().map(|release| record(release)),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "left_behind": ledger.iter().map(left_behind).collect::<Vec<_>>(),
        "diagnostics": diagnostics(&trace.diagnostics),
        "truncated": trace.truncated,
    })
}

fn operation(trace: &Trace, operation: &OperationTrace) -> Value {
    json!({
        "operation": operation.operation,
        "verb": verb(operation.verb),
        "command": operation.command,
        "flags": operation.flags,
        "chart": operation.chart,
        "revision": operation.revision,
        "exit": operation.exit,
        "stopped": operation.stopped,
        "error": operation.error,
        "stderr_notes": operation.stderr_notes,
        "output": operation.output,
        "first_step": operation.steps.start,
        "end_step": operation.steps.end,
        "not_reached": operation.not_reached.iter().map(|one| step(trace, one)).collect::<Vec<_>>(),
        "hooks": operation.hooks.iter().map(|hook| json!({
            "kind": hook.object.kind,
            "name": hook.object.name,
            "events": hook.events.iter().map(|event| event.word()).collect::<Vec<_>>(),
            "weight": hook.weight,
            "delete_policies": hook.delete_policies,
            "origin": origin(&hook.origin),
        })).collect::<Vec<_>>(),
        "diagnostics": diagnostics(&operation.diagnostics),
    })
}

fn verb(verb: Verb) -> Value {
    // Unit variants serialise to their names.
    serde_json::to_value(verb).unwrap_or_default()
}

fn step(trace: &Trace, step: &Step) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| {
        fields.insert(name.into(), value);
    };
    put("index", step.index.into());
    put("operation", step.operation.into());
    put("at_ms", step.at.into());
    put("took_ms", step.took.into());
    put("phase", phase(step.phase).into());
    put("headline", step.headline.clone().into());
    put("why", step.why.clone().into());
    put("rule", rule(trace, step.rule));
    if let Some(parting) = &step.parting {
        // Plain data; serialising it cannot fail.
        put("parting", serde_json::to_value(parting).unwrap_or_default());
    }
    put("event", Value::Object(recording::whole_event(step)));
    put(
        "objects",
        step.objects.iter().map(|o| json!({"kind": o.kind, "namespace": o.namespace, "name": o.name})).collect(),
    );
    if let StepOutcome::Rejected { message, .. } = &step.outcome {
        put("message", message.clone().into());
    }
    if let Some(place) = &step.hook {
        put(
            "hook",
            json!({
                "position": place.position,
                "of": place.of,
                "weight": place.weight,
                "delete_policies": place.delete_policies,
                "explicit_policy": place.explicit_policy,
            }),
        );
    }
    if let Some(place) = &step.origin {
        put("origin", origin(place));
    }
    Value::Object(fields)
}

/// `resources`, `hooks pre-install`
pub(super) fn phase(phase: Phase) -> String {
    match phase {
        Phase::Outside => "outside".into(),
        Phase::Crds => "crds".into(),
        Phase::Namespace => "namespace".into(),
        Phase::Record => "record".into(),
        Phase::Hooks(event) => format!("hooks {}", event.word()),
        Phase::Resources => "resources".into(),
        Phase::Wait => "wait".into(),
        Phase::Cleanup => "cleanup".into(),
        Phase::Refused => "refused".into(),
    }
}

fn rule(trace: &Trace, rule: Rule) -> Value {
    let source = rule.source(trace.helm);
    json!({
        "id": rule.id(),
        "sentence": rule.sentence(),
        "source": source.map(|source| json!({"path": source.path, "function": source.function, "url": source.url})),
    })
}

fn object_state(state: &ObjectState) -> Value {
    let owner = match &state.owner {
        Owner::Release => "release".to_owned(),
        Owner::Hook(event) => format!("hook {}", event.word()),
        Owner::Unowned => "unowned".to_owned(),
        Owner::Outside => "outside".to_owned(),
    };
    json!({
        "owner": owner,
        "status": state.status,
        "terminating": state.terminating,
        "created_by": state.created_by,
        "manifest": state.manifest.value(),
    })
}

fn record(release: &Release) -> Value {
    json!({
        "status": release.status.word(),
        "description": release.description,
        "apply_method": release.apply_method.map(recording::method_word),
        "hooks": release.hooks.iter().map(|stored| json!({
            "key": stored.key,
            "phase": stored.phase.map(phase_word),
        })).collect::<Vec<_>>(),
    })
}

fn left_behind(entry: &LedgerEntry<'_>) -> Value {
    json!({
        "kind": entry.object.kind,
        "namespace": entry.object.namespace,
        "name": entry.object.name,
        "made_by": entry.state.created_by,
        "why": entry.why,
        "origin": entry.state.origin.as_ref().map(origin),
    })
}

fn origin(origin: &Origin) -> Value {
    json!({"chart": origin.chart, "file": origin.file, "start": origin.span.start, "end": origin.span.end})
}

fn diagnostics(found: &[Diagnostic]) -> Value {
    // Diagnostics are plain data; serialising them cannot fail.
    serde_json::to_value(found).unwrap_or_default()
}
