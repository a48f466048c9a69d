//! The reducer, on the host.

use super::*;
use crate::app::fixture;
use crate::story::Command;

fn story() -> Story {
    let chart = |text: &str| Chart {
        templates: Named::from_iter([("job.yaml".to_owned(), text.to_owned())]),
        ..Chart::default()
    };
    let operation = |command| Operation { command, ..Operation::default() };
    Story {
        charts: Named::from_iter([("a".to_owned(), chart("one")), ("b".to_owned(), chart("two"))]),
        operations: vec![
            operation(Command::Install("a".into())),
            operation(Command::Upgrade("b".into())),
            operation(Command::Uninstall),
        ],
        ..Story::default()
    }
}

fn state() -> AppState {
    AppState::new(Shared::new(story())).settled()
}

impl AppState {
    /// The state after an action, and after the engine's answer to it.
    fn then(&self, action: Action) -> AppState {
        self.after(action).settled()
    }
}

fn commands(state: &AppState) -> Vec<Command> {
    state.story.operations.iter().map(|one| one.command.clone()).collect()
}

#[test]
fn a_story_opens_at_its_first_file_and_before_its_first_step() {
    let state = state();
    assert_eq!(state.open, FileRef::new("a", "templates/job.yaml"));
    assert_eq!(state.place, Place::before(0));
    assert!(!state.can_undo() && !state.is_changed() && !state.stale);
}

#[test]
fn operations_are_added_moved_and_removed_and_all_can_be_undone() {
    let first = state();
    let test = Operation { command: Command::Test, ..Operation::default() };
    let added = first.then(Action::AddOperation(Box::new(test)));
    assert_eq!(added.place.operation, 3);
    let moved = added.then(Action::MoveOperation { from: 3, to: 1 });
    assert_eq!(moved.place.operation, 1);
    assert_eq!(commands(&moved)[1], Command::Test);
    let other = moved.then(Action::MoveOperation { from: 0, to: 1 });
    assert_eq!(other.place.operation, 0);
    let removed = moved.then(Action::RemoveOperation(0));
    assert_eq!(removed.place.operation, 0);
    assert_eq!(commands(&removed), [Command::Test, Command::Upgrade("b".into()), Command::Uninstall]);
    let back = removed.then(Action::Undo).then(Action::Undo).then(Action::Undo);
    assert_eq!(*back.story, *first.story);
    assert!(!back.can_undo());
}

#[test]
fn typing_in_one_file_is_one_change_to_undo() {
    let file = FileRef::new("a", "templates/job.yaml");
    let typed = ["o", "on", "once"]
        .iter()
        .fold(state(), |state, text| state.then(Action::EditFile(file.clone(), (*text).to_owned())));
    assert_eq!(file.text(&typed.story), Some("once"));
    assert!(typed.is_changed());
    let back = typed.then(Action::Undo);
    assert_eq!(file.text(&back.story), Some("one"));
    assert!(!back.can_undo());
}

#[test]
fn reset_can_be_undone() {
    let changed = state().then(Action::RemoveOperation(2));
    let reset = changed.then(Action::Reset);
    assert_eq!(*reset.story, story());
    assert_eq!(reset.then(Action::Undo).story, changed.story);
}

#[test]
fn a_chart_version_is_copied_under_a_free_name_and_removed_with_its_operations() {
    let copied = state().then(Action::AddChart { like: "b".into() });
    assert_eq!(copied.story.charts.get("c").unwrap(), copied.story.charts.get("b").unwrap());
    assert_eq!(copied.open.chart, "c");
    let removed = copied.then(Action::RemoveChart("b".into()));
    assert_eq!(commands(&removed), [Command::Install("a".into()), Command::Uninstall]);
}

#[test]
fn names_of_copies_go_on_as_names_do() {
    let copy = |name: &str| {
        let mut story = story();
        story.charts = [(name.to_owned(), Chart::default()), ("v2".to_owned(), Chart::default())].into_iter().collect();
        AppState::new(Shared::new(story)).settled().then(Action::AddChart { like: name.into() }).open.chart
    };
    let names = ["a", "v1", "r3", "stable", "1.0"].map(copy);
    assert_eq!(names, ["b", "v3", "r2", "stable-2", "1.2"]);
}

#[test]
fn a_file_is_renamed_but_never_over_another() {
    let file = FileRef::new("a", "templates/job.yaml");
    let renamed = state().then(Action::RenameFile(file.clone(), "templates/x.yaml".into()));
    assert_eq!(renamed.open.path, "templates/x.yaml");
    assert_eq!(renamed.open.text(&renamed.story), Some("one"));
    let refused = renamed.then(Action::RenameFile(renamed.open.clone(), "templates/x.yaml".into()));
    assert_eq!(refused.story, renamed.story);
}

#[test]
fn an_action_without_effect_keeps_the_state() {
    let state = Rc::new(state());
    for action in
        [Action::Undo, Action::First, Action::RemoveOperation(9), Action::Slower, Action::EditValues(7, "a: 1".into())]
    {
        let next = Rc::clone(&state).reduce(action.clone());
        let next = if action == Action::Slower { next.reduce(Action::Faster) } else { next };
        assert_eq!(*next, *state, "{action:?}");
    }
}

#[test]
fn steps_lead_from_operation_to_operation_and_back() {
    let trace = Shared::new(fixture::shop());
    let mut state = AppState { trace: trace.clone(), ..state() };
    let mut seen = vec![state.place];
    while state.then(Action::Next).place != state.place {
        state = state.then(Action::Next);
        seen.push(state.place);
    }
    assert_eq!(seen.len(), trace.steps.len() + trace.operations.len());
    for place in seen.iter().rev() {
        assert_eq!(state.place, *place);
        state = state.then(Action::Previous);
    }
    let last = state.then(Action::GoToStep(trace.steps.len() - 1));
    assert_eq!(last.step(), trace.steps.last());
    assert_eq!(last.then(Action::First).place.done, 0);
}

#[test]
fn playing_ends_with_the_operation_and_starts_again() {
    let state = AppState { trace: Shared::new(fixture::shop()), ..state() };
    let length = state.steps().len();
    let mut playing = state.then(Action::PlayPause);
    for _ in 0..length {
        assert!(playing.playing);
        playing = playing.then(Action::Tick);
    }
    assert!(!playing.playing);
    assert_eq!(playing.place, Place { operation: 0, done: length });
    let again = playing.then(Action::PlayPause);
    assert!(again.playing);
    assert_eq!(again.place, Place::before(0));
}

#[test]
fn the_next_failure_is_found_over_operations_and_from_the_start() {
    let state = AppState { trace: Shared::new(fixture::failing()), ..state() };
    let failed = state.then(Action::NextFailure);
    assert!(failed.step().is_some_and(is_failure), "{:?}", failed.step());
    let mut at = failed.clone();
    for _ in 0..20 {
        at = at.then(Action::NextFailure);
        if at.place == failed.place {
            return;
        }
    }
    panic!("never comes round to {:?}", failed.place);
}

#[test]
fn the_place_stays_on_the_same_step_or_on_the_nearest_before_it() {
    let (old, new) = (fixture::shop(), fixture::failing());
    let upgrade = 1;
    let at = |done| place::keep(&old, Place { operation: upgrade, done }, &new, upgrade).done;
    // The wait for db-migrate is there in both, the deletion after it only where it succeeds.
    assert_eq!(at(9), 9);
    assert_eq!(at(10), 9);
    assert_eq!(at(20), 9);
    assert_eq!(at(0), 0);
    let same = |done| place::keep(&old, Place { operation: upgrade, done }, &old, upgrade).done;
    assert!((0..=20).all(|done| same(done) == done));
}

#[test]
fn the_older_trace_is_drawn_until_the_engine_answers() {
    let file = FileRef::new("a", "templates/job.yaml");
    let first = state().then(Action::Next);
    let asked = first.after(Action::EditFile(file.clone(), "kind: ConfigMap\nmetadata: {name: x}\n".into()));
    assert_eq!((asked.trace.clone(), asked.place), (first.trace.clone(), first.place));
    assert_eq!(file.text(&asked.story).map(|text| &text[..4]), Some("kind"));
    let settled = asked.clone().settled();
    assert_ne!(settled.trace, first.trace);
    assert_eq!(settled.asked(), None);
    // The answer to an older question changes nothing.
    let again = asked.after(Action::EditFile(file, "kind: Secret\n".into()));
    let late = crate::service::replay(&asked.story, None, &mut crate::Memory::keeping());
    let number = asked.asked().unwrap();
    assert_eq!(again.after(Action::Answered(number, late.into())), again);
    let failed = again.after(Action::EngineFailed);
    assert!(failed.failed && failed.asked().is_none());
    assert!(!failed.then(Action::AskAgain).failed);
}

#[test]
fn changes_that_come_faster_than_answers_keep_the_place_of_the_first() {
    let added = state().after(Action::AddOperation(Box::default()));
    let typed = added.after(Action::EditValues(3, "a: 1\n".into()));
    assert_eq!(typed.settled().place, Place::before(3));
    let loaded = state().then(Action::Last).after(Action::Reset);
    let typed = loaded.after(Action::EditValues(0, "a: 1\n".into()));
    assert_eq!(typed.settled().place, Place::before(0));
    let removed = state().then(Action::Go(Place::before(2))).after(Action::RemoveOperation(0));
    let removed = removed.after(Action::RemoveOperation(0));
    assert_eq!(removed.settled().place, Place::before(0));
}

#[test]
fn another_story_goes_on_at_its_place_and_can_be_undone() {
    let state = state();
    let other = Shared::new(Story { helm: Some("3.22.0".parse().unwrap()), ..story() });
    let place = Place { operation: 1, done: 1 };
    let gone = state.then(Action::Become(other.clone(), place));
    assert_eq!((gone.story.helm, gone.place, gone.trace.helm), (other.helm, place, other.helm.unwrap()));
    assert!(gone.is_changed(), "a reset leads to what was loaded");
    assert_eq!(*gone.then(Action::Undo).story, story());
    // The same story is only another place.
    let moved = gone.after(Action::Become(other, Place::before(2)));
    assert_eq!((moved.place, moved.asked()), (Place::before(2), None));
}
