//! A story file is read or refused with reasons, and a story that was read is written so that it reads the same.
#![no_main]

use helm_hooks::story;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match story::read(text) {
        Ok(story) => {
            let written = story::write(&story);
            assert_eq!(story::read(&written).as_ref(), Ok(&story), "{written}");
        }
        Err(found) => assert!(!found.is_empty()),
    }
});
