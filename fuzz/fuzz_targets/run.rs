//! Any story that can be read is played to its end, the same each time, and every moment of it can be looked at.
#![no_main]

use helm_hooks::{simulate, story, trace};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(story) = story::read(text) else { return };
    let played = simulate(&story);
    let recording = trace::recording(&story, &played);
    assert_eq!(recording, trace::recording(&story, &simulate(&story)));
    for step in 0..played.steps.len() {
        let state = played.state_at(Some(step));
        for left in &state.ledger {
            assert!(state.objects.iter().any(|(life, _)| life.object == *left.object));
        }
    }
});
