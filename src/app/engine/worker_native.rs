//! On the host the engine is called directly.

use std::cell::RefCell;
use std::rc::Rc;

use super::Word;
use crate::helm::Memory;
use crate::service::{Question, answer};

/// The engine itself.
#[derive(Clone)]
pub(super) struct Worker(Rc<RefCell<dyn FnMut(Word)>>);

impl Worker {
    pub(super) fn start(on_word: impl FnMut(Word) + 'static) -> Option<Self> {
        Some(Worker(Rc::new(RefCell::new(on_word))))
    }

    #[allow(clippy::unused_self)] // As the other one.
    pub(super) fn is_loaded(&self) -> bool {
        true
    }

    pub(super) fn ask(&self, question: &Question) {
        (self.0.borrow_mut())(Word::Answer(answer(question.clone(), &mut Memory::keeping())));
    }
}

/// Answers nobody: a worker needs a browser.
pub fn serve() {}
