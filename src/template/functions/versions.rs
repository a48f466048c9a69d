//! Semantic versions (Sprig `semver.go`).

use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::semver::{Constraints, Version};
use crate::template::value::{Field, IntKind, Record, Value};

const S: Param = Param::Text;

/// Go's name of the type behind a version.
pub(super) const TYPE: &str = "semver.Version";

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("semver", &[S], |args| Ok(record(&Version::parse(args.text(0)).map_err(Failure::Message)?))),
    Function::new("semverCompare", &[S, S], compare),
];

fn compare(args: &Args<'_>) -> Answer {
    let constraints = Constraints::parse(args.text(0)).map_err(Failure::Message)?;
    let version = Version::parse(args.text(1)).map_err(Failure::Message)?;
    Ok(constraints.check(&version).into())
}

fn number(value: u64) -> Value {
    Value::Int(IntKind::Unsigned, i64::try_from(value).unwrap_or(i64::MAX))
}

/// A `*semver.Version`.
fn record(version: &Version) -> Value {
    let [major, minor, patch] = version.numbers;
    let fields = vec![
        Field::new("major", number(major)),
        Field::new("minor", number(minor)),
        Field::new("patch", number(patch)),
        Field::new("pre", version.pre.as_str().into()),
        Field::new("metadata", version.metadata.as_str().into()),
        Field::new("original", version.original.as_str().into()),
    ];
    Value::Record(Record { type_name: TYPE, pointer: true, fields, display: Some(version.to_string()) }.into())
}

/// The version a `*semver.Version` stands for.
pub(super) fn version_of(value: &Value) -> Option<Version> {
    let Value::Record(record) = value else { return None };
    let Some(Value::Text(original)) = record.field("original") else { return None };
    Version::parse(original).ok()
}
