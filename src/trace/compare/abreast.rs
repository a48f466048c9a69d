//! The steps of an operation in two runs, in one order, with those that were not reached.

use super::Alike;
use super::align::align;
use super::facts::{Fact, of_step};
use crate::trace::Trace;

/// A step that both runs have, or one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abreast {
    /// Its number in each run, from 1 within the operation; steps that were not reached go on counting.
    pub numbers: [Option<usize>; 2],
    /// How the two sides compare. A step that a run did not reach is one that it does not have; what neither run
    /// reached is the same.
    pub alike: Alike,
}

/// Lays the steps of an operation side by side; `operation` is its index in the story.
///
/// The order of each run is kept: the numbers of either side rise.
#[must_use]
pub fn abreast(traces: [&Trace; 2], operation: usize) -> Vec<Abreast> {
    let [first, second] = traces.map(|trace| planned(trace, operation));
    let [one, other] = [&first, &second].map(|list| list.iter().map(|(fact, _)| fact.key.as_str()).collect::<Vec<_>>());
    let number = |place: Option<usize>| place.map(|place| place.saturating_add(1));
    let pair = |(a, b): (Option<usize>, Option<usize>)| {
        let reached = |list: &'_ [(Fact, bool)], place: Option<usize>| {
            place.and_then(|place| list.get(place)).filter(|(_, reached)| *reached).map(|(fact, _)| fact.clone())
        };
        let alike = match (reached(&first, a), reached(&second, b)) {
            (Some(a), Some(b)) => Alike::of(&a, &b),
            (Some(_), None) => Alike::First,
            (None, Some(_)) => Alike::Second,
            (None, None) => Alike::Same,
        };
        Abreast { numbers: [number(a), number(b)], alike }
    };
    align(&one, &other).into_iter().map(pair).collect()
}

/// What happens in an operation, and then what would have, had nothing failed; and whether it happens.
fn planned(trace: &Trace, operation: usize) -> Vec<(Fact, bool)> {
    let Some(one) = trace.operations.iter().find(|one| one.index == operation) else { return Vec::new() };
    let done = trace.steps.get(one.steps.clone()).unwrap_or_default();
    let done = done.iter().map(|step| (of_step(step), true));
    done.chain(one.not_reached.iter().map(|step| (of_step(step), false))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{self, HelmVersion, Story};
    use crate::trace::simulate;

    /// An operation of a story with the newest Helm 3 and 4: `7=7` for the same, `7~7` for another request, `7!7` for
    /// another outcome, `7-` and `-7` for one side only; in brackets what was not reached.
    fn drawn(text: &str, operation: usize) -> String {
        let story = story::read(text).unwrap();
        let traces = [HelmVersion::new(3, 22, 0), HelmVersion::new(4, 3, 1)]
            .map(|helm| simulate(&Story { helm: Some(helm), ..story.clone() }));
        let reached = traces.each_ref().map(|trace| trace.operations[operation].steps.len());
        let side = |number: Option<usize>, reached: usize| match number {
            Some(number) if number > reached => format!("({number})"),
            Some(number) => number.to_string(),
            None => String::new(),
        };
        let pair = |pair: &Abreast| {
            let sign = match pair.alike {
                Alike::Same => "=",
                Alike::Way => "~",
                Alike::Other => "!",
                Alike::First | Alike::Second => "-",
            };
            format!("{}{sign}{}", side(pair.numbers[0], reached[0]), side(pair.numbers[1], reached[1]))
        };
        abreast(traces.each_ref(), operation).iter().map(pair).collect::<Vec<_>>().join(" ")
    }

    /// Recorded as `ssa-finished-job`: Helm 3 is refused the Job and records a failure, Helm 4 goes on. In no cluster would
    /// Helm 3 get further, so nothing of it is planned.
    #[test]
    fn a_run_that_stops_stands_beside_one_that_goes_on() {
        let text = include_str!("../../../www/examples/leftover.yaml");
        assert_eq!(drawn(text, 1), "1~1 2=2 3!3 4- -4 -5 -6 -7");
    }
}
