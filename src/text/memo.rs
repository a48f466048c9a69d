//! What was made of texts, kept until they come again.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use super::filled;

/// What a pure function made of texts. By default nothing is kept.
#[derive(Debug)]
pub struct Memo<T>(Option<RefCell<Kept<T>>>);

#[derive(Debug)]
struct Kept<T> {
    made: Vec<Made<T>>,
    /// Where in `made` a text stands, by its hash; of two texts with one hash the later one.
    places: BTreeMap<u64, usize>,
}

#[derive(Debug)]
struct Made<T> {
    hash: u64,
    name: Box<str>,
    text: Box<str>,
    value: T,
    /// Since nothing was forgotten last.
    asked: Cell<bool>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo(None)
    }
}

impl<T: Clone> Memo<T> {
    /// Keeps everything until it is told to forget.
    #[must_use]
    pub fn keeping() -> Self {
        Memo(Some(RefCell::new(Kept { made: Vec::new(), places: BTreeMap::new() })))
    }

    /// What `make` makes of `text`, or made of it before: it must always make the same of the same text.
    pub fn of(&self, text: &str, make: impl FnOnce() -> T) -> T {
        self.of_named("", text, make)
    }

    /// As [`Memo::of`], where the name of a text counts as well.
    pub fn of_named(&self, name: &str, text: &str, make: impl FnOnce() -> T) -> T {
        let Some(kept) = &self.0 else { return make() };
        let hash = hash(name, text);
        if let Some(value) = kept.borrow().value(hash, name, text) {
            return value;
        }
        // Not borrowed meanwhile: what is made may ask as well.
        let value = make();
        let (kept_value, asked) = (value.clone(), Cell::new(true));
        kept.borrow_mut().add(Made { hash, name: name.into(), text: text.into(), value: kept_value, asked });
        value
    }

    /// Forgets what was not asked for since this was done last.
    pub fn forget_unasked(&mut self) {
        if let Some(kept) = &mut self.0 {
            kept.get_mut().forget_unasked();
        }
    }
}

impl<T: Clone> Kept<T> {
    fn value(&self, hash: u64, name: &str, text: &str) -> Option<T> {
        let made = self.made.get(*self.places.get(&hash)?)?;
        if *made.name != *name || *made.text != *text {
            return None;
        }
        made.asked.set(true);
        Some(made.value.clone())
    }

    fn add(&mut self, made: Made<T>) {
        self.places.insert(made.hash, self.made.len());
        self.made.push(made);
    }

    fn forget_unasked(&mut self) {
        self.made.retain(|made| made.asked.take());
        self.places = filled(self.made.iter().enumerate().map(|(place, made)| (made.hash, place)));
    }
}

/// A quick one: megabytes are looked up for every key that somebody types.
fn hash(name: &str, text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_made_once_and_what_is_not_is_forgotten() {
        let mut memo = Memo::keeping();
        let made = Cell::new(0);
        let ask = |memo: &Memo<usize>, text: &str| {
            memo.of(text, || {
                made.set(made.get() + 1);
                text.len()
            })
        };
        assert_eq!([ask(&memo, "a"), ask(&memo, "bb"), ask(&memo, "a")], [1, 2, 1]);
        assert_eq!(made.get(), 2);
        memo.forget_unasked();
        ask(&memo, "bb");
        memo.forget_unasked();
        ask(&memo, "bb");
        assert_eq!(made.get(), 2);
        ask(&memo, "a");
        assert_eq!(made.get(), 3);
    }

    #[test]
    fn by_default_nothing_is_kept() {
        let memo = Memo::default();
        assert_eq!([memo.of("a", || 1), memo.of("a", || 2)], [1, 2]);
    }
}
