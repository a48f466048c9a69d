//! Stories: charts, a chain of operations, and what goes wrong meanwhile.

use std::collections::BTreeSet;

use helm_hooks::story::{Behaviour, Command, Fault, HelmVersion, Json, Operation, Outcome, Outside, RecordEdit};
use helm_hooks::story::{Signal, SlowDelete, Stop, Story};
use helm_hooks::trace;
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::documents::{self, Document};
use crate::flags;

/// Story `number` of a seed.
pub fn story(seed: u64, number: u64) -> Story {
    let mut dice = Dice::new(seed, number);
    let dice = &mut dice;
    let a = documents::documents(dice);
    let b = documents::next_version(&a, dice);
    let mut story = Story {
        id: format!("random-{seed}-{number}"),
        charts: [("a".to_owned(), documents::chart(&a)), ("b".to_owned(), documents::chart(&b))].into_iter().collect(),
        namespace_absent: dice.chance(2),
        ..Story::default()
    };
    let all: Vec<Document> = a.into_iter().chain(b).collect();
    for _ in 0..dice.weighed(&[(1, 1), (3, 2), (4, 3), (4, 4), (3, 5), (3, 6)]) {
        let now = Now::after(&story);
        let operation = operation(&now, &all, dice);
        story.operations.push(operation);
    }
    story
}

/// What is there at some time, whichever Helm it was.
#[derive(Debug, Default)]
struct Now {
    /// `Kind/name`
    objects: Vec<String>,
    /// Those that are on their way out, or there with one Helm only.
    uncertain: Vec<String>,
    /// Stored revisions.
    revisions: Vec<u32>,
    /// Objects for which the last operation had a script. It still answers what is done before the next one, and
    /// what then comes late meets Helm at a time of its own.
    scripted: Vec<String>,
}

impl Now {
    fn after(story: &Story) -> Self {
        if story.operations.is_empty() {
            return Now::default();
        }
        let mut both: Option<Now> = None;
        for helm in [HelmVersion::new(4, 3, 1), HelmVersion::new(3, 22, 0)] {
            let story = Story { helm: Some(helm), ..story.clone() };
            let recording = trace::recording(&story, &trace::simulate(&story));
            let recording: Value = serde_json::from_str(&recording).unwrap();
            let after = &recording["operations"][story.operations.len() - 1]["after"];
            let one = Now::read(after);
            both = Some(both.map_or(Now::read(after), |other| other.shared(&one)));
        }
        let scripted = story.operations.last().map(|last| last.world.keys().cloned().collect());
        Now { scripted: scripted.unwrap_or_default(), ..both.unwrap_or_default() }
    }

    fn read(after: &Value) -> Self {
        let objects = after["objects"].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let name = |object: &Value| format!("{}/{}", text(&object["kind"]), text(&object["name"]));
        let (objects, uncertain): (Vec<&Value>, Vec<&Value>) =
            objects.partition(|object| object["terminating"].is_null() && object["namespace"].is_null());
        let (objects, uncertain) = (objects.into_iter().map(name).collect(), uncertain.into_iter().map(name).collect());
        let revisions = after["history"].as_array().into_iter().flatten();
        let number = |revision: &Value| u32::try_from(revision["revision"].as_u64()?).ok();
        Now { objects, uncertain, revisions: revisions.filter_map(number).collect(), scripted: Vec::new() }
    }

    fn shared(self, other: &Now) -> Self {
        let all = self.objects.iter().chain(&other.objects).cloned();
        let (objects, of_one): (Vec<String>, Vec<String>) =
            all.partition(|object| self.objects.contains(object) && other.objects.contains(object));
        let uncertain = [of_one, self.uncertain, other.uncertain.clone()].concat();
        Now {
            objects: objects.into_iter().collect::<BTreeSet<String>>().into_iter().collect(),
            uncertain,
            revisions: self.revisions.into_iter().filter(|revision| other.revisions.contains(revision)).collect(),
            scripted: Vec::new(),
        }
    }
}

fn operation(now: &Now, all: &[Document], dice: &mut Dice) -> Operation {
    let fresh = now.revisions.is_empty();
    let commands: [(usize, char); 6] = if fresh {
        [(78, 'i'), (16, 'u'), (1, 'r'), (2, 'd'), (1, 't'), (2, 'h')]
    } else {
        [(6, 'i'), (46, 'u'), (18, 'r'), (12, 'd'), (11, 't'), (7, 'h')]
    };
    let letter = dice.weighed(&commands);
    let chart = dice.weighed(&[(if fresh { 4 } else { 1 }, "a"), (2, "b")]).to_owned();
    let command = match letter {
        'i' => Command::Install(chart),
        'u' => Command::Upgrade(chart),
        'r' => Command::Rollback(dice.weighed(&[(4, 0), (4, 1), (3, 2), (2, 3), (1, 4)])),
        'd' => Command::Uninstall,
        't' => Command::Test,
        // The text of a refused change of a Pod shows how it would have changed, line by line, which we do not know; as
        // part of a table it makes a column wider.
        _ if all.iter().any(|document| document.kind == "Pod") => Command::Helm("get manifest demo".into()),
        _ => Command::Helm(dice.pick(&QUESTIONS).to_owned()),
    };
    let mut operation = Operation { command, ..Operation::default() };
    if letter == 'h' {
        return operation;
    }
    flags::add(&mut operation, letter, dice);
    if letter == 'u' && dice.chance(if fresh { 80 } else { 8 }) {
        operation.flags.push("--install".into());
    }
    if letter == 'i' && dice.chance(if fresh { 3 } else { 40 }) {
        operation.flags.push("--replace".into());
    }
    if "iu".contains(letter) && dice.chance(8) {
        operation.values = "v: file\n".into();
    }
    if !fresh && dice.chance(12) {
        operation.before.push(deed(now, all, dice));
    }
    for _ in 0..dice.weighed(&[(5, 0), (4, 1), (2, 2)]) {
        let waits = operation.flags.iter().any(|flag| flag == "--wait");
        let (object, behaviour) = behaviour(now, all, waits, dice);
        operation.world.insert(object, behaviour);
    }
    match dice.below(100) {
        0..18 => operation.reject.push(fault(now, all, dice)),
        18..22 => stop(&mut operation, all, dice),
        _ => {}
    }
    operation
}

/// No `status`: it lists the kinds of resources in the order of a Go map.
const QUESTIONS: [&str; 7] = [
    "get hooks demo",
    "get manifest demo",
    "get values demo",
    "history demo",
    "get notes demo",
    "template demo chart:a",
    "template demo chart:b",
];

/// What the cluster does with an object.
fn behaviour(now: &Now, all: &[Document], waits: bool, dice: &mut Dice) -> (String, Behaviour) {
    use Outcome::{Crashes, Fails, Hangs, NeverReady, Pending, Runs, Vanishes};
    let document = dice.pick(all);
    let object = document.reference();
    let is_resource = all.iter().any(|other| !other.is_hook() && other.reference() == object);
    let outcomes: &[(usize, Option<Outcome>)] = match object.split('/').next().unwrap_or_default() {
        // Half a second after it was written: known only of an object that is waited for, and not over already.
        "Job" if !is_resource && !now.objects.contains(&object) => {
            &[(6, Some(Fails)), (2, Some(Hangs)), (1, Some(Vanishes)), (1, None)]
        }
        "Job" => &[(6, Some(Fails)), (2, Some(Hangs)), (1, None)],
        "Pod" => {
            &[(4, Some(Fails)), (2, Some(Hangs)), (1, Some(Pending)), (1, Some(Crashes)), (1, Some(Runs)), (1, None)]
        }
        "Deployment" => &[(3, Some(NeverReady)), (2, Some(Fails)), (1, None)],
        "StatefulSet" | "DaemonSet" => &[(3, Some(NeverReady)), (1, None)],
        // No claims: one that nobody has touched since it was made is stored anew at its first update, and only then,
        // for no reason that its fields would show.
        "Service" => &[(3, Some(Pending)), (1, None)],
        _ => &[(1, None)],
    };
    let outcome = dice.weighed(outcomes);
    let mut behaviour = Behaviour { outcome, ..Behaviour::default() };
    if outcome.is_none() && dice.chance(30) {
        behaviour.after = 1000;
    }
    if outcome.is_none() || dice.chance(5) {
        // What nobody waits for would be gone or not by the time Helm ends, as the machine is slow or fast.
        let gone = if waits && !is_resource { 3 } else { 0 };
        behaviour.slow_delete = dice.weighed(&[(gone, SlowDelete::After(1000)), (1, SlowDelete::Never)]);
    }
    (object, behaviour)
}

/// A request that is refused. Of several objects of one batch any could be the first, so a fault that does not last
/// names its object. No LIST: Helm 3 asks again after a time that is chance, and says so each time.
fn fault(now: &Now, all: &[Document], dice: &mut Dice) -> Fault {
    let named = dice.pick(all).reference();
    let newest = now.revisions.last().copied().unwrap_or_default();
    let record = format!("Record/{}", newest + u32::from(dice.chance(60)));
    let kind = format!("{}/*", named.split('/').next().unwrap_or_default());
    let object = dice.weighed(&[(7, named), (2, record), (1, kind)]);
    let verbs = [(4, "create"), (3, "update"), (3, "write"), (3, "delete"), (2, "get"), (1, "apply"), (1, "patch")];
    let verb = dice.weighed(&verbs).to_owned();
    let code = dice.weighed(&[(5, 403), (2, 409), (2, 422), (1, 429), (3, 500), (1, 503), (1, 404)]);
    let times = if object.ends_with('*') { 0 } else { dice.weighed(&[(3, 0), (1, 1), (1, 2)]) };
    Fault { verb, object, code, reason: String::new(), message: String::new(), times, skip: 0 }
}

/// A signal, while a hook is under way: at other times several requests are, and which of them arrive is chance. None
/// that Helm 3 would answer with a rollback: what was interrupted goes on beside it (`performUpgrade` in
/// `pkg/action/upgrade.go` waits for the first of two ends), at the latest when the rollback deletes the hook.
fn stop(operation: &mut Operation, all: &[Document], dice: &mut Dice) {
    let jobs: Vec<&Document> = all.iter().filter(|document| document.is_hook() && document.kind == "Job").collect();
    if jobs.is_empty() {
        return;
    }
    let object = dice.pick(&jobs).reference();
    let signal = dice.pick(&[Signal::Kill, Signal::Int, Signal::Term]);
    if signal != Signal::Kill {
        operation.flags.retain(|flag| flag != "--atomic");
        operation.helm3_flags.retain(|flag| flag != "--atomic");
    }
    operation.world.insert(object.clone(), Behaviour { outcome: Some(Outcome::Hangs), ..Behaviour::default() });
    operation.stop.push(Stop { verb: "watch".into(), object, signal, after: false, skip: 0 });
}

/// What somebody else does before an operation.
fn deed(now: &Now, all: &[Document], dice: &mut Dice) -> Outside {
    let calm = || all.iter().filter(|document| !now.scripted.contains(&document.reference()));
    let there: Vec<&Document> = calm().filter(|document| now.objects.contains(&document.reference())).collect();
    let absent: Vec<&Document> = calm()
        .filter(|document| {
            let object = document.reference();
            !now.objects.contains(&object)
                && !now.uncertain.contains(&object)
                && document.kind != "List"
                && !document.is_hook()
        })
        .filter(|document| !document.text().contains("{{"))
        .collect();
    match dice.below(4) {
        0 if !absent.is_empty() => Outside::Create(dice.pick(&absent).text()),
        1 if !there.is_empty() => Outside::Delete(dice.pick(&there).reference()),
        2 if !there.is_empty() => {
            let object = dice.pick(&there).reference();
            let patch = match object.split('/').next().unwrap_or_default() {
                "ConfigMap" if dice.chance(60) => json!({"data": {"v": "edited", "x": "new"}}),
                "Deployment" | "StatefulSet" if dice.chance(60) => json!({"spec": {"replicas": 3}}),
                _ => dice.pick(&edits()),
            };
            Outside::Edit { object, patch: Json::of(&patch) }
        }
        _ => Outside::Record(record_edit(now, dice)),
    }
}

fn edits() -> [Value; 4] {
    [
        json!({"metadata": {"labels": {"by": "hand"}}}),
        json!({"metadata": {"annotations": {"helm.sh/resource-policy": "keep"}}}),
        json!({"metadata": {"annotations": {"meta.helm.sh/release-name": "other"}}}),
        json!({"metadata": {"labels": {"app.kubernetes.io/managed-by": null}}}),
    ]
}

fn record_edit(now: &Now, dice: &mut Dice) -> RecordEdit {
    let revision = dice.pick(&now.revisions);
    let edit = RecordEdit { revision, ..RecordEdit::default() };
    let statuses = [
        "deployed",
        "failed",
        "superseded",
        "uninstalled",
        "uninstalling",
        "pending-install",
        "pending-upgrade",
        "pending-rollback",
    ];
    match dice.below(10) {
        0 => RecordEdit { delete: true, ..edit },
        1 => RecordEdit { apply_method: Some(dice.pick(&["", "csa", "ssa"]).into()), ..edit },
        _ => RecordEdit { status: dice.pick(&statuses).into(), ..edit },
    }
}
