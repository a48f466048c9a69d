//! When two steps are the same step, however they went.

use super::{Action, ObjectRef, Phase};

/// Equal for the same step of two runs.
pub(super) fn likeness(phase: Phase, action: &Action, objects: &[ObjectRef]) -> String {
    let deed = match action {
        Action::Record { revision, status, hooks, .. } => {
            let names: Vec<&str> = hooks.iter().map(|(name, _)| name.as_str()).collect();
            format!("record {revision} {} {}", status.word(), names.join(" "))
        }
        Action::Forget { revision } => format!("forget {revision}"),
        // Whether something is created or applied may depend on what was there.
        Action::Create | Action::Apply { .. } | Action::Patch(_) | Action::Replace => "write".into(),
        Action::Delete { .. } => "delete".into(),
        Action::WaitReady => "wait ready".into(),
        Action::WaitGone => "wait gone".into(),
        Action::WaitManifest => "wait manifest".into(),
        Action::Outside(text) | Action::Refuse(text) => text.clone(),
    };
    format!("{phase:?} {deed} {objects:?}")
}
