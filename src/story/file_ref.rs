//! Names of files over all charts of a story.

use super::{Story, path};

/// Names a file of a story's chart.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct FileRef {
    /// Short name of the chart.
    pub chart: String,
    /// Path inside the chart, e.g. `templates/job.yaml`.
    pub path: String,
}

impl FileRef {
    /// The file `path` of chart `chart`.
    #[must_use]
    pub fn new(chart: &str, path: &str) -> Self {
        FileRef { chart: chart.to_owned(), path: path.to_owned() }
    }

    /// Its text; `None` where there is no such file.
    #[must_use]
    pub fn text<'a>(&self, story: &'a Story) -> Option<&'a str> {
        story.charts.get(&self.chart)?.text(&self.path)
    }

    /// Gives it a text. `None` if its chart is not there or the path is none.
    pub fn set_text(&self, story: &mut Story, text: String) -> Option<()> {
        path::set_text(story.charts.get_mut(&self.chart)?, &self.path, text).ok()
    }
}
