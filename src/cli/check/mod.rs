//! `helm-hooks check`: replays what real Helm did, from files that anybody can record.
//!
//! The test suite calls the same functions.

mod chance;
mod compare;
mod normalise;
mod recordings;
mod vectors;

use std::io;

pub use recordings::recordings;
pub use vectors::vectors;

use super::{BAD_INPUT, FAILED, FINE, Surroundings};

/// One thing that was compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its version and scenario, or its file and id.
    pub name: String,
    /// The first difference, in lines of its own; none if all is equal.
    pub difference: Option<String>,
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// All that was compared, in order.
    pub cases: Vec<Case>,
    /// What is said of input that cannot be used, each in lines of its own.
    pub unusable: Vec<String>,
}

impl Checked {
    /// Those that differ.
    pub fn failed(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| case.difference.is_some())
    }

    fn case(&mut self, name: String, difference: Option<String>) {
        self.cases.push(Case { name, difference });
    }

    fn unusable(&mut self, what: impl std::fmt::Display) {
        self.unusable.push(format!("error: {what}\n"));
    }

    /// Writes failing cases with the first difference of each, and how many passed and failed.
    ///
    /// Returns the exit status: 2 if something could not be used, else 1 if a case failed.
    ///
    /// # Errors
    /// If it cannot write.
    pub(super) fn tell(&self, to: &mut Surroundings<'_>) -> io::Result<u8> {
        for case in self.failed() {
            writeln!(to.out, "{}\n{}", case.name, case.difference.as_deref().unwrap_or_default())?;
        }
        for what in &self.unusable {
            write!(to.err, "{what}")?;
        }
        let failed = self.failed().count();
        writeln!(to.out, "{} passed, {failed} failed", self.cases.len().saturating_sub(failed))?;
        Ok(match (self.unusable.is_empty(), failed) {
            (false, _) => BAD_INPUT,
            (true, 0) => FINE,
            (true, _) => FAILED,
        })
    }
}

/// Two texts that should be equal.
fn same(expected: &str, found: &str) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(both(expected, found)) }
}

fn both(expected: &str, found: &str) -> String {
    format!("    ours   {found}\n    Helm's {expected}")
}
