//! The page's one state and the one function that changes it.
//!
//! Pure: components dispatch an [`Action`], [`AppState::reduce`] answers with the next state. Every change of
//! the story is a question to the engine; until it is answered the older trace is drawn, and then the place stays on
//! the same step where that still exists.

mod action;
mod asked;
mod change;
mod fate;
mod open_problem;
mod place;
mod problems;

use std::rc::Rc;

use yew::Reducible;

pub use action::Action;
pub use asked::Played;
use asked::{Asked, Then};
pub use fate::Fate;
pub use open_problem::OpenProblem;
pub use place::{Place, is_failure, operation_of, steps_of};
pub use problems::{Problem, counts, problems};

use crate::app::shared::Shared;
use crate::helm::ObjectRef;
pub use crate::story::FileRef;
use crate::story::{Chart, Named, Operation, Story};
use crate::text::Diagnostic;
use crate::trace::{OperationTrace, Step, Trace};

/// How many changes can be taken back.
const MOST_UNDO: usize = 100;

/// Milliseconds for each step, and the speed's name; the index is [`AppState::speed`].
pub const SPEEDS: [(u32, &str); 5] = [(2_000, "0.5"), (1_000, "1"), (500, "2"), (250, "4"), (125, "8")];

/// Names a row of the score.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// A release record.
    Record(u32),
    /// An object.
    Object(ObjectRef),
}

/// Tells rows apart; no text for people.
impl std::fmt::Display for RowKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RowKey::Record(revision) => write!(f, "{revision}"),
            RowKey::Object(object) => write!(f, "{}/{object}", object.namespace),
        }
    }
}

/// Colours of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The panes of which a narrow page shows one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tab {
    /// The editor.
    Chart,
    /// The steps.
    #[default]
    Run,
    /// Objects, ledger, what follows.
    Cluster,
    /// Release records, terminal.
    Record,
}

impl Tab {
    /// Its name in `data-tab`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Tab::Chart => "chart",
            Tab::Run => "run",
            Tab::Cluster => "cluster",
            Tab::Record => "record",
        }
    }
}

/// The whole state of the page. Cheap to clone, compares by identity where it is large.
#[derive(Debug, Clone, PartialEq)]
pub struct AppState {
    /// What is being played.
    pub story: Shared<Story>,
    /// What Helm does with the story: with an older version of it until the engine has answered.
    pub answer: Shared<Trace>,
    /// What is drawn: [`Self::answer`], or while the text is broken the trace of its last good version.
    pub trace: Shared<Trace>,
    /// [`Self::trace`] is older than the text.
    pub stale: bool,
    /// What the text has wrong, worst first.
    pub problems: Shared<Vec<Problem>>,
    /// Where in the trace the page stands.
    pub place: Place,
    /// The row that is looked at.
    pub selected: Option<RowKey>,
    /// The file in the editor.
    pub open: FileRef,
    /// The problem whose panel is open.
    pub problem: Option<OpenProblem>,
    /// Light or dark.
    pub theme: Theme,
    /// Steps follow by themselves.
    pub playing: bool,
    /// Index into [`SPEEDS`].
    pub speed: usize,
    /// The pane that a narrow page shows.
    pub tab: Tab,
    /// Hidden panes that have changed since they were seen.
    pub news: [bool; 4],
    /// Why the last files from outside could not be taken.
    pub refused: Shared<Vec<Diagnostic>>,
    /// The engine broke down over the last question.
    pub failed: bool,
    /// What the engine was asked and has not answered.
    asked: Option<Asked>,
    /// How often the engine was asked.
    questions: u32,
    /// Charts of the last story whose texts were whole.
    sound: Shared<Named<Chart>>,
    /// The story that was loaded last, as it was then.
    start: Shared<Story>,
    /// What can be had back, latest last.
    past: Shared<Vec<Past>>,
    /// The file of the last change, so that a run of key strokes is one change to take back.
    typing: Option<FileRef>,
}

/// A former state that [`Action::Undo`] returns to.
#[derive(Debug, Clone, PartialEq)]
struct Past {
    story: Shared<Story>,
    start: Shared<Story>,
    place: Place,
    open: FileRef,
}

impl AppState {
    /// The page with a story, before its first operation's first step. The engine is still to be asked.
    #[must_use]
    pub fn new(story: Shared<Story>) -> Self {
        let state = AppState {
            story: story.clone(),
            answer: Shared::default(),
            trace: Shared::default(),
            stale: false,
            problems: Shared::default(),
            place: Place::default(),
            selected: None,
            open: FileRef::default(),
            problem: None,
            theme: Theme::default(),
            playing: false,
            speed: 1,
            tab: Tab::default(),
            news: [false; 4],
            refused: Shared::default(),
            failed: false,
            asked: None,
            questions: 0,
            sound: Shared::default(),
            start: story.clone(),
            past: Shared::default(),
            typing: None,
        };
        state.loaded(story)
    }

    /// The current operation as it is drawn; `None` without operations, or if this Helm version does not do it.
    #[must_use]
    pub fn operation(&self) -> Option<&OperationTrace> {
        operation_of(&self.trace, self.place.operation)
    }

    /// The current operation of the story.
    #[must_use]
    pub fn command(&self) -> Option<&Operation> {
        self.story.operations.get(self.place.operation)
    }

    /// The current step; `None` before the first.
    #[must_use]
    pub fn step(&self) -> Option<&Step> {
        self.place.step(&self.trace)
    }

    /// All steps of the current operation.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        steps_of(&self.trace, self.place.operation)
    }

    /// Whether there is a change to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// The story that was loaded last, as it was then.
    #[must_use]
    pub fn start(&self) -> &Story {
        &self.start
    }

    /// Whether the story's texts were whole at some time since it was loaded.
    #[must_use]
    pub fn was_whole(&self) -> bool {
        !self.sound.is_empty()
    }

    /// Whether the story differs from what was loaded.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.story != self.start && *self.story != *self.start
    }

    /// The state after an action.
    #[must_use]
    pub fn after(&self, action: Action) -> Self {
        use Action as A;
        match action {
            A::Go(place) => self.at(place),
            A::GoToStep(index) => {
                Place::at_step(&self.trace, index).map_or_else(|| self.clone(), |place| self.at(place))
            }
            A::First => self.at(Place::before(self.place.operation)),
            A::Last => self.at(Place { done: usize::MAX, ..self.place }),
            A::Previous => self.at(self.previous_place()),
            A::Next => self.at(self.next_place()),
            A::NextFailure => self.at(self.next_failure()),
            A::PlayPause => self.play_or_pause(),
            A::Tick => self.tick(),
            A::Slower => self.clone().with(|next| next.speed = next.speed.saturating_sub(1)),
            A::Faster => self.clone().with(|next| {
                next.speed = next.speed.saturating_add(1).min(SPEEDS.len().saturating_sub(1));
            }),
            A::Select(row) => self.clone().with(|next| next.selected = row),
            A::ShowProblem(index) => self.showing_problem(index, true),
            A::NextProblem { at, back } => self.next_problem(at, back),
            A::CloseProblem => self.clone().with(|next| next.problem = None),
            A::OpenFile(file) => self.clone().with(|next| next.open = file),
            A::SetTheme(theme) => self.clone().with(|next| next.theme = theme),
            A::ShowTab(tab) => self.showing(tab),
            A::Answered(number, played) => self.answered(number, played),
            A::Refused(refused) => self.clone().with(|next| next.refused = refused),
            A::EngineFailed => self.clone().with(|next| (next.asked, next.failed) = (None, true)),
            A::AskAgain => self.asking(Then::At(self.place)),
            A::LoadStory(story) => self.remembering().loaded(story),
            A::Reset => self.remembering().loaded(self.start.clone()),
            A::Undo => self.undone(),
            A::Become(story, place) if *story == *self.story => self.at(place),
            change => self.changed(change),
        }
    }

    /// The state with a change.
    fn with(mut self, change: impl FnOnce(&mut AppState)) -> Self {
        change(&mut self);
        self
    }

    /// At a place, as near to it as the trace has one.
    fn at(&self, place: Place) -> Self {
        let place = place.within(&self.trace);
        if place == self.place {
            return self.clone();
        }
        let moved = |tab: Tab| tab != self.tab;
        let [chart, run, ..] = self.news;
        let news = [chart, run, moved(Tab::Cluster), moved(Tab::Record)];
        let open =
            if place.operation == self.place.operation { self.open.clone() } else { self.same_file(place.operation) };
        self.clone().with(|next| {
            (next.place, next.news, next.open) = (place, news, open);
            next.selected = None;
        })
    }

    /// The open file in the chart version of an operation, if it has it.
    fn same_file(&self, operation: usize) -> FileRef {
        let named = self.story.operations.get(operation).and_then(|one| one.command.chart()).map(String::as_str);
        let chart = named.or_else(|| {
            let one = operation_of(&self.trace, operation)?;
            let life = self.trace.records.iter().find(|life| Some(life.revision) == one.revision)?;
            life.states.iter().find_map(|(_, release)| Some(&*release.as_ref()?.chart))
        });
        let there = chart.map(|chart| FileRef::new(chart, &self.open.path));
        there.filter(|file| file.text(&self.story).is_some()).unwrap_or_else(|| self.open.clone())
    }

    fn showing(&self, tab: Tab) -> Self {
        self.clone().with(|next| {
            next.tab = tab;
            if let Some(seen) = next.news.get_mut(tab as usize) {
                *seen = false;
            }
        })
    }

    fn next_place(&self) -> Place {
        if self.place.done < self.steps().len() {
            return Place { done: self.place.done.saturating_add(1), ..self.place };
        }
        let later = self.trace.operations.iter().map(|one| one.index).find(|&index| index > self.place.operation);
        later.map_or(self.place, Place::before)
    }

    fn previous_place(&self) -> Place {
        if let Some(done) = self.place.done.checked_sub(1) {
            return Place { done, ..self.place };
        }
        let earlier = self.trace.operations.iter().map(|one| one.index).rfind(|&index| index < self.place.operation);
        earlier.map_or(self.place, |operation| Place { operation, done: usize::MAX })
    }

    fn next_failure(&self) -> Place {
        let here = self.place.index(&self.trace).map_or(0, |index| index.saturating_add(1));
        let failures = |step: &&Step| is_failure(step);
        let later = self.trace.steps.iter().skip(here).find(failures);
        let found = later.or_else(|| self.trace.steps.iter().find(failures));
        found.and_then(|step| Place::at_step(&self.trace, step.index)).unwrap_or(self.place)
    }

    /// Playing from the end begins again.
    fn play_or_pause(&self) -> Self {
        let ended = self.place.done >= self.steps().len();
        let place = if ended && !self.playing { Place::before(self.place.operation) } else { self.place };
        self.at(place).with(|next| next.playing = !self.playing)
    }

    fn tick(&self) -> Self {
        let next = self.at(Place { done: self.place.done.saturating_add(1), ..self.place });
        let playing = self.playing && next.place.done < next.steps().len();
        next.with(|next| next.playing = playing)
    }
}

impl Reducible for AppState {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let next = self.after(action);
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests;
