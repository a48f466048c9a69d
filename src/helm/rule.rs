//! The rules a step can stand on. Ids are those of the behavioural specification.

/// Id of a rule of Helm's behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// R-INS-16
    Ins16,
}
