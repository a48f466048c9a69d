//! The rules that the steps of a trace stand on, in words: the page has no table of them.

use std::collections::BTreeSet;

use borsh::{BorshDeserialize, BorshSerialize};

use super::{Step, Trace};
use crate::helm::{Rule, Source};
use crate::story::HelmVersion;
use crate::text::{Word, filled};

/// A rule, as the version that was played has it.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Cited {
    /// Which.
    pub rule: Rule,
    /// Its id, e.g. `R-EXE-14`.
    pub id: Word,
    /// What it says, one sentence.
    pub sentence: Word,
    /// Where Helm does it; `None` for what is not Helm's doing.
    pub source: Option<Source>,
}

/// Every rule that one of the steps stands on, once.
#[must_use]
pub fn cited(steps: &[Step], helm: HelmVersion) -> Vec<Cited> {
    let rules: BTreeSet<Rule> = filled(steps.iter().map(|step| step.rule));
    let cite =
        |rule: Rule| Cited { rule, id: rule.id().into(), sentence: rule.sentence().into(), source: rule.source(helm) };
    rules.into_iter().map(cite).collect()
}

impl Trace {
    /// What a step of this trace stands on.
    #[must_use]
    pub fn rule(&self, step: &Step) -> Option<&Cited> {
        self.rules.iter().find(|cited| cited.rule == step.rule)
    }
}
