//! The engine, which runs in a worker, so that the page never waits for it.

#[cfg(target_arch = "wasm32")]
mod worker;
#[cfg(not(target_arch = "wasm32"))]
#[path = "worker_native.rs"]
mod worker;

pub use worker::serve;

use std::cell::RefCell;
use std::rc::Rc;

use crate::service::{Answer, Question};
use worker::Worker;

/// What is done with an answer; with `None` if the engine broke down over the question.
type Then = Box<dyn FnOnce(Option<Answer>)>;

/// Asks the engine. Cheap to clone.
#[derive(Clone, Default)]
pub struct Engine(Rc<RefCell<Line>>);

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The questions that wait: the engine gets one at a time.
#[derive(Default)]
struct Line {
    worker: Option<Worker>,
    /// Its program is loaded.
    ready: bool,
    sent: Option<Then>,
    waiting: Vec<(Question, Then)>,
}

/// What a worker tells.
enum Word {
    /// It is loaded.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "on the host it always is"))]
    Ready,
    /// The answer to the last question.
    Answer(Answer),
    /// It broke down, or could not be loaded.
    Failed,
}

impl Engine {
    /// Starts loading the engine.
    #[must_use]
    pub fn start() -> Self {
        let engine = Engine(Rc::default());
        engine.load();
        engine
    }

    /// Asks, and calls `then` with the answer. A question about an older story that still waits is dropped.
    pub fn ask(&self, question: Question, then: impl FnOnce(Option<Answer>) + 'static) {
        let mut line = self.0.borrow_mut();
        line.waiting.retain(|(waiting, _)| !question.replaces(waiting));
        line.waiting.push((question, Box::new(then)));
        let gone = line.worker.is_none();
        drop(line);
        if gone {
            self.load();
        }
        self.send();
    }

    fn load(&self) {
        let line = Rc::downgrade(&self.0);
        let worker = Worker::start(move |word| {
            if let Some(line) = line.upgrade() {
                Engine(line).hear(word);
            }
        });
        let lost = worker.is_none();
        let mut line = self.0.borrow_mut();
        line.ready = worker.as_ref().is_some_and(Worker::is_loaded);
        line.worker = worker;
        drop(line);
        if lost {
            self.hear(Word::Failed);
        }
    }

    fn send(&self) {
        let mut line = self.0.borrow_mut();
        if !line.ready || line.sent.is_some() {
            return;
        }
        if line.waiting.is_empty() {
            return;
        }
        let (question, then) = line.waiting.remove(0);
        line.sent = Some(then);
        let worker = line.worker.clone();
        drop(line);
        if let Some(worker) = worker {
            worker.ask(&question);
        }
    }

    fn hear(&self, word: Word) {
        let mut line = self.0.borrow_mut();
        match word {
            Word::Ready => {
                line.ready = true;
                drop(line);
            }
            Word::Answer(answer) => {
                let then = line.sent.take();
                drop(line);
                if let Some(then) = then {
                    then(Some(answer));
                }
            }
            Word::Failed => {
                // The next question starts another worker.
                let Line { sent, waiting, .. } = std::mem::take(&mut *line);
                drop(line);
                sent.into_iter().chain(waiting.into_iter().map(|(_, then)| then)).for_each(|then| then(None));
                return;
            }
        }
        self.send();
    }
}
