//! A story, operation by operation.

use std::sync::Arc;

use crate::chart::{self, Table};
use crate::cluster::Cluster;
use crate::manifest::{Hook, HookEvent, execution_order};
use crate::release::{Release, Status, StoredHook};
use crate::story::{Command, HelmVersion, Operation, Signal, Story, World as Script};
use crate::template::Dialect;
use crate::text::{Diagnostic, Severity};

use super::behaviour::{Behaviour, PROVED};
use super::fail::{Done, Fail, Within as _};
use super::flags::{self, Flags, Note};
use super::log::quoted;
use super::memory::Memory;
use super::session::{Questions, Session, Signals, World};
use super::storage::Records;
use super::{Action, HookView, OperationRun, Phase, Role, Rule, Run, StepOutcome, Verb};

/// The version that runs a story that names none.
pub const NEWEST: HelmVersion = HelmVersion::new(4, 3, 1);

/// Plays a story as a Helm of this behaviour would.
pub(super) fn run(story: &Story, behaviour: Behaviour, memory: &Memory) -> Run {
    play_all(story, behaviour, memory, None)
}

/// An operation up to the moment at which its chart is rendered; `None` if this version does not do it.
pub(super) fn rendering(
    story: &Story,
    behaviour: Behaviour,
    memory: &Memory,
    operation: usize,
) -> Option<OperationRun> {
    let last = play_all(story, behaviour, memory, Some(operation)).operations.pop();
    last.filter(|one| one.index == operation)
}

/// Plays a story, or the part of it that leads to the rendering of operation `rendered`.
fn play_all(story: &Story, behaviour: Behaviour, memory: &Memory, rendered: Option<usize>) -> Run {
    let helm = behaviour.helm;
    let story = &*chart::described(story, &Dialect::of(helm));
    let named = [story.release.namespace.as_str()];
    let namespaces: &[&str] = if story.namespace_absent { &[] } else { &named };
    let records = Records::default();
    let mut world = World { cluster: Cluster::new(namespaces), records, steps: 0 };
    let mut operations = Vec::new();
    let mut truncated = false;
    let last = rendered.unwrap_or(usize::MAX);
    let playing = Playing { story, behaviour, memory };
    for (index, operation) in story.operations.iter().enumerate().take_while(|(index, _)| *index <= last) {
        if truncated || !operation.only.is_empty() && !operation.only.iter().any(|pattern| helm.matches(pattern)) {
            continue;
        }
        // What the cluster still has to do is done by the time the next operation begins.
        world.cluster.settle();
        let start = world.clone();
        let manner = if rendered == Some(index) { Manner::Rendering } else { Manner::Real };
        let mut played = playing.play(index, operation, world, manner);
        world = played.world;
        if played.run.exit != 0 && !played.truncated && rendered.is_none() {
            let planned = playing.play(index, operation, start, Manner::Planned).run;
            played.run.planned = planned.events;
            if played.run.hooks.is_empty() {
                (played.run.hooks, played.run.resting) = (planned.hooks, planned.resting);
            }
        }
        truncated = played.truncated;
        world.steps = world.steps.saturating_add(played.run.events.len());
        operations.push(played.run);
    }
    Run {
        helm,
        operations,
        cluster: world.cluster.into_history(),
        records: world.records.into_history(),
        diagnostics: unproved(helm).into_iter().collect(),
        truncated,
    }
}

/// What is said of a version whose recordings are not all met.
fn unproved(helm: HelmVersion) -> Option<Diagnostic> {
    let proved: Vec<String> = PROVED.iter().map(ToString::to_string).collect();
    (!PROVED.contains(&helm)).then(|| Diagnostic {
        id: "story/unproved-version".into(),
        severity: Severity::Error,
        title: format!("What Helm {helm} does is not checked against recordings of it"),
        cause: format!("This run is a guess from its neighbours. Versions that are checked: {}.", proved.join(", ")),
        helm_says: None,
        rule: None,
        labels: Vec::new(),
        fixes: Vec::new(),
    })
}

/// In what world an operation is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// As the story has it.
    Real,
    /// As the story has it, and no further than the chart's rendering.
    Rendering,
    /// All goes well, and what cannot be read is left out.
    Planned,
}

/// An operation that was played.
struct Played {
    run: OperationRun,
    world: World,
    truncated: bool,
}

/// What an operation is played with.
struct Playing<'a> {
    story: &'a Story,
    behaviour: Behaviour,
    memory: &'a Memory,
}

impl Playing<'_> {
    fn play(&self, index: usize, operation: &Operation, world: World, manner: Manner) -> Played {
        let Playing { story, behaviour, memory } = *self;
        let mut session = Session {
            story,
            helm: behaviour.helm,
            behaviour,
            memory,
            world,
            events: Vec::new(),
            output: Vec::new(),
            notes: Vec::new(),
            diagnostics: Vec::new(),
            rendered: None,
            phase: Phase::Outside,
            checking: Rule::Cli1,
            signals: Signals::default(),
            questions: Questions::default(),
            lenient: manner == Manner::Planned,
            ends_rendered: manner == Manner::Rendering,
        };
        session.do_before(&operation.before);
        let none = Script::new();
        match manner {
            Manner::Real | Manner::Rendering => {
                session.world.cluster.begin(&story.world, &operation.world, &operation.reject, &operation.stop)
            }
            Manner::Planned => session.world.cluster.begin(&none, &none, &[], &[]),
        }
        let own_flags = if behaviour.strategies { &operation.helm4_flags } else { &operation.helm3_flags };
        let words: Vec<String> = operation.flags.iter().chain(own_flags).cloned().collect();
        session.phase = Phase::Refused;
        let before = session.events.len();
        let result = session.command(operation, &words);
        let outcome = session.end(result, before);
        let (verb, chart) = verb_of(&operation.command);
        let revision = session.revision_of(verb);
        let (hooks, resting) = session.hooks_of(verb, revision);
        let run = OperationRun {
            index,
            verb,
            operation: name_of(&operation.command),
            command: command_line(story, &operation.command, &words, operation),
            flags: words,
            chart,
            revision,
            exit: outcome.exit,
            stopped: session.signals.got.map(|signal| match signal {
                Signal::Kill => "kill",
                Signal::Term => "term",
                Signal::Int => "int",
            }),
            error: outcome.error,
            stderr_notes: session.notes,
            output: session.output,
            events: session.events,
            planned: Vec::new(),
            diagnostics: session.diagnostics,
            rendered: session.rendered,
            hooks,
            resting,
        };
        Played { run, world: session.world, truncated: outcome.truncated }
    }
}

/// How an operation ended.
struct Outcome {
    exit: i32,
    error: String,
    truncated: bool,
}

fn verb_of(command: &Command) -> (Verb, Option<String>) {
    match command {
        Command::Install(chart) => (Verb::Install, Some(chart.clone())),
        Command::Upgrade(chart) => (Verb::Upgrade, Some(chart.clone())),
        Command::Rollback(_) => (Verb::Rollback, None),
        Command::Uninstall => (Verb::Uninstall, None),
        Command::Test => (Verb::Test, None),
        Command::Helm(_) => (Verb::Helm, None),
    }
}

/// As the recording names it.
fn name_of(command: &Command) -> String {
    match command {
        Command::Install(chart) => format!("install {chart}"),
        Command::Upgrade(chart) => format!("upgrade {chart}"),
        Command::Rollback(revision) => format!("rollback {revision}"),
        Command::Uninstall => "uninstall".into(),
        Command::Test => "test".into(),
        Command::Helm(line) => line.clone(),
    }
}

fn command_line(story: &Story, command: &Command, flags: &[String], operation: &Operation) -> String {
    let name = &story.release.name;
    let head = match command {
        Command::Install(chart) => format!("install {name} ./{chart}"),
        Command::Upgrade(chart) => format!("upgrade {name} ./{chart}"),
        Command::Rollback(revision) => format!("rollback {name} {revision}"),
        Command::Uninstall => format!("uninstall {name}"),
        Command::Test => format!("test {name}"),
        Command::Helm(line) => line.replace("chart:", "./"),
    };
    let mut words = vec!["helm".to_owned(), head];
    words.extend(flags.iter().cloned());
    if !operation.values.is_empty() {
        words.push("-f values.yaml".into());
    }
    words.join(" ")
}

impl Session<'_> {
    /// Runs the command of an operation; errors have the command's prefix.
    fn command(&mut self, operation: &Operation, words: &[String]) -> Done {
        let (verb, _) = verb_of(&operation.command);
        if let Command::Helm(line) = &operation.command {
            return self.query(line, words, &operation.values);
        }
        let (mut flags, _) = self.flags(verb, words)?;
        if let Some(refused) = &flags.refused {
            return Err(Fail::error(refused.clone()));
        }
        self.signals.caught = self.behaviour.catches_signals && matches!(verb, Verb::Install | Verb::Upgrade);
        let values = self.user_values(&operation.values, &flags)?;
        match &operation.command {
            Command::Install(chart) => self.install_command(chart, values, &mut flags),
            Command::Upgrade(chart) => self.upgrade_command(chart, values, &mut flags),
            Command::Rollback(revision) => {
                self.rollback(*revision, &flags)?;
                self.print("Rollback was a success! Happy Helming!");
                Ok(())
            }
            Command::Uninstall => self.uninstall_command(&flags),
            Command::Test => self.test(&flags),
            Command::Helm(_) => Ok(()),
        }
    }

    /// Reads a command line and says what there is to say of it.
    ///
    /// # Errors
    /// If it is refused.
    pub fn flags(&mut self, verb: Verb, words: &[String]) -> Done<flags::Parsed> {
        let mut parsed = flags::parse(verb, words, &self.behaviour);
        let notes = match &mut parsed {
            Ok((flags, _)) => &mut flags.notes,
            Err(refused) => &mut refused.notes,
        };
        for note in std::mem::take(notes) {
            match note {
                Note::Line(line) => self.notes.push(line),
                Note::Log(record) => self.log(record),
            }
        }
        parsed.map_err(|refused| Fail::error(refused.error))
    }

    fn install_command(&mut self, chart: &str, values: Table, flags: &mut Flags) -> Done {
        let release = self.install(chart, values, flags).within(self.behaviour.install_failed)?;
        self.print_release(&release, flags.hide_notes);
        Ok(())
    }

    /// `helm upgrade`, which installs with `--install` (R-UPG-27, R-UPG-28).
    fn upgrade_command(&mut self, chart: &str, values: Table, flags: &mut Flags) -> Done {
        self.checking = Rule::Upg27;
        let read = if flags.install { self.last_if_read()? } else { None };
        if let Some(last) = read {
            let over = self.behaviour.installs_over_uninstalled;
            if last.as_ref().is_none_or(|release| over && release.status == Status::Uninstalled) {
                let name = quoted(self.name());
                self.print(&format!("Release {name} does not exist. Installing it now."));
                flags.replace = last.is_some();
                flags.subchart_notes &= self.behaviour.installs_with_subchart_notes;
                let release = self.install(chart, values, flags)?;
                self.print_release(&release, flags.hide_notes);
                return Ok(());
            }
        }
        self.check_complete(chart)?;
        let release = self.upgrade(chart, values, flags).within("UPGRADE FAILED: ")?;
        let name = quoted(self.name());
        self.print(&format!("Release {name} has been upgraded. Happy Helming!"));
        self.print_release(&release, flags.hide_notes);
        Ok(())
    }

    /// What `upgrade --install` finds: the last record, if it could read whether there is one.
    fn last_if_read(&mut self) -> Done<Option<Option<Arc<Release>>>> {
        match self.read_listed_last() {
            Err(Fail::Error(_)) if !self.behaviour.unread_history_ends => Ok(None),
            last => Ok(Some(last?)),
        }
    }

    fn uninstall_command(&mut self, flags: &Flags) -> Done {
        self.checking = Rule::Un1;
        if !["background", "foreground", "orphan"].contains(&flags.cascade.as_str()) {
            let text = format!(
                "invalid cascade value ({}). Must be \"background\", \"foreground\", or \"orphan\"",
                flags.cascade
            );
            return Err(Fail::error(text));
        }
        let uninstalled = self.uninstall(flags)?;
        if !uninstalled.info.is_empty() {
            self.print(&format!("{}\n", uninstalled.info));
        }
        self.print(&format!("release \"{}\" uninstalled", self.name()));
        Ok(())
    }

    /// Ends the command: exit status, error, and a step if nothing else was done.
    fn end(&mut self, result: Done, before: usize) -> Outcome {
        let (exit, error, truncated) = match result {
            Ok(()) => (0, String::new(), false),
            Err(Fail::Error(error)) => (1, error.text, false),
            Err(Fail::Cancelled) => (1, "context canceled".to_owned(), false),
            Err(Fail::Killed) => {
                self.signals.got = self.signals.got.or(Some(Signal::Kill));
                (-1, String::new(), false)
            }
            Err(Fail::Limit) => (-1, String::new(), true),
        };
        if self.events.len() == before && !truncated {
            self.phase = Phase::Refused;
            let cause = super::session::Cause { role: Role::Record, rule: self.checking, hook: None, origin: None };
            let outcome = if exit == 0 { StepOutcome::Done } else { StepOutcome::Stopped };
            self.step(Action::Refuse(error.clone()), &cause, Vec::new(), outcome);
        }
        let error = if error.is_empty() { error } else { format!("Error: {}", error.trim_end()) };
        Outcome { exit, error, truncated }
    }

    /// The revision an operation wrote or worked on.
    fn revision_of(&self, verb: Verb) -> Option<u32> {
        if verb == Verb::Helm {
            return None;
        }
        self.events.iter().find_map(|event| match event.action {
            Action::Record { revision, .. } if verb != Verb::Upgrade && verb != Verb::Rollback => Some(revision),
            Action::Record { revision, status, .. } if status.is_pending() => Some(revision),
            _ => None,
        })
    }

    /// The hooks of the revision: those the operation runs, in order of execution over all its events, and the
    /// others in stored order.
    fn hooks_of(&self, verb: Verb, revision: Option<u32>) -> (Vec<HookView>, Vec<HookView>) {
        let events: &[HookEvent] = match verb {
            Verb::Install => &[HookEvent::PreInstall, HookEvent::PostInstall],
            Verb::Upgrade => &[HookEvent::PreUpgrade, HookEvent::PostUpgrade],
            Verb::Rollback => &[HookEvent::PreRollback, HookEvent::PostRollback],
            Verb::Uninstall => &[HookEvent::PreDelete, HookEvent::PostDelete],
            Verb::Test => &[HookEvent::Test],
            Verb::Helm => &[],
        };
        let mut written = self.world.records.history().iter().rev().filter(|change| Some(change.revision) == revision);
        let Some(release) = written.find_map(|change| change.release.as_ref()) else { return Default::default() };
        let hooks: Vec<&Hook> = release.hooks.iter().map(|stored| stored.hook.as_ref()).collect();
        let mut rests = vec![true; hooks.len()];
        let mut run = Vec::new();
        for index in events.iter().flat_map(|event| execution_order(&hooks, *event)) {
            if rests.get_mut(index).is_some_and(|rests| std::mem::replace(rests, false)) {
                run.extend(release.hooks.get(index).map(|stored| self.view(stored)));
            }
        }
        let resting = release.hooks.iter().zip(rests).filter(|(_, rests)| *rests);
        (run, resting.map(|(stored, _)| self.view(stored)).collect())
    }

    fn view(&self, stored: StoredHook<'_>) -> HookView {
        let hook = stored.hook;
        let infos = self.objects(stored.documents).unwrap_or_default();
        let object = match infos.first() {
            Some(info) if info.key.kind == hook.kind => info.reference(),
            _ => super::ObjectRef {
                kind: hook.kind.clone(),
                namespace: self.namespace().to_owned(),
                name: hook.name.clone(),
            },
        };
        HookView {
            object,
            events: hook.events.clone(),
            weight: hook.weight,
            delete_policies: stored.delete_policies(),
            origin: hook.origin.clone(),
        }
    }
}
