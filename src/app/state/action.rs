//! Everything that can happen to the page.

use crate::app::shared::Shared;
use crate::story::{Command, HelmVersion, Operation, Story};
use crate::text::{Diagnostic, Fix};

use super::{Fate, FileRef, Place, Played, RowKey, Tab, Theme};
use crate::helm::ObjectRef;

/// What a person, or time, does to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The text of a chart's file is now this. A file that is not there appears.
    EditFile(FileRef, String),
    /// Adds files to a chart, by path; those that are there get the new text.
    AddFiles(String, Vec<(String, String)>),
    /// Removes a chart's file.
    RemoveFile(FileRef),
    /// Gives a chart's file another path.
    RenameFile(FileRef, String),
    /// The values passed with `-f` to an operation are now this.
    EditValues(usize, String),
    /// Copies a chart version under the next free short name and opens it.
    AddChart {
        /// Short name of the chart to copy.
        like: String,
    },
    /// Removes a chart version and the operations that use it.
    RemoveChart(String),
    /// Adds an operation after all others and makes it the current one.
    AddOperation(Box<Operation>),
    /// Adds an operation at a place among the others and makes it the current one.
    InsertOperation(usize, Box<Operation>),
    /// Removes an operation.
    RemoveOperation(usize),
    /// Moves an operation to another place.
    MoveOperation {
        /// Where it is.
        from: usize,
        /// Where it will be.
        to: usize,
    },
    /// Replaces an operation.
    SetOperation(usize, Box<Operation>),
    /// Replaces an operation's command, its circumstances stay.
    SetCommand(usize, Command),
    /// Replaces an operation's flags.
    SetFlags {
        /// Which operation.
        operation: usize,
        /// For every version.
        flags: Vec<String>,
        /// For Helm 3 only.
        helm3: Vec<String>,
        /// For Helm 4 only.
        helm4: Vec<String>,
    },
    /// The Helm version that runs the story.
    SetHelm(HelmVersion),
    /// Goes on with another story, at a place of it.
    Become(Shared<Story>, Place),
    /// Name and namespace of the release.
    SetRelease {
        /// `helm install NAME`
        name: String,
        /// `--namespace`
        namespace: String,
    },
    /// What an object does during an operation.
    SetFate {
        /// Which operation.
        operation: usize,
        /// Which object.
        object: ObjectRef,
        /// What it does.
        fate: Fate,
    },
    /// Goes to a place.
    Go(Place),
    /// Goes to a step by its index in the whole trace.
    GoToStep(usize),
    /// Before the first step of the current operation.
    First,
    /// One step back; before an operation's first step, to the end of the one before.
    Previous,
    /// One step on; at the end of an operation, to the start of the next.
    Next,
    /// The last step of the current operation.
    Last,
    /// The next step that went wrong, from the start again after the last.
    NextFailure,
    /// Starts or stops playing.
    PlayPause,
    /// A moment of playing is over: one step on, and stop at the end of the operation.
    Tick,
    /// Plays one notch slower.
    Slower,
    /// Plays one notch faster.
    Faster,
    /// Selects a row of the score, or nothing.
    Select(Option<RowKey>),
    /// Opens the panel of a problem, by its index, and its file.
    ShowProblem(usize),
    /// Opens the panel of the next problem: after the open one, else from a byte of the open file on.
    NextProblem {
        /// The byte.
        at: usize,
        /// The one before instead.
        back: bool,
    },
    /// Closes the panel of the problem.
    CloseProblem,
    /// Opens a file in the editor.
    OpenFile(FileRef),
    /// The engine's answer to a question, by the question's number.
    Answered(u32, Played),
    /// What is wrong with files that came from outside; nothing if they could be taken.
    Refused(Shared<Vec<Diagnostic>>),
    /// The engine broke down.
    EngineFailed,
    /// Asks the engine once more.
    AskAgain,
    /// Replaces the story; what was there can be had back with [`Action::Undo`].
    LoadStory(Shared<Story>),
    /// Back to the story that was loaded last, as it was then.
    Reset,
    /// Takes the last change back.
    Undo,
    /// Applies a fix to a file of a chart.
    ApplyFix {
        /// Short name of the chart.
        chart: String,
        /// The fix.
        fix: Fix,
    },
    /// Light, dark, or as the system says.
    SetTheme(Theme),
    /// The pane shown where only one fits.
    ShowTab(Tab),
}
