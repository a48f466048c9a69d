//! Both ends of the line between the page and the worker.
//!
//! Messages are the bytes of [`crate::service::wire`]. A worker's first message is empty: it is loaded.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, WorkerOptions, WorkerType};

use super::Word;
use crate::helm::Memory;
use crate::service::wire::{decode, encode};
use crate::service::{Question, answer};

/// Says where the worker's script is; `scripts/finish-page.mjs` fills it in.
const SCRIPT: &str = "meta[name=engine]";

/// The worker as the page has it.
#[derive(Clone)]
pub(super) struct Worker(Rc<Inner>);

struct Inner {
    worker: web_sys::Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Worker {
    /// Starts loading a worker; `None` if the page has none. `on_word` hears what it tells, never before this returns.
    pub(super) fn start(on_word: impl Fn(Word) + Clone + 'static) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(&script()?, &options).ok()?;
        let heard = on_word.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = bytes(&event);
            heard(match decode(&bytes) {
                _ if bytes.is_empty() => Word::Ready,
                Some(answer) => Word::Answer(answer),
                None => Word::Failed,
            });
        });
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| on_word(Word::Failed));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Worker(Rc::new(Inner { worker, _on_message: on_message, _on_error: on_error })))
    }

    /// Whether it can be asked without hearing from it first.
    pub(super) fn is_loaded(&self) -> bool {
        false
    }

    /// Asks; the answer comes as a word.
    pub(super) fn ask(&self, question: &Question) {
        let (buffer, moved) = parcel(&encode(question));
        let _ = self.0.worker.post_message_with_transfer(&buffer, &moved);
    }
}

/// Bytes to send, and the list that moves them instead of copying: nobody else has them.
fn parcel(bytes: &[u8]) -> (ArrayBuffer, js_sys::Array) {
    let buffer = Uint8Array::from(bytes).buffer();
    let moved = js_sys::Array::of1(&buffer);
    (buffer, moved)
}

fn script() -> Option<String> {
    let found = gloo::utils::document().query_selector(SCRIPT).ok()??;
    found.get_attribute("content")
}

fn bytes(event: &MessageEvent) -> Vec<u8> {
    match event.data().dyn_into::<ArrayBuffer>() {
        Ok(buffer) => Uint8Array::new(&buffer).to_vec(),
        Err(data) => data.dyn_into::<Uint8Array>().map(|array| array.to_vec()).unwrap_or_default(),
    }
}

/// The worker's side: answers every question until the page is gone.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let post = {
        let scope = scope.clone();
        move |bytes: &[u8]| {
            let (buffer, moved) = parcel(bytes);
            let _ = scope.post_message_with_transfer(&buffer, &moved);
        }
    };
    let reply = post.clone();
    let mut memory = Memory::keeping();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // What is no question has no answer, and an answer that is none tells the page so.
        let answer = decode::<Question>(&bytes(&event)).map(|question| answer(question, &mut memory));
        reply(&answer.map_or_else(|| vec![u8::MAX], |answer| encode(&answer)));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&[]);
}
