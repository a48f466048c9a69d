//! What Helm adds around templates: `include`, `tpl`, `required`, `fail`, `lookup`.

use super::{Answer, Args, Body, Function, Param};
use crate::template::error::{Failure, WARNING_END, WARNING_START};
use crate::template::value::{Entries, Value};

const A: Param = Param::Any;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function { name: "include", params: &[S, A], rest: None, body: Body::Include },
    Function { name: "tpl", params: &[S, A], rest: None, body: Body::Tpl },
    Function::new("required", &[S, A], required),
    Function::new("fail", &[S], |args| if args.env.lint { Ok("".into()) } else { Err(warning(args.text(0))) }),
    Function::new("lookup", &[S, S, S, S], lookup),
];

fn required(args: &Args<'_>) -> Answer {
    let value = args.value(1);
    let missing = match value {
        Value::Nil => true,
        Value::Text(text) => text.is_empty(),
        _ => false,
    };
    match (missing, args.env.lint) {
        (false, _) => Ok(value.clone()),
        (true, true) => Ok("".into()),
        (true, false) => Err(warning(args.text(0))),
    }
}

/// `pkg/engine/lookup_func.go`
fn lookup(args: &Args<'_>) -> Answer {
    // What `helm template` and `--dry-run=client` get.
    let Some(cluster) = args.env.cluster else { return Ok(Value::map(Entries::new())) };
    let found = cluster.lookup(args.text(0), args.text(1), args.text(2), args.text(3));
    found.map(|found| Value::from_json(&found)).map_err(Failure::message)
}

/// A message that Helm finds again in Go's error.
fn warning(message: &str) -> Failure {
    Failure::message(format!("{WARNING_START}{message}{WARNING_END}"))
}
