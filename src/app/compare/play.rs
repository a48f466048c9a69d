//! Playing: the story with both versions, then what could make both the same.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::trial::{Change, Offer, best, changes, judge, with};
use crate::app::engine::Engine;
use crate::app::shared::Shared;
use crate::service::{Answer, Question};
use crate::story::{HelmVersion, Story};
use crate::trace::Trace;

/// The traces of both runs.
pub type Runs = Shared<[Trace; 2]>;

/// Asks the engine in rounds: a new round makes all answers to the one before it void. Cheap to clone.
#[derive(Clone, PartialEq, Default)]
pub struct Player {
    engine: Engine,
    round: Rc<Cell<u32>>,
    /// The two runs themselves are being played; nothing is tried meanwhile, for of two waiting stories the engine
    /// plays only the newer one.
    busy: Rc<Cell<bool>>,
}

impl Player {
    /// Starts loading the engine.
    #[must_use]
    pub fn start() -> Self {
        Player { engine: Engine::start(), ..Player::default() }
    }

    /// Plays a story with two versions, one after the other; `then` gets `None` if the engine breaks down.
    fn play(
        &self,
        story: &Story,
        versions: [HelmVersion; 2],
        round: u32,
        then: impl FnOnce(Option<[Trace; 2]>) + 'static,
    ) {
        let [first, second] = versions.map(|helm| with(story, helm));
        let player = self.clone();
        self.ask(first, round, move |one| {
            let Some(one) = one else { return then(None) };
            player.ask(second, round, move |other| then(other.map(|other| [one, other])));
        });
    }

    fn ask(&self, story: Story, round: u32, then: impl FnOnce(Option<Trace>) + 'static) {
        let current = self.round.clone();
        self.engine.ask(Question::Play { story: Rc::new(story), sound: None }, move |answer| {
            if current.get() != round {
                return;
            }
            then(match answer {
                Some(Answer::Played(replay)) => Some(replay.answer),
                _ => None,
            });
        });
    }

    fn next_round(&self) -> u32 {
        let round = self.round.get().wrapping_add(1);
        self.round.set(round);
        round
    }
}

/// What is known of two runs.
#[derive(Clone, PartialEq, Default)]
pub enum Played {
    /// Nothing yet.
    #[default]
    Nothing,
    /// Both traces.
    Both(Runs),
    /// The engine broke down.
    Failed,
}

/// Plays `story` with both `versions`, anew whenever one of them changes; while it does, what was known before stays.
/// Answers also whether it is under way.
#[hook]
pub fn use_runs(player: &Player, story: &Shared<Story>, versions: [HelmVersion; 2], again: u32) -> (Played, bool) {
    let (played, busy) = (use_state(Played::default), use_state_eq(|| true));
    use_effect_with((story.clone(), versions, again), {
        let (player, played, busy) = (player.clone(), played.setter(), busy.setter());
        move |(story, versions, _)| {
            busy.set(true);
            player.busy.set(true);
            let done = player.busy.clone();
            player.play(story, *versions, player.next_round(), move |both| {
                done.set(false);
                played.set(both.map_or(Played::Failed, |both| Played::Both(Shared::new(both))));
                busy.set(false);
            });
        }
    });
    ((*played).clone(), *busy)
}

/// What makes both runs the same in an operation; `None` while it is being tried. Nothing is tried if nothing differs.
#[hook]
pub fn use_offers(
    player: &Player,
    story: &Shared<Story>,
    runs: &Runs,
    operation: usize,
    differ: bool,
) -> Option<Shared<Vec<Offer>>> {
    let offers = use_state(|| None);
    use_effect_with((runs.clone(), operation, differ), {
        let (player, offers, story) = (player.clone(), offers.setter(), story.clone());
        move |(runs, operation, differ)| {
            offers.set(None);
            if player.busy.get() {
                return;
            }
            let [first, second] = &**runs;
            let changes = if *differ { changes(&story, [first, second], *operation) } else { Vec::new() };
            let round = player.next_round();
            let trial = Trial { player, round, runs: runs.clone(), operation: *operation };
            trial.run(changes, Vec::new(), move |found| offers.set(Some(Shared::new(best(found)))));
        }
    });
    (*offers).clone()
}

/// Changes that are tried one after the other.
struct Trial {
    player: Player,
    round: u32,
    runs: Runs,
    operation: usize,
}

impl Trial {
    fn run(self, mut changes: Vec<Change>, mut found: Vec<Offer>, then: impl FnOnce(Vec<Offer>) + 'static) {
        if changes.is_empty() {
            return then(found);
        }
        let change = changes.remove(0);
        let [first, second] = &*self.runs;
        let versions = [first.helm, second.helm];
        let (player, round, story) = (self.player.clone(), self.round, change.story.clone());
        player.play(&story, versions, round, move |both| {
            let [first, second] = &*self.runs;
            found.extend(both.and_then(|after| judge(change, [first, second], after.each_ref(), self.operation)));
            self.run(changes, found, then);
        });
    }
}
