//! What is kept in the browser between two visits.

use crate::app::shared::Shared;
use crate::app::state::{AppState, FileRef, Place, Theme};
use crate::story::Story;

/// Under this name. Another number is another format.
pub const KEY: &str = "helm-hooks/2";

/// What could not be read back is put aside under this name, so that it is not lost.
pub const ASIDE: &str = "helm-hooks/2/unreadable";

/// What is kept. Texts are kept as they were typed, broken or not.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Kept {
    /// The story as it is.
    story: Story,
    /// The story to which a reset leads; absent if it is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<Story>,
    /// Index of the current operation.
    operation: usize,
    /// How many of its steps are done.
    done: usize,
    /// The open file.
    chart: String,
    path: String,
    /// `light` or `dark`; absent for what the system says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
}

/// The text to keep for a state.
#[must_use]
pub fn pack(state: &AppState) -> String {
    let story = (*state.story).clone();
    let start = state.is_changed().then(|| state.start().clone());
    let theme = match state.theme {
        Theme::System => None,
        Theme::Light => Some("light".into()),
        Theme::Dark => Some("dark".into()),
    };
    let (operation, done) = (state.place.operation, state.place.done);
    let FileRef { chart, path } = state.open.clone();
    // Texts and numbers serialise without fail.
    serde_json::to_string(&Kept { story, start, operation, done, chart, path, theme }).unwrap_or_default()
}

/// The state of a kept text; `None` if it cannot be read.
#[must_use]
pub fn unpack(text: &str) -> Option<AppState> {
    let kept: Kept = serde_json::from_str(text).ok()?;
    let story = Shared::new(kept.story);
    let start = kept.start.map_or_else(|| story.clone(), Shared::new);
    let place = Place { operation: kept.operation, done: kept.done };
    let theme = match kept.theme.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    };
    let open = FileRef { chart: kept.chart, path: kept.path };
    let mut state = AppState::resumed(story, start, place, open);
    state.theme = theme;
    Some(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::files::EXAMPLES;
    use crate::app::state::Action;

    fn example(id: &str) -> AppState {
        let example = EXAMPLES.iter().find(|example| example.id == id).unwrap();
        AppState::new(Shared::new(crate::story::read(example.text).unwrap())).settled()
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
            assert_eq!(back.story.charts["v1"].values, text);
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
