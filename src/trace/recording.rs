//! A trace as a recording of the oracle, so that the two can be compared.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::lives::is_marked;
use super::{Action, ObjectRef, OperationTrace, Phase, Role, State, Step, StepOutcome, Trace};
use crate::cluster::Find as _;
use crate::cluster::PatchType;
use crate::release::{ApplyMethod, HookPhase, Release, Status};
use crate::story::Story;
use crate::text::{filled, sort, sort_by};

/// The version of Kubernetes that the simulated API server follows, and the recordings come from.
const KUBERNETES: &str = "v1.37.2";

/// Kinds that the oracle leaves out of what is there afterwards.
const LEFT_OUT: [&str; 4] = ["IPAddress", "EndpointSlice", "ControllerRevision", "APIService"];

/// Labels that every record has.
const RECORD_LABELS: [&str; 4] = ["name", "owner", "status", "version"];

/// The recording of a story's trace: field by field, line by line what the oracle would have written.
///
/// Steps that a recording does not know (deeds of others, refusals) are left out, and requests that Helm sends at
/// the same time are sorted as the oracle sorts them.
#[must_use]
pub fn recording(story: &Story, trace: &Trace) -> String {
    let mut out = String::from("{\n");
    out.push_str(&format!("  \"scenario\": {},\n", json!(story.id)));
    out.push_str(&format!("  \"helm\": {},\n", json!(trace.helm.to_string())));
    out.push_str(&format!("  \"kubernetes\": {},\n  \"operations\": [", json!(KUBERNETES)));
    for (i, operation) in trace.operations.iter().enumerate() {
        out.push_str(if i == 0 { "\n    {\n" } else { ",\n    {\n" });
        write_operation(&mut out, story, trace, operation);
        out.push_str("    }");
    }
    out.push_str("\n  ]\n}\n");
    out
}

fn write_operation(out: &mut String, story: &Story, trace: &Trace, operation: &OperationTrace) {
    let fields = [
        ("operation", Some(json!(operation.operation))),
        ("flags", Some(json!(operation.flags))),
        ("exit", Some(json!(operation.exit))),
        ("stopped", operation.stopped.map(Value::from)),
        ("error", Some(json!(operation.error))),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            out.push_str(&format!("      \"{name}\": {value},\n"));
        }
    }
    let steps = trace.steps.get(operation.steps.clone()).unwrap_or_default();
    let namespace = &trace.release.namespace;
    let state = trace.state_at(operation.steps.end.checked_sub(1));
    write_list(out, "      ", "stderr_notes", &strings(&operation.stderr_notes), ",");
    write_list(out, "      ", "output", &strings(&operation.output), ",");
    write_list(out, "      ", "events", &events(steps, namespace), ",");
    out.push_str("      \"after\": {\n");
    write_list(out, "        ", "objects", &objects(&state, story), ",");
    write_list(
        out,
        "        ",
        "history",
        &state.records.iter().map(|release| revision(release)).collect::<Vec<_>>(),
        ",",
    );
    write_list(out, "        ", "hooks", &state.records.last().map(|release| hooks(release)).unwrap_or_default(), "");
    out.push_str("      }\n");
}

fn write_list(out: &mut String, indent: &str, name: &str, list: &[Value], comma: &str) {
    let lines: Vec<String> = list.iter().map(|value| format!("\n{indent}  {value}")).collect();
    let end = if list.is_empty() { String::new() } else { format!("\n{indent}") };
    out.push_str(&format!("{indent}\"{name}\": [{}{end}]{comma}\n", lines.join(",")));
}

fn strings(list: &[String]) -> Vec<Value> {
    list.iter().map(|text| json!(text)).collect()
}

/// A line of `events`, with what the sorting of batches looks at.
struct Line {
    json: Value,
    verb: &'static str,
    wait: &'static str,
    kind: String,
    name: String,
    role: Role,
    /// Which hook of which event it is about.
    hook: Option<(Phase, usize)>,
    status: Option<Status>,
}

fn events(steps: &[Step], namespace: &str) -> Vec<Value> {
    let mut lines: Vec<Line> = steps.iter().flat_map(|step| lines(step, namespace)).collect();
    sort_batches(&mut lines);
    lines.into_iter().map(|line| line.json).collect()
}

/// The lines of a step: one, but for the wait for several objects of a hook.
fn lines(step: &Step, namespace: &str) -> Vec<Line> {
    let Some((verb, wait)) = verb(&step.action) else { return Vec::new() };
    let status = match &step.action {
        Action::Record { status, .. } => Some(*status),
        _ => None,
    };
    let line = |object: Option<&ObjectRef>| Line {
        json: Value::Object(event(step, verb, wait, object, namespace)),
        verb,
        wait,
        kind: object.map(|object| object.kind.clone()).unwrap_or_default(),
        name: object.map(|object| object.name.clone()).unwrap_or_default(),
        role: step.role,
        hook: step.hook.as_ref().map(|place| (step.phase, place.position)),
        status,
    };
    let single = wait != "manifest" && !is_wait_for_many(step);
    match step.objects.as_slice() {
        objects @ [_, ..] if single => objects.iter().map(|object| line(Some(object))).collect(),
        _ => vec![line(None)],
    }
}

/// The event of a step, with all its objects' names under `objects` if there are several; steps that a recording does
/// not know are `outside` and `refuse`.
pub(super) fn whole_event(step: &Step) -> Map<String, Value> {
    let (verb, wait) = verb(&step.action).unwrap_or(match &step.action {
        Action::Outside(_) => ("outside", ""),
        _ => ("refuse", ""),
    });
    let object = match step.objects.as_slice() {
        [object] if !is_wait_for_many(step) => Some(object),
        _ => None,
    };
    event(step, verb, wait, object, "")
}

/// Whether the step is the wait until all resources of an uninstall are gone.
fn is_wait_for_many(step: &Step) -> bool {
    step.action == Action::WaitGone && step.role == Role::Resource
}

fn verb(action: &Action) -> Option<(&'static str, &'static str)> {
    Some(match action {
        Action::Record { .. } => ("record", ""),
        Action::Forget { .. } => ("forget", ""),
        Action::Create => ("create", ""),
        Action::Apply { .. } => ("apply", ""),
        Action::Patch(_) => ("patch", ""),
        Action::Replace => ("replace", ""),
        Action::Delete { .. } => ("delete", ""),
        Action::WaitReady => ("wait", "ready"),
        Action::WaitGone => ("wait", "gone"),
        Action::WaitManifest => ("wait", "manifest"),
        Action::Outside(_) | Action::Refuse(_) => return None,
    })
}

/// The fields of an event, in the order of the format.
fn event(step: &Step, verb: &str, wait: &str, object: Option<&ObjectRef>, namespace: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.into(), value);
    put("do", verb.into());
    if let Some(object) = object {
        put("object", object.to_string().into());
        if !object.namespace.is_empty() && object.namespace != namespace {
            put("namespace", object.namespace.clone().into());
        }
    } else if is_wait_for_many(step) {
        let mut names: Vec<String> = step.objects.iter().map(ToString::to_string).collect();
        sort(&mut names);
        put("objects", names.into());
    }
    match step.role {
        Role::Hook => put("role", "hook".into()),
        Role::Crd => put("role", "crd".into()),
        Role::Namespace => put("role", "namespace".into()),
        Role::Resource | Role::Record => None,
    };
    let result = if verb == "wait" { None } else { outcome(&step.outcome) };
    if let Some(result) = result.filter(|result| verb != "record" || result != "done") {
        put("result", result.into());
    }
    match &step.action {
        Action::Delete { propagation } => put("propagation", (*propagation).into()),
        Action::Patch(kind) => put("type", patch_type(*kind).into()),
        Action::Apply { force: true } => put("force", true.into()),
        _ => None,
    };
    if verb == "wait" {
        put("for", wait.into());
        put("until", outcome(&step.outcome).unwrap_or_default().into());
    }
    match &step.action {
        Action::Forget { revision } => {
            put("revision", (*revision).into());
        }
        Action::Record { revision, status, description, apply_method, hooks } => {
            put("revision", (*revision).into());
            put("status", status.word().into());
            if let Some(description) = description.as_ref().filter(|text| !text.is_empty()) {
                put("description", description.clone().into());
            }
            if let Some(method) = apply_method {
                put("apply_method", method_word(*method).into());
            }
            if !hooks.is_empty() {
                put("hooks", phases(hooks));
            }
        }
        _ => {}
    }
    fields
}

fn phases(hooks: &[(String, Option<HookPhase>)]) -> Value {
    let word = |phase: &Option<HookPhase>| phase.map_or("(not in this record)", phase_word);
    let sorted: BTreeMap<&String, &str> = filled(hooks.iter().map(|(name, phase)| (name, word(phase))));
    sorted.into_iter().map(|(name, word)| (name.clone(), Value::from(word))).collect::<Map<_, _>>().into()
}

/// In the words of `result` and `until`; `None` where the format says nothing.
fn outcome(outcome: &StepOutcome) -> Option<String> {
    Some(match outcome {
        StepOutcome::Done | StepOutcome::Stopped => return None,
        StepOutcome::Created => "created".into(),
        StepOutcome::Changed => "changed".into(),
        StepOutcome::Unchanged => "unchanged".into(),
        StepOutcome::Deleted => "deleted".into(),
        StepOutcome::Terminating => "terminating".into(),
        StepOutcome::NotFound => "not-found".into(),
        StepOutcome::AlreadyExists => "already-exists".into(),
        StepOutcome::Rejected { code, reason, .. } => format!("rejected {code} {reason}").trim_end().into(),
        StepOutcome::Cut => "cut".into(),
        StepOutcome::Reached(word) => (*word).into(),
        StepOutcome::Failed => "failed".into(),
        StepOutcome::TimedOut => "timeout".into(),
    })
}

fn patch_type(kind: PatchType) -> &'static str {
    match kind {
        PatchType::Strategic => "strategic",
        PatchType::Merge => "merge",
        PatchType::Json => "json",
    }
}

pub(super) fn method_word(method: ApplyMethod) -> &'static str {
    match method {
        ApplyMethod::Ssa => "ssa",
        ApplyMethod::Csa => "csa",
    }
}

pub(super) fn phase_word(phase: HookPhase) -> &'static str {
    match phase {
        HookPhase::Unknown => "Unknown",
        HookPhase::Running => "Running",
        HookPhase::Succeeded => "Succeeded",
        HookPhase::Failed => "Failed",
    }
}

/// Sorts by name what Helm sends at the same time, as the oracle does: its order is random in real Helm.
fn sort_batches(lines: &mut [Line]) {
    let mut status = None;
    let mut rest = lines;
    while let Some(first) = rest.first() {
        status = first.status.or(status);
        let together = |a: &Line, b: &Line| {
            a.verb == b.verb && a.wait == b.wait && a.kind == b.kind && a.role == b.role && a.hook == b.hook
        };
        let length = match is_batch(first, status) {
            true => rest.iter().take_while(|line| together(rest.first().unwrap_or(line), line)).count(),
            false => 1,
        };
        let Some((batch, after)) = rest.split_at_mut_checked(length.max(1)) else { return };
        batch.sort_by(|a, b| a.name.cmp(&b.name));
        rest = after;
    }
}

fn is_batch(line: &Line, status: Option<Status>) -> bool {
    let writes = matches!(line.verb, "create" | "apply");
    if line.role == Role::Hook {
        return writes || matches!(line.verb, "delete" | "wait");
    }
    match status {
        Some(Status::PendingInstall) => writes,
        Some(Status::Uninstalling | Status::Failed) => line.verb == "delete",
        _ => false,
    }
}

fn objects(state: &State<'_>, story: &Story) -> Vec<Value> {
    let namespace = &story.release.namespace;
    // Helm's --create-namespace may change one that was there before; the oracle lists what was not.
    let is_own =
        |object: &ObjectRef| object.kind == "Namespace" && object.name == *namespace && !story.namespace_absent;
    let is_shown = |object: &ObjectRef| !LEFT_OUT.contains(&object.kind.as_str()) && !is_own(object);
    let objects = state.objects.iter().map(|(life, now)| (&life.object, now));
    let shown = objects.filter(|(object, _)| is_shown(object));
    let elsewhere =
        |object: &ObjectRef| if object.namespace == *namespace { String::new() } else { object.namespace.clone() };
    let mut lines: Vec<(String, Value)> = shown
        .map(|(object, now)| {
            let namespace = elsewhere(object);
            let key = format!("{}/{namespace}/{}", object.kind, object.name);
            let mut fields = Map::new();
            let mut put = |name: &str, value: Value| fields.insert(name.into(), value);
            put("kind", object.kind.clone().into());
            put("name", object.name.clone().into());
            if !namespace.is_empty() {
                put("namespace", namespace.into());
            }
            let manifest = now.manifest.value();
            let annotations = manifest.find("/metadata/annotations");
            let is_hook =
                annotations.and_then(|all| all.get("helm.sh/hook")?.as_str()).is_some_and(|hook| !hook.is_empty());
            for (name, holds) in
                [("hook", is_hook), ("managed", is_marked(&manifest)), ("terminating", now.terminating)]
            {
                if holds {
                    put(name, true.into());
                }
            }
            if let Some(data) = manifest.get("data").filter(|data| object.kind == "ConfigMap" && has_entries(data)) {
                put("data", data.clone());
            }
            (key, Value::Object(fields))
        })
        .collect();
    sort_by(&mut lines, |(a, _), (b, _)| a.cmp(b));
    lines.into_iter().map(|(_, value)| value).collect()
}

fn has_entries(value: &Value) -> bool {
    value.as_object().is_some_and(|map| !map.is_empty())
}

fn revision(release: &Release) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.into(), value);
    put("revision", release.revision.into());
    put("status", release.status.word().into());
    put("description", release.description.clone().into());
    if let Some(method) = release.apply_method {
        put("apply_method", method_word(method).into());
    }
    let labels: Vec<Value> = release
        .labels
        .keys()
        .filter(|label| !RECORD_LABELS.contains(&label.as_str()))
        .map(|label| json!(label))
        .collect();
    if !labels.is_empty() {
        put("labels", labels.into());
    }
    Value::Object(fields)
}

fn hooks(release: &Release) -> Vec<Value> {
    release
        .hooks
        .iter()
        .map(|stored| {
            let mut fields = Map::new();
            let mut put = |name: &str, value: Value| fields.insert(name.into(), value);
            put("name", stored.hook.name.clone().into());
            put("kind", stored.hook.kind.clone().into());
            put("path", stored.hook.path.clone().into());
            put("events", stored.hook.events.iter().map(|event| event.word()).collect::<Vec<_>>().into());
            put("weight", stored.hook.weight.into());
            let policies = stored.delete_policies();
            for (name, list) in
                [("delete_policies", &policies), ("output_log_policies", &stored.hook.output_log_policies)]
            {
                if !list.is_empty() {
                    put(name, list.clone().into());
                }
            }
            if let Some(phase) = stored.phase {
                put("phase", phase_word(phase).into());
            }
            Value::Object(fields)
        })
        .collect()
}
