//! Regular expressions (Sprig `regex.go`).

use super::strings::texts;
use super::{Answer, Args, Function, Param};
use crate::template::error::{Failure, Limit};
use crate::template::format::quote;
use crate::template::regex::{Captures, Regex, quote_meta};
use crate::template::value::{List, ListKind, Value};

const I: Param = Param::Int;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("regexMatch", &[S, S], |args| match Regex::new(args.text(0)) {
        Ok(regex) => matches(args, &regex),
        Err(_) => Ok(false.into()),
    }),
    Function::new("mustRegexMatch", &[S, S], |args| matches(args, &strict(args)?)),
    Function::new("regexFind", &[S, S], |args| find(args, &compiled(args)?)),
    Function::new("mustRegexFind", &[S, S], |args| find(args, &strict(args)?)),
    Function::new("regexFindAll", &[S, S, I], |args| find_all(args, &compiled(args)?)),
    Function::new("mustRegexFindAll", &[S, S, I], |args| find_all(args, &strict(args)?)),
    Function::new("regexReplaceAll", &[S, S, S], |args| replace(args, &compiled(args)?, false)),
    Function::new("mustRegexReplaceAll", &[S, S, S], |args| replace(args, &strict(args)?, false)),
    Function::new("regexReplaceAllLiteral", &[S, S, S], |args| replace(args, &compiled(args)?, true)),
    Function::new("mustRegexReplaceAllLiteral", &[S, S, S], |args| replace(args, &strict(args)?, true)),
    Function::new("regexSplit", &[S, S, I], |args| split(args, &compiled(args)?)),
    Function::new("mustRegexSplit", &[S, S, I], |args| split(args, &strict(args)?)),
    Function::new("regexQuoteMeta", &[S], |args| Ok(quote_meta(args.text(0)).into())),
];

/// Steps of the matcher that one call may take.
const MOST_WORK: usize = 50_000_000;

/// The pattern, or Go's error.
fn strict(args: &Args<'_>) -> Result<Regex, Failure> {
    let regex = Regex::new(args.text(0));
    let regex = regex.map_err(|error| Failure::message(format!("error parsing regexp: {error}")))?;
    if regex.work(args.text(1).len()) > MOST_WORK { Err(Failure::Limit(Limit::Steps)) } else { Ok(regex) }
}

/// The pattern, or the panic of `regexp.MustCompile`.
fn compiled(args: &Args<'_>) -> Result<Regex, Failure> {
    strict(args).map_err(|failure| match failure {
        Failure::Message(error) => {
            let pattern = args.text(0);
            let plain = !pattern.contains('`') && !pattern.chars().any(|c| c.is_control() && c != '\t');
            let shown = if plain { format!("`{pattern}`") } else { quote(pattern) };
            Failure::message(format!("regexp: Compile({shown}): {error}"))
        }
        limit => limit,
    })
}

fn whole<'a>(text: &'a str, captures: &Captures) -> &'a str {
    captures.first().copied().flatten().and_then(|(from, to)| text.get(from..to)).unwrap_or_default()
}

fn matches(args: &Args<'_>, regex: &Regex) -> Answer {
    Ok(regex.find_at(args.text(1), 0).is_some().into())
}

fn find(args: &Args<'_>, regex: &Regex) -> Answer {
    let text = args.text(1);
    Ok(regex.find_at(text, 0).map_or("", |captures| whole(text, &captures)).into())
}

/// A count where less than nothing means all.
fn most(args: &Args<'_>) -> Option<usize> {
    usize::try_from(args.int(2)).ok()
}

fn find_all(args: &Args<'_>, regex: &Regex) -> Answer {
    let text = args.text(1);
    let found = regex.find_all(text, most(args));
    if found.is_empty() {
        return Ok(Value::List(List { kind: ListKind::Text, nil: true, items: Vec::new() }.into()));
    }
    Ok(texts(found.iter().map(|captures| whole(text, captures).to_owned()).collect()))
}

fn replace(args: &Args<'_>, regex: &Regex, literal: bool) -> Answer {
    let (text, by) = (args.text(1), args.text(2));
    let mut out = String::new();
    let mut at = 0;
    for captures in regex.find_all(text, None) {
        let Some((from, to)) = captures.first().copied().flatten() else { continue };
        out.push_str(text.get(at..from).unwrap_or_default());
        if literal {
            out.push_str(by);
        } else {
            regex.expand(&mut out, by, text, &captures);
        }
        args.within(out.len())?;
        at = to;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok(out.into())
}

fn split(args: &Args<'_>, regex: &Regex) -> Answer {
    let text = args.text(1);
    let most = most(args);
    if most == Some(0) {
        return Ok(Value::List(List { kind: ListKind::Text, nil: true, items: Vec::new() }.into()));
    }
    if text.is_empty() && !args.text(0).is_empty() {
        return Ok(texts(vec![String::new()]));
    }
    let mut parts = Vec::new();
    let (mut start, mut end) = (0, 0);
    for captures in regex.find_all(text, most) {
        if most.is_some_and(|most| parts.len() >= most.saturating_sub(1)) {
            break;
        }
        let Some((from, to)) = captures.first().copied().flatten() else { continue };
        end = from;
        if to != 0 {
            parts.push(text.get(start..from).unwrap_or_default().to_owned());
        }
        start = to;
    }
    if end != text.len() {
        parts.push(text.get(start..).unwrap_or_default().to_owned());
    }
    Ok(texts(parts))
}
