//! Trees to programs for a machine that follows all ways at once.

use super::parse::{Assert, Node, Ranges};

/// Most instructions a pattern may become.
const LARGEST: usize = 20_000;

/// An instruction.
#[derive(Debug, Clone)]
pub(super) enum Op {
    /// Takes one character of the set, or with `true` one outside.
    Set(Ranges, bool),
    Assert(Assert),
    /// Goes both ways, the first one preferred.
    Split(usize, usize),
    Jump(usize),
    /// Notes the place.
    Save(usize),
    Match,
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Program {
    pub(super) ops: Vec<Op>,
    /// Twice the number of groups.
    pub(super) slots: usize,
}

impl Program {
    pub(super) fn new(node: &Node, groups: usize) -> Option<Program> {
        let mut program = Program { ops: vec![Op::Save(0)], slots: groups.saturating_mul(2) };
        program.add(node)?;
        program.emit(Op::Save(1))?;
        program.emit(Op::Match)?;
        Some(program)
    }

    /// The number of instructions.
    pub(super) fn size(&self) -> usize {
        self.ops.len()
    }

    fn emit(&mut self, op: Op) -> Option<usize> {
        let at = self.ops.len();
        self.ops.push(op);
        (at < LARGEST).then_some(at)
    }

    fn patch(&mut self, at: usize, op: Op) {
        if let Some(slot) = self.ops.get_mut(at) {
            *slot = op;
        }
    }

    fn add(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Empty => {}
            Node::Set(ranges, negated) => drop(self.emit(Op::Set(ranges.clone(), *negated))?),
            Node::Assert(assert) => drop(self.emit(Op::Assert(*assert))?),
            Node::Concat(parts) => parts.iter().try_for_each(|part| self.add(part))?,
            Node::Alternate(branches) => self.alternate(branches)?,
            Node::Group(inner, None) => self.add(inner)?,
            Node::Group(inner, Some(number)) => {
                let slot = number.saturating_mul(2);
                self.emit(Op::Save(slot))?;
                self.add(inner)?;
                self.emit(Op::Save(slot.saturating_add(1)))?;
            }
            Node::Repeat(inner, least, most, greedy) => self.repeat(inner, *least, *most, *greedy)?,
        }
        Some(())
    }

    fn alternate(&mut self, branches: &[Node]) -> Option<()> {
        let mut ends = Vec::new();
        let (last, others) = branches.split_last()?;
        for branch in others {
            let split = self.emit(Op::Match)?;
            self.add(branch)?;
            ends.push(self.emit(Op::Match)?);
            self.patch(split, Op::Split(split.saturating_add(1), self.ops.len()));
        }
        self.add(last)?;
        for end in ends {
            self.patch(end, Op::Jump(self.ops.len()));
        }
        Some(())
    }

    fn repeat(&mut self, inner: &Node, least: u32, most: Option<u32>, greedy: bool) -> Option<()> {
        let split = |into: usize, past: usize| if greedy { Op::Split(into, past) } else { Op::Split(past, into) };
        for _ in 0..least {
            self.add(inner)?;
        }
        let Some(most) = most else {
            let start = self.emit(Op::Match)?;
            self.add(inner)?;
            self.emit(Op::Jump(start))?;
            self.patch(start, split(start.saturating_add(1), self.ops.len()));
            return Some(());
        };
        let mut exits = Vec::new();
        for _ in least..most {
            exits.push(self.emit(Op::Match)?);
            self.add(inner)?;
        }
        for exit in exits {
            self.patch(exit, split(exit.saturating_add(1), self.ops.len()));
        }
        Some(())
    }
}
