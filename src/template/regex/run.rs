//! Follows a program through a text, all ways side by side (Pike's machine).

use super::Captures;
use super::parse::Assert;
use super::program::{Op, Program};

/// Ways that wait for the next character, the preferred one first.
struct Threads {
    ways: Vec<(usize, Vec<Option<usize>>)>,
    /// Instructions that are among the ways, by the step they were added in.
    seen: Vec<usize>,
    step: usize,
}

impl Threads {
    fn new(size: usize) -> Threads {
        Threads { ways: Vec::new(), seen: vec![0; size], step: 0 }
    }

    fn clear(&mut self) {
        self.ways.clear();
        self.step = self.step.saturating_add(1);
    }

    /// Whether `at` is new in this step.
    fn visit(&mut self, at: usize) -> bool {
        let step = self.step;
        match self.seen.get_mut(at) {
            Some(seen) if *seen != step => {
                *seen = step;
                true
            }
            _ => false,
        }
    }
}

/// The leftmost match at or after byte `from`, the preferred one of those.
pub(super) fn run(program: &Program, text: &str, from: usize) -> Option<Captures> {
    let mut now = Threads::new(program.ops.len());
    let mut next = Threads::new(program.ops.len());
    let mut best: Option<Vec<Option<usize>>> = None;
    now.clear();
    let mut at = from;
    loop {
        let c = text.get(at..)?.chars().next();
        if best.is_none() {
            follow(program, &mut now, text, at, 0, vec![None; program.slots]);
        }
        if now.ways.is_empty() && best.is_some() {
            break;
        }
        next.clear();
        let after = at.saturating_add(c.map_or(0, char::len_utf8));
        for (op, slots) in std::mem::take(&mut now.ways) {
            match program.ops.get(op) {
                Some(Op::Set(ranges, negated)) => {
                    let Some(c) = c else { continue };
                    if ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != *negated {
                        follow(program, &mut next, text, after, op.saturating_add(1), slots);
                    }
                }
                Some(Op::Match) => {
                    // What comes after in the list is less preferred.
                    best = Some(slots);
                    break;
                }
                _ => {}
            }
        }
        std::mem::swap(&mut now, &mut next);
        if c.is_none() {
            break;
        }
        at = after;
    }
    let slots = best?;
    Some(slots.chunks(2).map(|pair| Some((pair.first().copied()??, pair.last().copied()??))).collect())
}

/// Adds the ways from instruction `start` on, as far as they go without a character.
fn follow(program: &Program, threads: &mut Threads, text: &str, at: usize, start: usize, slots: Vec<Option<usize>>) {
    let mut stack = vec![(start, slots)];
    while let Some((op, mut slots)) = stack.pop() {
        if !threads.visit(op) {
            continue;
        }
        match program.ops.get(op) {
            Some(Op::Jump(to)) => stack.push((*to, slots)),
            Some(Op::Split(first, second)) => {
                stack.push((*second, slots.clone()));
                stack.push((*first, slots));
            }
            Some(Op::Save(slot)) => {
                if let Some(place) = slots.get_mut(*slot) {
                    *place = Some(at);
                }
                stack.push((op.saturating_add(1), slots));
            }
            Some(Op::Assert(assert)) if holds(*assert, text, at) => stack.push((op.saturating_add(1), slots)),
            Some(Op::Set(..) | Op::Match) => threads.ways.push((op, slots)),
            Some(Op::Assert(_)) | None => {}
        }
    }
}

fn holds(assert: Assert, text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at..).and_then(|text| text.chars().next());
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    match assert {
        Assert::TextStart => before.is_none(),
        Assert::TextEnd => after.is_none(),
        Assert::LineStart => before.is_none_or(|c| c == '\n'),
        Assert::LineEnd => after.is_none_or(|c| c == '\n'),
        Assert::Word => word(before) != word(after),
        Assert::NotWord => word(before) == word(after),
    }
}
