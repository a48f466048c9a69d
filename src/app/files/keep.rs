//! What is kept in the browser between two visits.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::app::shared::Shared;
use crate::app::state::{AppState, FileRef, Place, Theme};
use crate::service::wire;
use crate::story::Story;

/// Under this name. Another number is another format.
pub const KEY: &str = "helm-hooks/3";

/// Beside it, under this name, lies the story's file: any later page can read it, whatever its own format.
pub const COPY: &str = "helm-hooks/story.yaml";

/// What is kept. Texts are kept as they were typed, broken or not.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
struct Kept {
    /// The story as it is.
    story: Story,
    /// The story to which a reset leads; absent if it is the same.
    start: Option<Story>,
    /// Index of the current operation.
    operation: usize,
    /// How many of its steps are done.
    done: usize,
    /// The open file.
    chart: String,
    path: String,
    /// What the person chose.
    theme: Theme,
}

/// The text to keep for a state: bytes, each as one character.
#[must_use]
pub fn pack(state: &AppState) -> String {
    let FileRef { chart, path } = state.open.clone();
    let kept = Kept {
        story: (*state.story).clone(),
        start: state.is_changed().then(|| state.start().clone()),
        operation: state.place.operation,
        done: state.place.done,
        chart,
        path,
        theme: state.theme,
    };
    wire::encode(&kept).into_iter().map(char::from).collect()
}

/// The state of a kept text; `None` if it cannot be read.
#[must_use]
pub fn unpack(text: &str) -> Option<AppState> {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).ok()).collect::<Option<_>>()?;
    let kept: Kept = wire::decode(&bytes)?;
    let story = Shared::new(kept.story);
    let start = kept.start.map_or_else(|| story.clone(), Shared::new);
    let place = Place { operation: kept.operation, done: kept.done };
    let open = FileRef { chart: kept.chart, path: kept.path };
    let mut state = AppState::resumed(story, start, place, open);
    state.theme = kept.theme;
    Some(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::state::Action;

    fn example(id: &str) -> AppState {
        AppState::new(Shared::new(crate::story::read(crate::service::example(id)).unwrap())).settled()
    }

    #[test]
    fn work_comes_back_as_it_was_left() {
        let file = FileRef::new("v2", "templates/migrate.yaml");
        let state = example("failing-upgrade")
            .after(Action::OpenFile(file.clone()))
            .after(Action::EditFile(file, "kind: Job\n".into()))
            .after(Action::SetTheme(Theme::Dark))
            .settled();
        let back = unpack(&pack(&state)).unwrap().settled();
        assert_eq!(*back.story, *state.story);
        assert_eq!((back.place, &back.open, back.theme), (state.place, &state.open, Theme::Dark));
        assert!(back.is_changed());
        assert_eq!(*back.after(Action::Reset).story, *example("failing-upgrade").story);
    }

    #[test]
    fn whatever_is_typed_is_kept_to_the_letter() {
        for text in [
            "",
            " ",
            "\n\n",
            "a: [",
            "\t\ttabs: {{",
            "'\"`\\",
            "# only a comment",
            "--- \n...\n",
            "é😀中\u{a0}\u{feff}",
            "a\r\nb\rc",
            "trailing   \n  spaces \n\n\n",
            "\u{1}\u{7f}\u{2028}",
            "- |\n  x\n   y\n\n",
            "null",
            "~",
            "yes",
        ] {
            let file = FileRef::new("v1", "templates/app.yaml");
            let state = example("migration").after(Action::EditFile(file.clone(), text.into()));
            let state = state.after(Action::EditFile(FileRef::new("v1", "values.yaml"), text.into()));
            let state = state.after(Action::EditValues(1, text.into()));
            let back = unpack(&pack(&state)).unwrap_or_else(|| panic!("{text:?} cannot be read back"));
            assert_eq!(file.text(&back.story), Some(text));
            assert_eq!(back.story.charts.get("v1").unwrap().values, text);
            assert_eq!(back.story.operations[1].values, text, "values of an operation");
        }
    }

    #[test]
    fn what_is_no_kept_text_is_refused() {
        for text in ["", "{}", "null", "[1]", r#"{"story":"a: [","operation":0,"done":0,"chart":"","path":""}"#] {
            assert!(unpack(text).is_none(), "{text}");
        }
    }
}
