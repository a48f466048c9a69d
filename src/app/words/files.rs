//! Wording of the menu of stories.

/// The list of examples.
pub const EXAMPLES: &str = "Examples";
/// A story without a name.
pub const OWN: &str = "Your story";
/// After the name of a story that differs from what was loaded.
pub const CHANGED: &str = ", changed";
/// A chart to paste into.
pub const EMPTY: &str = "empty chart";
/// What that is.
pub const EMPTY_SAYS: &str = "One empty file to paste manifests into";
/// Opens files.
pub const OPEN: &str = "Open files";
/// Saves the story as a file.
pub const DOWNLOAD: &str = "Download story";
/// Copies the story file.
pub const COPY: &str = "Copy story";
/// Back to what was loaded.
pub const RESET: &str = "Reset";
/// Takes the last change back.
pub const UNDO: &str = "Undo";
/// It is in the clipboard.
pub const COPIED: &str = "Copied.";
/// It is not.
pub const NOT_COPIED: &str = "The browser does not allow copying. Download works.";

/// The button of the menu for an example.
#[must_use]
pub fn example(id: &str) -> String {
    format!("Example: {id}")
}

/// The button of the menu for another story.
#[must_use]
pub fn story(id: &str) -> String {
    format!("Story: {id}")
}
