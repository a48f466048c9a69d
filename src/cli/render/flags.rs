//! Flags of `helm template` that `helm-hooks render` takes without doing anything, or refuses with the reason.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, error::ErrorKind};

/// Whether a flag has a value.
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    Nothing,
    Value,
    /// Only after `=`.
    Maybe,
}

use Takes::{Maybe, Nothing, Value};

/// Flags that change nothing of what `helm template` prints.
const WITHOUT_EFFECT: &[(&str, Takes)] = &[
    ("atomic", Nothing),
    ("create-namespace", Nothing),
    ("description", Value),
    ("disable-openapi-validation", Nothing),
    ("force", Nothing),
    ("force-conflicts", Nothing),
    ("force-replace", Nothing),
    ("hide-notes", Nothing),
    ("labels", Value),
    ("render-subchart-notes", Nothing),
    ("replace", Nothing),
    ("rollback-on-failure", Nothing),
    ("server-side", Maybe),
    ("skip-crds", Nothing),
    ("take-ownership", Nothing),
    ("timeout", Value),
    ("wait", Maybe),
    ("wait-for-jobs", Nothing),
];

const NO_CLUSTER: &str = "there is no cluster to ask";
const NO_FETCHING: &str = "charts are not fetched: give a folder or an archive";
const NO_FILES: &str = "no files are written: send the output to one, or choose templates with --show-only";
const NO_PROGRAMS: &str = "no programs are run: pipe the output into it";
const NO_CLOCK: &str = "such a name is made from the time: give one";
const NO_DNS: &str = "no names are looked up";
const NO_DEBUG: &str = "what cannot be rendered is shown by helm-hooks lint";

/// Flags that cannot be answered, and why.
const REFUSED: &[(&str, Takes, &str)] = &[
    ("validate", Nothing, NO_CLUSTER),
    ("kubeconfig", Value, NO_CLUSTER),
    ("kube-context", Value, NO_CLUSTER),
    ("repo", Value, NO_FETCHING),
    ("version", Value, NO_FETCHING),
    ("devel", Nothing, NO_FETCHING),
    ("verify", Nothing, NO_FETCHING),
    ("keyring", Value, NO_FETCHING),
    ("dependency-update", Nothing, NO_FETCHING),
    ("username", Value, NO_FETCHING),
    ("password", Value, NO_FETCHING),
    ("pass-credentials", Nothing, NO_FETCHING),
    ("plain-http", Nothing, NO_FETCHING),
    ("insecure-skip-tls-verify", Nothing, NO_FETCHING),
    ("ca-file", Value, NO_FETCHING),
    ("cert-file", Value, NO_FETCHING),
    ("key-file", Value, NO_FETCHING),
    ("output-dir", Value, NO_FILES),
    ("release-name", Nothing, NO_FILES),
    ("post-renderer", Value, NO_PROGRAMS),
    ("post-renderer-args", Value, NO_PROGRAMS),
    ("post-renderer-strategy", Value, NO_PROGRAMS),
    ("generate-name", Nothing, NO_CLOCK),
    ("enable-dns", Nothing, NO_DNS),
    ("debug", Nothing, NO_DEBUG),
];

/// `--dry-run`, of which only the client's is possible.
const DRY_RUN: &str = "dry-run";
const DRY_RUNS: [&str; 3] = ["client", "true", "unset"];

/// The flags of both tables; what is left of them is nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags;

fn arg(name: &'static str, takes: Takes) -> Arg {
    let arg = Arg::new(name).long(name).hide(true);
    match takes {
        Takes::Nothing => arg.action(ArgAction::SetTrue),
        Takes::Value => arg.action(ArgAction::Append),
        Takes::Maybe => arg.num_args(0..=1).require_equals(true).default_missing_value(""),
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let refused = REFUSED.iter().map(|(name, takes, _)| (name, takes));
        let all = WITHOUT_EFFECT.iter().map(|(name, takes)| (name, takes)).chain(refused);
        let command = command.disable_version_flag(true).args(all.map(|(name, takes)| arg(name, *takes)));
        command.arg(arg(DRY_RUN, Maybe))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let refused = |name: &str, why: &str| {
            Error::raw(ErrorKind::UnknownArgument, format!("--{name} cannot be used here: {why}"))
        };
        let given = |name: &&(&str, Takes, &str)| {
            use clap::parser::ValueSource::CommandLine;
            matches.value_source(name.0) == Some(CommandLine)
        };
        if let Some((name, _, why)) = REFUSED.iter().find(given) {
            return Err(refused(name, why));
        }
        match matches.get_one::<String>(DRY_RUN) {
            Some(how) if !how.is_empty() && !DRY_RUNS.contains(&how.as_str()) => Err(refused(DRY_RUN, NO_CLUSTER)),
            _ => Ok(Flags),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        Self::from_arg_matches(matches).map(|_| ())
    }
}
