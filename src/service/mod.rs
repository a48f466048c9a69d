//! What the page asks the engine, and what the engine answers.
//!
//! The page and the engine are two programs: the page draws and never waits, the engine runs in a worker
//! (`ARCHITECTURE.md`). Only what is here crosses between them. [`answer`] depends on nothing but the question, so that
//! tests ask it directly: what it remembers only makes it quicker.

mod examples;
mod gunzip;
mod layers;
mod open;
mod replay;
mod sheet;
mod trial;
#[cfg(feature = "web")]
pub mod wire;

pub use examples::{EXAMPLES, Example, example};
pub use gunzip::{MAGIC as GZIP, gunzip};
pub use open::{Given, Opened, blank, open};
pub use replay::{Replay, replay};
pub use sheet::{Line, Sheet, Sight, Why, sheet};
pub use trial::{Tried, try_all};

use std::rc::Rc;

use crate::helm::Memory;
use crate::story::{self, Chart, FileRef, Named, Story};

/// Something only the engine knows.
#[derive(Debug, Clone, PartialEq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Question {
    /// What does Helm do with a story?
    Play {
        /// The story.
        story: Rc<Story>,
        /// What may stand in for broken charts; `None` if nothing is to.
        sound: Option<Sound>,
    },
    /// What is in these files?
    Open(Vec<Given>),
    /// What is in the example of this name?
    Example(String),
    /// What is an empty chart to paste manifests into?
    Blank,
    /// What does a story look like as a file?
    Write(Story),
    /// What works after an operation of a story?
    Try {
        /// The story.
        story: Rc<Story>,
        /// Index of the operation.
        operation: usize,
    },
    /// What does an operation of a story render?
    Render {
        /// The story.
        story: Rc<Story>,
        /// Index of the operation; another one is taken if it does not use the file's chart.
        operation: usize,
        /// The file that is looked at.
        file: FileRef,
        /// What is to be seen.
        sight: Sight,
    },
}

/// Charts of the last story whose texts were whole, where they differ from the story's.
#[derive(Debug, Clone, PartialEq, Default, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Sound(
    #[borsh(serialize_with = "story::write_named", deserialize_with = "story::read_named")] pub Named<Chart>,
);

impl Question {
    /// Whether nobody wants to know `older` any more: it asks the same of what a story was before.
    #[must_use]
    pub fn replaces(&self, older: &Question) -> bool {
        matches!(
            (self, older),
            (Question::Play { .. }, Question::Play { .. })
                | (Question::Try { .. }, Question::Try { .. })
                | (Question::Render { .. }, Question::Render { .. })
        )
    }
}

/// An answer to the [`Question`] of the same name.
#[derive(Debug, Clone, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Answer {
    /// To [`Question::Play`].
    Played(Box<Replay>),
    /// To [`Question::Open`], [`Question::Example`] and [`Question::Blank`].
    Opened(Opened),
    /// To [`Question::Write`].
    Written(String),
    /// To [`Question::Try`].
    Tried(Vec<Tried>),
    /// To [`Question::Render`]: the bytes of a [`Sheet`], because the page's own program, which never asks, need not know
    /// how to read one.
    Rendered(Vec<u8>),
}

/// The engine's answer. `memory` has what was read for the question before, and then what was read for this one.
#[must_use]
pub fn answer(question: Question, memory: &mut Memory) -> Answer {
    let answer = match question {
        Question::Play { story, sound } => Answer::Played(Box::new(replay(&story, sound.as_ref(), memory))),
        Question::Open(files) => return Answer::Opened(open(files)),
        Question::Example(id) => return Answer::Opened(Opened::of(example(&id))),
        Question::Blank => return Answer::Opened(Opened::Story(Box::new(blank()))),
        Question::Write(story) => return Answer::Written(story::write(&story)),
        Question::Try { story, operation } => Answer::Tried(try_all(&story, operation, memory)),
        Question::Render { story, operation, file, sight } => {
            Answer::Rendered(sheet(&story, operation, &file, sight, memory).encode())
        }
    };
    memory.forget_unasked();
    answer
}
