//! `helm-hooks story`: a chart's folder or archive as a story, to play it and to go on from there.

use std::io;

use clap::Args;

use super::load::{self, Error};
use super::{BAD_INPUT, FINE, Surroundings};
use crate::helm::NEWEST;
use crate::story::{self, Command, Operation, Story};
use crate::template::Dialect;

/// The chart's short name in the story.
const SHORT: &str = "a";

#[derive(Debug, Args)]
pub(super) struct FromChart {
    /// The chart: a folder or an archive
    chart: String,
    /// A file of values for install and upgrade
    #[arg(long, short = 'f', value_name = "FILE")]
    values: Option<String>,
}

/// Writes a story that installs a chart, upgrades to the same chart, tests it and uninstalls it.
///
/// Returns the exit status: 2 if a file cannot be read or Helm refuses the chart.
///
/// # Errors
/// If it cannot write.
pub(super) fn story(call: &FromChart, to: &mut Surroundings<'_>) -> io::Result<u8> {
    let values = match call.values.as_deref().map_or(Ok(String::new()), |file| (to.files.read)(file)) {
        Ok(values) => values,
        Err(error) => {
            writeln!(to.err, "error: cannot read {}: {error}", call.values.as_deref().unwrap_or_default())?;
            return Ok(BAD_INPUT);
        }
    };
    let chart = match load::load(&call.chart, &Dialect::of(NEWEST), to.files) {
        Ok(chart) => chart,
        Err(Error::Unreadable(error) | Error::Refused(error)) => {
            writeln!(to.err, "error: {error}")?;
            return Ok(BAD_INPUT);
        }
    };
    let name = chart.name.clone().unwrap_or_default();
    let operation = |command, values: &str| Operation { command, values: values.into(), ..Operation::default() };
    let operations = vec![
        operation(Command::Install(SHORT.into()), &values),
        operation(Command::Upgrade(SHORT.into()), &values),
        operation(Command::Test, ""),
        operation(Command::Uninstall, ""),
    ];
    let story = Story {
        id: name.to_lowercase(),
        title: format!("The chart {name}: installed, upgraded, tested, uninstalled"),
        charts: [(SHORT.to_owned(), chart)].into_iter().collect(),
        operations,
        ..Story::default()
    };
    to.out.write_all(story::write(&story).as_bytes())?;
    Ok(FINE)
}
