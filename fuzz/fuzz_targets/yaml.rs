//! Any text is read or refused at a place in it; what was read is written, and from then on it reads the same: the first
//! writing may lose what go-yaml loses, the sign of -0.0.
#![no_main]

use helm_hooks::yaml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match yaml::read(text) {
        Ok(document) => {
            for key in &document.duplicates {
                assert!(
                    text.get(key.first.start..key.first.end).is_some()
                        && text.get(key.second.start..key.second.end).is_some()
                );
            }
            let written = yaml::emit(&document.value);
            // Helm writes the key `<<` without quotes and cannot read that.
            if let Ok(again) = yaml::read(&written) {
                let twice = yaml::read(&yaml::emit(&again.value));
                assert!(twice.is_ok_and(|twice| twice.value == again.value), "{written}");
            }
        }
        Err(error) => {
            assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?}");
            let found = yaml::explain(text, &error, &error.message);
            assert!(!found.title.is_empty());
        }
    }
});
