//! What works after an operation: each command that people try next is played, and what came of it is told.

use crate::helm::Memory;
use crate::story::{Command, Operation, Story};
use crate::trace::simulate_remembering;

/// A command that was tried.
#[derive(Debug, Clone, PartialEq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Tried {
    /// The operation.
    pub operation: Operation,
    /// Its command line, as far as it tells it from the others.
    pub command: String,
    /// How many steps it takes.
    pub steps: usize,
    /// What Helm answers, if it does not work.
    pub error: Option<String>,
}

/// The commands people try next, each after the same story, in a cluster where all goes well.
#[must_use]
pub fn try_all(story: &Story, operation: usize, memory: &mut Memory) -> Vec<Tried> {
    let chart = story.operations.get(operation).and_then(|one| one.command.chart());
    let chart = chart.or_else(|| story.charts.keys().next_back()).cloned();
    let charted = chart.map(|chart| [Command::Upgrade(chart.clone()), Command::Install(chart)]);
    let [upgrade, install] = charted.map_or([None, None], |both| both.map(Some));
    let commands = [upgrade, Some(Command::Rollback(0)), install, Some(Command::Uninstall)];
    commands.into_iter().flatten().filter_map(|command| try_one(story, operation, command, memory)).collect()
}

fn try_one(story: &Story, operation: usize, command: Command, memory: &mut Memory) -> Option<Tried> {
    let mut trial = story.clone();
    trial.operations.truncate(operation.saturating_add(1));
    let operation = Operation { command, ..Operation::default() };
    trial.operations.push(operation.clone());
    let trace = simulate_remembering(&trial, memory);
    let last = trace.operations.last().filter(|last| last.index.saturating_add(1) == trial.operations.len())?;
    let error = (last.exit != 0).then(|| first_line(&last.error));
    // "helm upgrade shop ./shop" is told by its first two words.
    let command = last.command.split(' ').take(2).collect::<Vec<_>>().join(" ");
    Some(Tried { operation, command, steps: last.steps.len(), error })
}

fn first_line(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    line.strip_prefix("Error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story;

    #[test]
    fn what_works_is_told_apart_from_what_does_not() {
        let job = "{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {helm.sh/hook: pre-upgrade}}, \
                   spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}";
        let text = format!(
            "charts: {{a: {{templates: {{x.yaml: '{job}'}}}}}}\noperations: [{{install: a}}, {{upgrade: a, world: {{Pod/p: fails}}}}]"
        );
        let tried = try_all(&story::read(&text).unwrap(), 1, &mut Memory::keeping());
        let said: Vec<(&str, bool)> = tried.iter().map(|one| (one.command.as_str(), one.error.is_none())).collect();
        // The Pod is made again by the upgrade that is tried, in a cluster where all goes well.
        assert_eq!(
            said,
            [("helm upgrade", true), ("helm rollback", true), ("helm install", false), ("helm uninstall", true)]
        );
        let error = tried[2].error.as_deref().unwrap_or_default();
        assert!(error.contains("cannot reuse a name that is still in use"), "{error}");
    }
}
