//! `helm-hooks diff`: one story with two versions of Helm.

use std::fmt::Write as _;
use std::io;

use super::{BAD_INPUT, DiffFormat, FAILED, FINE, Surroundings};
use crate::story::HelmVersion;
use crate::text::Severity;
use crate::trace::{self, About, Alike, Cause, Compared, Comparison, Row, Side};

/// Name and version of the JSON format; a change that could break a reader gives it the next number.
const FORMAT: &str = "helm-hooks-diff/1";

/// Plays the story of `file` with both `versions` and writes where they part.
///
/// Returns the exit status: 0 if nothing differs, 1 if something does, 2 if the arguments or the story cannot be used.
///
/// # Errors
/// If it cannot write.
pub(super) fn diff(
    file: &str,
    versions: &[HelmVersion],
    format: DiffFormat,
    to: &mut Surroundings<'_>,
) -> io::Result<u8> {
    let &[first, second] = versions else {
        writeln!(to.err, "error: two versions are compared: --helm v3.22.0 --helm v4.3.1")?;
        return Ok(BAD_INPUT);
    };
    let Some((text, mut story)) = super::story(file, to)? else { return Ok(BAD_INPUT) };
    let traces = [first, second].map(|helm| {
        story.helm = Some(helm);
        trace::simulate(&story)
    });
    let [_, last] = &traces;
    let compared = trace::compare(&story, traces.each_ref());
    match format {
        DiffFormat::Json => {
            let file = File { format: FORMAT, title: &story.title, comparison: &compared };
            // Plain data; serialising it cannot fail.
            writeln!(to.out, "{:#}", serde_json::to_value(file).unwrap_or_default())?;
        }
        DiffFormat::Text => write!(to.out, "{}", report(&story.title, &compared))?,
    }
    super::report::diagnostics(&story, file, &text, last, to.err)?;
    if last.diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return Ok(BAD_INPUT);
    }
    Ok(if compared.differences().next().is_some() { FAILED } else { FINE })
}

/// What is written as JSON.
#[derive(serde::Serialize)]
struct File<'a> {
    format: &'static str,
    title: &'a str,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

fn report(title: &str, compared: &Comparison) -> String {
    let mut out = String::new();
    let [first, second] = &compared.versions;
    let title = if title.is_empty() { String::new() } else { format!("{title}: ") };
    _ = writeln!(out, "{title}Helm {first} (-) and {second} (+)\n");
    for one in &compared.operations {
        operation(&mut out, one, &compared.versions);
    }
    if compared.differences().next().is_none() {
        out.push_str("Both runs are the same, step by step.\n");
        return out;
    }
    if !compared.explained {
        out.push_str("The story is too long to look for what makes each difference.\n");
    }
    if !compared.causes.is_empty() {
        out.push_str("Because\n");
    }
    for (number, cause) in (1usize..).zip(&compared.causes) {
        because(&mut out, number, cause, &compared.versions);
    }
    out
}

fn operation(out: &mut String, one: &Compared, versions: &[String; 2]) {
    match &one.commands {
        [Some(first), Some(second)] if first == second => _ = writeln!(out, "$ {first}"),
        [None, None] => out.push_str("Left behind\n"),
        commands => {
            for ((sign, version), command) in ["-", "+"].into_iter().zip(versions).zip(commands) {
                match command {
                    Some(command) => _ = writeln!(out, "{sign} $ {command}"),
                    None => _ = writeln!(out, "{sign} (Helm {version} does not do this operation)"),
                }
            }
        }
    }
    for run in one.rows.chunk_by(|a, b| is_alike(a) == is_alike(b)) {
        match run {
            [row, ..] if is_alike(row) => alike(out, run),
            rows => rows.chunk_by(prints_on).for_each(|rows| difference(out, rows)),
        }
    }
    out.push('\n');
}

/// Whether nothing comes of a difference, if there is one.
fn is_alike(row: &Row) -> bool {
    matches!(row.alike, Alike::Same | Alike::Way)
}

fn alike(out: &mut String, rows: &[Row]) {
    let steps: Vec<&Row> = rows.iter().filter(|row| row.about == About::Step).collect();
    let otherwise: Vec<&&Row> = steps.iter().filter(|row| row.alike == Alike::Way).collect();
    let steps = match steps.len() {
        0 => return,
        1 => "1 step is the same".to_owned(),
        many => format!("{many} steps are the same"),
    };
    let mut causes: Vec<usize> = otherwise.iter().flat_map(|row| row.causes.iter().copied()).collect();
    causes.sort_unstable();
    causes.dedup();
    let by = match otherwise.len() {
        0 => String::new(),
        many => format!(", {many} by another request{}", numbers(&causes)),
    };
    _ = writeln!(out, "             {steps}{by}");
}

/// Whether `next` is one more line of what only one run prints.
fn prints_on(row: &Row, next: &Row) -> bool {
    row.about == About::Output && next.about == About::Output && row.alike == next.alike
}

/// One difference, or several lines of one output, of which the first is told.
fn difference(out: &mut String, rows: &[Row]) {
    let [row, more @ ..] = rows else { return };
    let more = if more.is_empty() { String::new() } else { format!(" ... {} more", more.len()) };
    let what = match row.about {
        About::Step => "",
        About::Exit => "exit ",
        About::Error | About::Note => "stderr: ",
        About::Output => "stdout: ",
        About::Left => "",
    };
    let [first, second] = &row.sides;
    let marks = [("-", first, second.is_none()), ("+", second, true)];
    for (sign, side, last) in marks {
        let Some(side) = side else { continue };
        let causes = if last { numbers(&row.causes) } else { String::new() };
        line(out, sign, what, side, &format!("{more}{causes}"));
    }
    if row.not_reached {
        let sign = if first.is_none() { "-" } else { "+" };
        _ = writeln!(out, "  {sign}          (not reached)");
    }
}

fn line(out: &mut String, sign: &str, what: &str, side: &Side, end: &str) {
    let says = side.says.replace('\n', "\n             ");
    match side.step {
        Some(step) => {
            let rule = if side.rule.is_empty() { String::new() } else { format!(" [{}]", side.rule) };
            _ = writeln!(out, "  {sign} {:>6} {} {says}{rule}{end}", step.saturating_add(1), side.mark);
        }
        None => _ = writeln!(out, "  {sign}          {what}{says}{end}"),
    }
}

/// ` (1, 3)`
fn numbers(causes: &[usize]) -> String {
    let numbers: Vec<String> = causes.iter().map(|cause| cause.saturating_add(1).to_string()).collect();
    if numbers.is_empty() { String::new() } else { format!(" ({})", numbers.join(", ")) }
}

fn because(out: &mut String, number: usize, cause: &Cause, versions: &[String; 2]) {
    let [first, second] = versions;
    let [one, other] = &cause.values;
    _ = writeln!(out, "  {number:>3}  {}", cause.says);
    _ = writeln!(out, "       {first}: {one}; {second}: {other}");
    let mut ids = vec![cause.row.clone()];
    ids.extend(cause.rules.iter().cloned());
    let since = if cause.since.is_empty() { String::new() } else { format!("since {}; ", cause.since.join(", ")) };
    _ = writeln!(out, "       {since}{}", ids.join(", "));
}
