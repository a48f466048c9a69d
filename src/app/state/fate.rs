//! Making things fail: what an object does during an operation, as the story's world and faults say it.

use crate::helm::ObjectRef;
use crate::story::{Behaviour, Fault, Operation, Outcome, Story, World};

/// What an object does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Ends well; what has no end of its own is there at once.
    Succeed,
    /// Fails.
    Fail,
    /// Neither succeeds nor fails before the timeout.
    Hang,
    /// The API server refuses it: 403.
    Forbid,
    /// The API server says that it is there already: 409.
    Exists,
}

/// `(kind, ends well, fails, hangs)`. What has no row has no end of its own.
const ENDS: [(&str, Outcome, Option<Outcome>, Outcome); 7] = [
    ("Job", Outcome::Completes, Some(Outcome::Fails), Outcome::Hangs),
    ("Pod", Outcome::Succeeds, Some(Outcome::Fails), Outcome::Hangs),
    ("Deployment", Outcome::Ready, Some(Outcome::Fails), Outcome::NeverReady),
    ("StatefulSet", Outcome::Ready, None, Outcome::NeverReady),
    ("DaemonSet", Outcome::Ready, None, Outcome::NeverReady),
    ("ReplicaSet", Outcome::Ready, None, Outcome::NeverReady),
    ("PersistentVolumeClaim", Outcome::Bound, None, Outcome::Pending),
];

/// Outcomes that count as failing, hanging; all others end well.
const FAILS: [Outcome; 2] = [Outcome::Fails, Outcome::Crashes];
const HANGS: [Outcome; 3] = [Outcome::Hangs, Outcome::NeverReady, Outcome::Pending];

impl Fate {
    /// What objects of a kind can be made to do.
    #[must_use]
    pub fn of_kind(kind: &str) -> Vec<Fate> {
        let ends = ENDS.iter().find(|row| row.0 == kind);
        let can = |fate: &Fate| match fate {
            Fate::Fail => ends.is_some_and(|row| row.2.is_some()),
            Fate::Hang => ends.is_some(),
            _ => true,
        };
        [Fate::Succeed, Fate::Fail, Fate::Hang, Fate::Forbid, Fate::Exists].into_iter().filter(can).collect()
    }

    /// What `object` does during an operation of a story.
    #[must_use]
    pub fn of(story: &Story, operation: &Operation, object: &ObjectRef) -> Fate {
        let key = object.to_string();
        match operation.reject.iter().find(|fault| is_ours(fault, &key)).map(|fault| fault.code) {
            Some(403) => return Fate::Forbid,
            Some(409) => return Fate::Exists,
            _ => {}
        }
        match in_force(&story.world, &operation.world, object).outcome {
            Some(outcome) if FAILS.contains(&outcome) => Fate::Fail,
            Some(outcome) if HANGS.contains(&outcome) => Fate::Hang,
            _ => Fate::Succeed,
        }
    }

    /// Makes `object` do it: changes the operation's world and faults, and nothing more than it needs.
    pub fn set(self, everywhere: &World, operation: &mut Operation, object: &ObjectRef) {
        let key = object.to_string();
        operation.reject.retain(|fault| !is_ours(fault, &key));
        let code = match self {
            Fate::Forbid => Some(403),
            Fate::Exists => Some(409),
            _ => None,
        };
        operation.reject.extend(code.map(|code| fault(key.clone(), code)));
        let own = operation.world.remove(&key);
        let base = in_force(everywhere, &operation.world, object);
        let wanted = ENDS.iter().find(|row| row.0 == object.kind).and_then(|(_, good, bad, late)| match self {
            Fate::Fail => *bad,
            Fate::Hang => Some(*late),
            // Only where the story says otherwise need it be said.
            _ => base.outcome.filter(|was| FAILS.contains(was) || HANGS.contains(was)).map(|_| *good),
        });
        let behaviour = Behaviour { outcome: wanted, ..own.unwrap_or_else(|| base.clone()) };
        if behaviour != (Behaviour { outcome: None, ..base }) {
            operation.world.insert(key, behaviour);
        }
    }
}

/// What the world says about an object: an operation's keys stand above the story's, then the most exact counts.
fn in_force(everywhere: &World, here: &World, object: &ObjectRef) -> Behaviour {
    let keys = [object.to_string(), format!("{}/*", object.kind), format!("*/{}", object.name), "*".to_owned()];
    keys.iter().find_map(|key| here.get(key).or_else(|| everywhere.get(key))).cloned().unwrap_or_default()
}

fn fault(object: String, code: u16) -> Fault {
    let verb = "write".to_owned();
    Fault { verb, object, code, reason: String::new(), message: String::new(), times: 0, skip: 0 }
}

/// Whether a fault is one that [`Fate::set`] writes.
fn is_ours(found: &Fault, key: &str) -> bool {
    [403, 409].iter().any(|&code| *found == fault(key.to_owned(), code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> ObjectRef {
        ObjectRef { kind: "Job".into(), namespace: "demo".into(), name: "migrate".into() }
    }

    #[test]
    fn every_fate_is_read_back_and_leaves_no_trace() {
        let mut story = Story::default();
        let mut operation = Operation::default();
        for fate in Fate::of_kind("Job") {
            fate.set(&story.world, &mut operation, &job());
            assert_eq!(Fate::of(&story, &operation, &job()), fate);
        }
        Fate::Succeed.set(&story.world, &mut operation, &job());
        assert_eq!(operation, Operation::default());

        let hangs = Behaviour { outcome: Some(Outcome::Hangs), after: 5, ..Behaviour::default() };
        story.world.insert("Job/*".into(), hangs);
        assert_eq!(Fate::of(&story, &operation, &job()), Fate::Hang);
        for fate in Fate::of_kind("Job") {
            fate.set(&story.world, &mut operation, &job());
            assert_eq!(Fate::of(&story, &operation, &job()), fate);
        }
        Fate::Succeed.set(&story.world, &mut operation, &job());
        assert_eq!(operation.world.get("Job/migrate").unwrap().outcome, Some(Outcome::Completes));
        assert_eq!(operation.world.get("Job/migrate").unwrap().after, 5);
    }

    #[test]
    fn what_has_no_end_can_only_be_refused() {
        assert_eq!(Fate::of_kind("ConfigMap"), [Fate::Succeed, Fate::Forbid, Fate::Exists]);
        assert_eq!(Fate::of_kind("StatefulSet"), [Fate::Succeed, Fate::Hang, Fate::Forbid, Fate::Exists]);
    }
}
