//! The command `helm-hooks`: arguments in, text out. It decides nothing about Helm.

pub mod check;
mod diff;
mod excerpt;
mod from_chart;
mod lint;
mod load;
mod render;
mod report;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::{Parser, Subcommand, ValueEnum};

use crate::helm::PROVED;
use crate::story::{self, HelmVersion, Story};
use crate::text::Severity;
use crate::trace::{self, Trace};

/// All is well.
const FINE: u8 = 0;
/// An operation of the story failed, lint found an error, or something differs.
const FAILED: u8 = 1;
/// The arguments, a file or a story cannot be used.
const BAD_INPUT: u8 = 2;

const EXAMPLES: &str = "\
Examples:
  helm-hooks run story.yaml                       every step of a story, and what is left behind
  helm-hooks run story.yaml --why                 with the reason and the rule of every step
  helm-hooks run story.yaml --helm v3.22.0        the same with another version of Helm
  helm-hooks run story.yaml --format json         the whole trace, for programs
  helm-hooks diff story.yaml --helm v3.22.0 --helm v4.3.1
                                                  what an upgrade of Helm changes, step by step
  helm-hooks lint templates/*.yaml                what hooks have wrong before they run
  helm template my-chart | helm-hooks lint -      the same for a rendered chart
  helm-hooks render my-chart --set a=b            what helm template prints for a chart
  helm-hooks story my-chart | helm-hooks run -    what the hooks of a chart do, step by step
  helm-hooks schema > trace.schema.json           the JSON Schema of the trace
  helm-hooks check recordings scenarios --against recordings
                                                  whether we do what real Helm was recorded to do

Exit status:
  0  all is well
  1  an operation failed, lint found an error, or diff or check found a difference
  2  the arguments, a file or a story cannot be used";

const CHECK_EXAMPLES: &str = "\
Examples:
  helm-hooks check recordings scenarios --against recordings
                                        every scenario with every version that it was recorded with
  helm-hooks check recordings my-scenario.yaml --against recordings --helm v3.22.0,v4.3.1
                                        one of them, with two versions
  helm-hooks check vectors vectors/yaml.jsonl vectors/sort.jsonl
                                        how texts are read, and how documents are sorted

Exit status:
  0  all is equal
  1  something differs
  2  the arguments or a file cannot be used";

const RENDER_EXAMPLES: &str = "\
Examples:
  helm-hooks render my-chart                      what helm template my-chart prints
  helm-hooks render web my-chart-1.2.0.tgz        a packaged chart, the release called web
  helm-hooks render my-chart -f prod.yaml --set image.tag=v2 --is-upgrade
                                                  with other values, as for an upgrade
  helm-hooks render my-chart --show-only templates/job.yaml
                                                  what one template makes

Random values, keys and certificates are made up, and said to be. Flags of helm template that change nothing
of what it prints are taken, too; those that need a cluster, a network or other programs are refused.

Exit status:
  0  all is well
  1  Helm fails with the chart or its values
  2  a file cannot be read";

const STORY_EXAMPLES: &str = "\
Examples:
  helm-hooks story my-chart > story.yaml          a story to play, and to go on from
  helm-hooks story my-chart-1.2.0.tgz -f prod.yaml | helm-hooks run -
                                                  every step of the hooks of a packaged chart

Exit status:
  0  all is well
  2  a file cannot be read, or Helm refuses the chart";

const DIFF_EXAMPLES: &str = "\
Examples:
  helm-hooks diff story.yaml --helm v3.22.0 --helm v4.3.1
                                        where Helm 3 and Helm 4 part, and why
  helm-hooks diff story.yaml --helm v3.16.2,v3.16.4
                                        what a patch release changed
  helm-hooks diff story.yaml --helm v3.22.0,v4.3.1 --format json
                                        both runs side by side, for programs

Lines with - are those of the first version, lines with + those of the second. The numbers behind them
name the rows of the table of behaviour that make the difference: each was found by playing the story
again with nothing but that row changed.

Exit status:
  0  both versions do the same
  1  something differs
  2  the arguments, the file or the story cannot be used";

/// What Helm hooks really do: steps through install, upgrade, rollback, uninstall and test exactly as Helm performs them.
#[derive(Debug, Parser)]
#[command(name = "helm-hooks", version, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plays a story and shows every step
    #[command(after_help = EXAMPLES)]
    Run {
        /// The story: charts, operations and what the cluster does; - for standard input
        story: String,
        /// The version of Helm that plays it, instead of the story's own
        #[arg(long, value_name = "VERSION", value_parser = proved_version)]
        helm: Option<HelmVersion>,
        /// What to write
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// With text: the reason and the rule of every step
        #[arg(long)]
        why: bool,
    },
    /// Plays a story with two versions of Helm and shows where they part
    #[command(after_help = DIFF_EXAMPLES)]
    Diff {
        /// The story; - for standard input
        story: String,
        /// The two versions of Helm
        #[arg(long, value_name = "VERSION", value_parser = proved_version, value_delimiter = ',', required = true)]
        helm: Vec<HelmVersion>,
        /// What to write
        #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
        format: DiffFormat,
    },
    /// Looks for mistakes in the hooks of manifests, templates or stories
    #[command(after_help = EXAMPLES)]
    Lint {
        /// Files to look at; - for standard input
        #[arg(required = true)]
        files: Vec<String>,
        /// The version of Helm that reads them, instead of the newest or a story's own
        #[arg(long, value_name = "VERSION", value_parser = proved_version)]
        helm: Option<HelmVersion>,
    },
    /// Renders a chart as `helm template` does
    #[command(after_help = RENDER_EXAMPLES)]
    Render(Box<render::Render>),
    /// Writes a story that installs, upgrades, tests and uninstalls a chart
    #[command(after_help = STORY_EXAMPLES)]
    Story(from_chart::FromChart),
    /// Prints the JSON Schema of a trace
    Schema,
    /// Compares what we do with what real Helm did
    #[command(subcommand, after_help = CHECK_EXAMPLES)]
    Check(Check),
}

#[derive(Debug, Subcommand)]
enum Check {
    /// Plays scenarios and compares every event, release record and line with recordings of them
    #[command(after_help = CHECK_EXAMPLES)]
    Recordings {
        /// Scenario files, or folders of them
        #[arg(required = true)]
        scenarios: Vec<String>,
        /// The folder of recordings: VERSION/ID.json, and VERSION/SAME.txt for what is as in the next newer version
        #[arg(long, value_name = "FOLDER")]
        against: String,
        /// Only these versions of Helm, instead of all that were recorded
        #[arg(long, value_name = "VERSION", value_parser = version, value_delimiter = ',')]
        helm: Vec<HelmVersion>,
    },
    /// Compares what we make of texts with what Helm's own libraries make of them
    #[command(after_help = CHECK_EXAMPLES)]
    Vectors {
        /// Files of cases; the first word of a name tells the kind: yaml, head, emit, split, sort, templates or values
        #[arg(required = true)]
        files: Vec<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// The whole trace; `schema` describes it
    Json,
    /// As the recordings of real Helm, to compare with them
    Recording,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people
    Text,
    /// Every step of both runs side by side, and what makes each difference
    Json,
}

/// How the command gets at files.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    /// Reads a text file whole; `-` is standard input.
    pub read: &'a dyn Fn(&str) -> io::Result<String>,
    /// Reads any file whole.
    pub bytes: &'a dyn Fn(&str) -> io::Result<Vec<u8>>,
    /// The names in a folder, sorted.
    pub list: &'a dyn Fn(&str) -> io::Result<Vec<String>>,
}

/// Where the command reads and writes.
pub struct Surroundings<'a> {
    /// Files.
    pub files: Files<'a>,
    /// What the clock says, in seconds since 1970.
    pub now: i64,
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
}

/// Runs the command with its arguments, the first of them its own name.
///
/// Returns the exit status: 0 for all is well, 1 if an operation failed, lint found an error or something differs,
/// 2 if the arguments, a file or a story cannot be used.
///
/// # Errors
/// If it cannot write.
pub fn run(arguments: impl IntoIterator<Item = OsString>, surroundings: &mut Surroundings<'_>) -> io::Result<u8> {
    match Arguments::try_parse_from(arguments) {
        Ok(Arguments { command: Command::Run { story, helm, format, why } }) => {
            play(&story, helm, format, why, surroundings)
        }
        Ok(Arguments { command: Command::Diff { story, helm, format } }) => {
            diff::diff(&story, &helm, format, surroundings)
        }
        Ok(Arguments { command: Command::Lint { files, helm } }) => lint::lint(&files, helm, surroundings),
        Ok(Arguments { command: Command::Render(call) }) => render::render(&call, surroundings),
        Ok(Arguments { command: Command::Story(call) }) => from_chart::story(&call, surroundings),
        Ok(Arguments { command: Command::Schema }) => {
            surroundings.out.write_all(trace::SCHEMA.as_bytes())?;
            Ok(FINE)
        }
        Ok(Arguments { command: Command::Check(Check::Recordings { scenarios, against, helm }) }) => {
            check::recordings(&scenarios, &against, &helm, surroundings.files).tell(surroundings)
        }
        Ok(Arguments { command: Command::Check(Check::Vectors { files }) }) => {
            check::vectors(&files, surroundings.files).tell(surroundings)
        }
        Err(error) if error.use_stderr() => {
            write!(surroundings.err, "{}", error.render())?;
            Ok(BAD_INPUT)
        }
        // What was asked for: help or the version.
        Err(answer) => {
            write!(surroundings.out, "{}", answer.render())?;
            Ok(FINE)
        }
    }
}

fn version(text: &str) -> Result<HelmVersion, String> {
    text.parse().map_err(|()| "a version looks like v4.3.1".into())
}

/// A version that may be played.
fn proved_version(text: &str) -> Result<HelmVersion, String> {
    let version = version(text)?;
    if PROVED.contains(&version) { Ok(version) } else { Err(unproved()) }
}

fn unproved() -> String {
    let proved: Vec<String> = PROVED.iter().map(ToString::to_string).collect();
    format!("what it does is not checked against recordings of it; those that are: {}", proved.join(", "))
}

/// The text of a story file and the story; `None` if it cannot be used, which is told.
fn story(file: &str, to: &mut Surroundings<'_>) -> io::Result<Option<(String, Story)>> {
    let text = match (to.files.read)(file) {
        Ok(text) => text,
        Err(error) => {
            writeln!(to.err, "error: cannot read {file}: {error}")?;
            return Ok(None);
        }
    };
    match story::read(&text) {
        Ok(story) => Ok(Some((text, story))),
        Err(found) => {
            for diagnostic in &found {
                write!(to.err, "{}", excerpt::render(diagnostic, |_| Some((file.into(), &text))))?;
            }
            Ok(None)
        }
    }
}

fn play(file: &str, helm: Option<HelmVersion>, format: Format, why: bool, to: &mut Surroundings<'_>) -> io::Result<u8> {
    let Some((text, mut story)) = story(file, to)? else { return Ok(BAD_INPUT) };
    story.helm = helm.or(story.helm);
    if let Some(helm) = story.helm.filter(|helm| !PROVED.contains(helm)) {
        writeln!(to.err, "error: {file} is for Helm {helm}: {}", unproved())?;
        return Ok(BAD_INPUT);
    }
    let trace = trace::simulate(&story);
    match format {
        Format::Text => write!(to.out, "{}", report::report(&story, &trace, why))?,
        Format::Json => writeln!(to.out, "{:#}", trace::json(&trace))?,
        Format::Recording => write!(to.out, "{}", trace::recording(&story, &trace))?,
    }
    report::diagnostics(&story, file, &text, &trace, to.err)?;
    Ok(status(&trace))
}

fn status(trace: &Trace) -> u8 {
    let bad = |diagnostic: &crate::text::Diagnostic| diagnostic.severity == Severity::Error;
    if trace.diagnostics.iter().any(bad) {
        return BAD_INPUT;
    }
    if trace.operations.iter().any(|operation| operation.exit != 0) { FAILED } else { FINE }
}
