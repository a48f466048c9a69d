//! `helm-hooks lint`: findings about manifests, templates and stories.

use std::io;

use super::{BAD_INPUT, FAILED, FINE, Surroundings, excerpt};
use crate::helm::{NEWEST, inspect};
use crate::story::{self, Chart, HelmVersion, ReleaseName};
use crate::text::{Diagnostic, Severity};

/// The one file of a chart that is made for the manifests of one file.
const ONLY_FILE: &str = "templates/manifests.yaml";

/// Looks at every file and writes what it finds.
///
/// Returns the exit status: 1 if there is an error among the findings, 2 if a file cannot be used.
///
/// # Errors
/// If it cannot write.
pub(super) fn lint(files: &[String], helm: Option<HelmVersion>, to: &mut Surroundings<'_>) -> io::Result<u8> {
    let mut counts = Counts::default();
    let mut unusable = false;
    for file in files {
        match (to.files.read)(file) {
            Ok(text) if is_story(&text) => unusable |= !in_story(file, &text, helm, &mut counts, to)?,
            Ok(text) => in_manifests(file, &text, helm.unwrap_or(NEWEST), &mut counts, to)?,
            Err(error) => {
                writeln!(to.err, "error: cannot read {file}: {error}")?;
                unusable = true;
            }
        }
    }
    writeln!(to.out, "{}", counts.sentence(files.len()))?;
    Ok(match (unusable, counts.errors) {
        (true, _) => BAD_INPUT,
        (false, 0) => FINE,
        (false, _) => FAILED,
    })
}

/// Whether a text is meant to be a story: manifests have none of these fields at the top.
fn is_story(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("operations:") || line.starts_with("charts:"))
}

/// Whether the story could be read.
fn in_story(
    file: &str,
    text: &str,
    helm: Option<HelmVersion>,
    counts: &mut Counts,
    to: &mut Surroundings<'_>,
) -> io::Result<bool> {
    let story = match story::read(text) {
        Ok(story) => story,
        Err(found) => {
            for one in &found {
                counts.add(one);
                write!(to.out, "{}", excerpt::render(one, |_| Some((file.into(), text))))?;
            }
            return Ok(false);
        }
    };
    let helm = helm.or(story.helm).unwrap_or(NEWEST);
    for (name, chart) in &story.charts {
        for one in inspect(chart, name, &story.release, helm) {
            counts.add(&one);
            let source = |path: &str| Some((format!("{file}#{name}/{path}"), chart.text(path)?));
            write!(to.out, "{}", excerpt::render(&one, source))?;
        }
    }
    Ok(true)
}

fn in_manifests(
    file: &str,
    text: &str,
    helm: HelmVersion,
    counts: &mut Counts,
    to: &mut Surroundings<'_>,
) -> io::Result<()> {
    let name = ONLY_FILE.trim_start_matches("templates/").to_owned();
    let chart = Chart { templates: [(name, text.to_owned())].into_iter().collect(), ..Chart::default() };
    for one in inspect(&chart, "chart", &ReleaseName::default(), helm) {
        counts.add(&one);
        write!(to.out, "{}", excerpt::render(&one, |_| Some((file.into(), text))))?;
    }
    Ok(())
}

#[derive(Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Counts {
    fn add(&mut self, found: &Diagnostic) {
        let count = match found.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        };
        *count = count.saturating_add(1);
    }

    /// "2 files: 1 error, 0 warnings, 3 notes"
    fn sentence(&self, files: usize) -> String {
        let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let found = [count(self.errors, "error"), count(self.warnings, "warning"), count(self.infos, "note")];
        format!("{}: {}", count(files, "file"), found.join(", "))
    }
}
