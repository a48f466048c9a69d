//! Writing story files.

use super::Story;

/// The story as a file that [`super::read`] reads back to the same story.
#[must_use]
pub fn write(_story: &Story) -> String {
    String::new()
}
