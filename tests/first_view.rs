//! What a first visit sees was played beforehand (`www/first-view.bin`); here it is played again.
#![cfg(feature = "web")]

use std::fs;

use helm_hooks::Memory;
use helm_hooks::app::files::FirstView;
use helm_hooks::service::{Answer, EXAMPLES, Question, Sound, answer, example, replay, wire};
use helm_hooks::story;

const FILE: &str = "www/first-view.bin";

/// `FIRST_VIEW=write cargo test --features web --test first_view` writes the file anew.
#[test]
fn the_first_view_is_what_the_engine_makes_of_the_first_example() {
    let story = story::read(example(EXAMPLES[0].id)).unwrap();
    let replay = replay(&story, None, &mut Memory::keeping());
    let fresh = wire::encode(&FirstView { story, replay });
    if std::env::var("FIRST_VIEW").is_ok_and(|word| word == "write") {
        fs::write(FILE, &fresh).unwrap();
    }
    let kept = fs::read(FILE).unwrap();
    assert!(kept == fresh, "{FILE} is out of date: FIRST_VIEW=write cargo test --features web --test first_view");
}

/// What crosses between the page and its engine arrives as it was sent.
#[test]
fn every_example_crosses_the_wire() {
    for one in EXAMPLES {
        let story = story::read(example(one.id)).unwrap();
        let question = Question::Play { sound: Some(Sound(story.charts.clone())), story: story.into() };
        assert_eq!(wire::decode::<Question>(&wire::encode(&question)).as_ref(), Some(&question), "{}", one.id);
        let sent = wire::encode(&answer(question, &mut Memory::keeping()));
        let arrived: Answer = wire::decode(&sent).unwrap_or_else(|| panic!("{} does not arrive", one.id));
        assert!(wire::encode(&arrived) == sent, "{} arrives as something else", one.id);
    }
}
