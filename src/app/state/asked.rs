//! Asking the engine, and what becomes of the page when it answers.

use crate::app::shared::Shared;
use crate::helm::Memory;
use crate::service::{Question, Replay, Sound};
use crate::story::{Chart, Named};
use crate::trace::Trace;

use super::{AppState, Place, place, problems};

/// A question that is not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    /// Only the answer to the newest question counts.
    number: u32,
    /// Where the page stands then.
    then: Then,
    /// The story is broken: what may stand in for it is asked for. Sent with every question, it would double it.
    instead: bool,
}

/// What the engine made of a story, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    answer: Shared<Trace>,
    instead: Option<Shared<Trace>>,
}

impl From<Replay> for Played {
    fn from(replay: Replay) -> Self {
        Played { answer: Shared::new(replay.answer), instead: replay.instead.map(Shared::new) }
    }
}

/// Where the page stands once the engine has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// At the same step as now, of the operation that has this index then.
    Stay(usize),
    /// Before an operation's first step.
    Before(usize),
    /// At a place, or as near to it as the trace has one.
    At(Place),
    /// Before the first step of the story, and with its first error shown.
    Begin,
}

impl Then {
    /// Index of the operation.
    fn operation(self) -> usize {
        match self {
            Then::Stay(operation) | Then::Before(operation) => operation,
            Then::At(place) => place.operation,
            Then::Begin => 0,
        }
    }

    /// This, and after it another change that stays where the page is.
    fn and(self, later: Then) -> Then {
        match (self, later) {
            (Then::Before(_), Then::Stay(operation)) => Then::Before(operation),
            (Then::At(place), Then::Stay(operation)) => Then::At(Place { operation, ..place }),
            (Then::Begin, Then::Stay(_)) => Then::Begin,
            _ => later,
        }
    }
}

impl AppState {
    /// The number of the question that waits for an answer.
    #[must_use]
    pub fn asked(&self) -> Option<u32> {
        self.asked.map(|asked| asked.number)
    }

    /// The question that waits for an answer.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        let story = self.story.rc();
        if !self.asked?.instead {
            return Some(Question::Play { story, sound: None });
        }
        let differs = |name: &String, chart: &Chart| self.story.charts.get(name).is_some_and(|now| *now != *chart);
        let sound = self.sound.iter().filter(|(name, chart)| differs(name, chart));
        // Not `collect`, which brings a sort.
        let sound = sound.fold(Named::new(), |mut sound, (name, chart)| {
            sound.insert(name.clone(), chart.clone());
            sound
        });
        Some(Question::Play { story, sound: Some(Sound(sound)) })
    }

    /// Nothing was ever drawn yet.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.asked.is_some() && self.trace.operations.is_empty() && !self.story.operations.is_empty()
    }

    /// The current operation's index in the story as it is now.
    pub(super) fn current(&self) -> usize {
        self.asked.map_or(self.place.operation, |asked| asked.then.operation())
    }

    /// The same page, with a question about its story.
    pub(super) fn asking(&self, then: Then) -> Self {
        let then = self.asked.map_or(then, |asked| asked.then.and(then));
        self.asking_for(then, false)
    }

    fn asking_for(&self, then: Then, instead: bool) -> Self {
        let number = self.questions.wrapping_add(1);
        self.clone().with(|next| {
            next.asked = Some(Asked { number, then, instead });
            (next.questions, next.failed) = (number, false);
        })
    }

    /// The engine has answered; an answer to anything but the newest question is passed over.
    pub(super) fn answered(&self, number: u32, played: Played) -> Self {
        let Some(asked) = self.asked.filter(|asked| asked.number == number) else { return self.clone() };
        let Played { answer, instead } = played;
        if !asked.instead && !answer.is_whole() {
            return self.asking_for(asked.then, true);
        }
        let problems = Shared::new(problems::problems(&self.story, &answer));
        let stale = instead.is_some();
        let trace = instead.unwrap_or_else(|| answer.clone());
        let sound = if answer.is_whole() { Shared::new(self.story.charts.clone()) } else { self.sound.clone() };
        let place = self.place_in(&trace, asked.then);
        let selected = if matches!(asked.then, Then::Stay(_)) { self.selected.clone() } else { None };
        let next = self.clone().with(|next| {
            (next.answer, next.trace, next.stale) = (answer, trace, stale);
            (next.problems, next.sound) = (problems, sound);
            (next.place, next.selected, next.asked) = (place, selected, None);
        });
        if asked.then == Then::Begin { next.showing_first_error() } else { next.keeping_problem() }
    }

    fn place_in(&self, trace: &Trace, then: Then) -> Place {
        match then {
            Then::Stay(operation) => place::keep(&self.trace, self.place, trace, operation),
            Then::Before(operation) => Place::before(operation),
            Then::At(place) => place.within(trace),
            Then::Begin => Place::before(trace.operations.first().map_or(0, |one| one.index)),
        }
    }

    /// The page after the engine has answered, for those who can wait for it: tests.
    #[must_use]
    pub fn settled(self) -> Self {
        let (Some(number), Some(Question::Play { story, sound })) = (self.asked(), self.question()) else {
            return self;
        };
        let replay = crate::service::replay(&story, sound.as_ref(), &mut Memory::keeping());
        self.answered(number, replay.into()).settled()
    }
}
