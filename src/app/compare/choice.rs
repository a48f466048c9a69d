//! What the comparison is looked at for: two versions, an operation, a difference.

use super::differences::Differences;
use crate::app::story_bar::is_helm_3;
use crate::helm::PROVED;
use crate::story::HelmVersion;

/// The newest version of the other major.
#[must_use]
pub fn counterpart(helm: HelmVersion) -> HelmVersion {
    let other = PROVED.iter().find(|other| is_helm_3(**other) != is_helm_3(helm));
    other.copied().unwrap_or(helm)
}

/// A version and its counterpart, the older one first.
#[must_use]
pub fn pair(helm: HelmVersion) -> [HelmVersion; 2] {
    let other = counterpart(helm);
    [helm.min(other), helm.max(other)]
}

/// Which operation is drawn, and which difference is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The operation, by its index in the story.
    pub operation: usize,
    /// The difference, by its index.
    pub difference: Option<usize>,
}

impl Choice {
    /// An operation and its first difference of which something comes.
    #[must_use]
    pub fn of(differences: &Differences, operation: usize) -> Choice {
        let here = differences.here(operation);
        let counts = |index: &&usize| differences.all.get(**index).is_some_and(|one| !one.quiet);
        Choice { operation, difference: here.iter().find(counts).or(here.first()).copied() }
    }

    /// To begin with: the operation that is asked for, or if nothing comes of its differences, the first that has others.
    #[must_use]
    pub fn first(differences: &Differences, operation: usize) -> Choice {
        let counts = |operation: &usize| differences.count(*operation) > 0;
        let others = differences.operations();
        let operation = Some(operation).filter(counts).or(others.into_iter().find(counts)).unwrap_or(operation);
        Choice::of(differences, operation)
    }

    /// A difference, by its index.
    #[must_use]
    pub fn at(self, differences: &Differences, index: usize) -> Choice {
        differences.all.get(index).map_or(self, |one| Choice { operation: one.operation, difference: Some(index) })
    }

    /// The next difference, from the first again after the last; the one before for `back`.
    #[must_use]
    pub fn next(self, differences: &Differences, back: bool) -> Choice {
        let count = differences.all.len();
        let step = if back { count.saturating_sub(1) } else { 1 };
        let next = match self.difference {
            Some(index) => index.saturating_add(step).checked_rem(count),
            None => differences.all.iter().position(|one| one.operation >= self.operation).or(Some(0)),
        };
        next.map_or(self, |next| self.at(differences, next))
    }
}
