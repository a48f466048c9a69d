//! Values to JSON, as `sigs.k8s.io/yaml` converts them.

use super::DuplicateKey;
use super::number::{format_float, format_float_as_f32, json_float};
use super::problem::Problem;
use super::resolve::Scalar;
use super::typed::{Entry, Typed, scalar_syntax};
use crate::text::{Span, sort_by, sort_by_key};
use serde_json::{Map, Number, Value};

/// What a value is read into. Numbers and booleans that are read into a text become one, in the form Go
/// gives them; apart from that everything stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Anything.
    Any,
    /// A Go string.
    Text,
    /// A Go map with text keys.
    Map(&'static Target),
    /// A Go struct: names of fields, in whatever case, and what they are read into. Others are `Any`.
    Struct(&'static [(&'static str, Target)]),
}

impl Target {
    /// What the value of a key is read into: by its exact name, or else by the first that sounds alike.
    fn of_key(&self, key: &str) -> &Target {
        let fields = match self {
            Target::Map(values) => return values,
            Target::Struct(fields) => fields,
            _ => return &Target::Any,
        };
        let exact = fields.iter().find(|(name, _)| *name == key);
        let field = exact.or_else(|| fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)));
        field.map_or(&Target::Any, |(_, target)| target)
    }
}

/// Converts a value and finds the keys that stand twice in one mapping.
///
/// # Errors
/// Keys that cannot become text, and numbers JSON does not have.
pub(super) fn to_json(value: Typed<'_>, target: &Target) -> Result<(Value, Vec<DuplicateKey>), Problem> {
    let mut duplicates = Vec::new();
    let mut infinite = None;
    let json = convert(value, target, &mut duplicates, &mut infinite)?;
    if let Some(problem) = infinite {
        return Err(problem);
    }
    sort_by_key(&mut duplicates, |duplicate: &DuplicateKey| duplicate.second);
    Ok((json, duplicates))
}

fn convert(
    value: Typed<'_>,
    target: &Target,
    duplicates: &mut Vec<DuplicateKey>,
    infinite: &mut Option<Problem>,
) -> Result<Value, Problem> {
    match value {
        Typed::Scalar(scalar, at) => Ok(convert_scalar(scalar, at, target, infinite)),
        Typed::List(items) => {
            let items = items.into_iter().map(|item| convert(item, &Target::Any, duplicates, infinite));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        Typed::Map(entries) => {
            let mut map = Map::with_capacity(entries.len());
            for (key, entry) in by_key(entries, duplicates)? {
                let value = convert(entry.value, target.of_key(&key), duplicates, infinite)?;
                map.insert(key, value);
            }
            Ok(Value::Object(map))
        }
    }
}

/// The entries that count, sorted by their keys.
fn by_key<'n>(
    entries: Vec<Entry<'n>>,
    duplicates: &mut Vec<DuplicateKey>,
) -> Result<Vec<(String, Entry<'n>)>, Problem> {
    let mut keyed = Vec::with_capacity(entries.len());
    for entry in entries {
        keyed.push((key_text(&entry)?, entry));
    }
    sort_by(&mut keyed, |(a, _), (b, _)| a.cmp(b));
    let mut last: Vec<(String, Entry<'n>)> = Vec::with_capacity(keyed.len());
    for (key, entry) in keyed {
        let Some(before) = last.last_mut().filter(|(before, _)| *before == key) else {
            last.push((key, entry));
            continue;
        };
        if entry.mapping.is_some() && entry.mapping == before.1.mapping {
            duplicates.push(DuplicateKey { key, first: before.1.at, second: entry.at });
        }
        before.1 = entry;
    }
    Ok(last)
}

fn key_text(entry: &Entry<'_>) -> Result<String, Problem> {
    let unsupported = |of: &str| {
        let (key, value) = (scalar_syntax(&entry.key), entry.value.go_syntax());
        let words = format!("unsupported map key of type: {of}, key: {key}, value: {value}");
        Err(Problem::decoding(words, entry.at))
    };
    match &entry.key {
        Scalar::Null => unsupported("%!s(<nil>)"),
        Scalar::Uint(_) => unsupported("uint64"),
        Scalar::Bool(value) => Ok(value.to_string()),
        Scalar::Int(value) => Ok(value.to_string()),
        Scalar::Float(value) => Ok(match format_float_as_f32(*value).as_str() {
            "+Inf" => ".inf",
            "-Inf" => "-.inf",
            "NaN" => ".nan",
            text => text,
        }
        .to_owned()),
        Scalar::Text(text) => Ok(text.to_string()),
    }
}

fn convert_scalar(scalar: Scalar<'_>, at: Span, target: &Target, infinite: &mut Option<Problem>) -> Value {
    let into_text = *target == Target::Text;
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) if into_text => Value::String(value.to_string()),
        Scalar::Int(value) if into_text => Value::String(value.to_string()),
        Scalar::Uint(value) if into_text => Value::String(value.to_string()),
        Scalar::Float(value) if into_text => Value::String(format_float_as_f32(value)),
        Scalar::Bool(value) => Value::Bool(value),
        Scalar::Int(value) => Value::from(value),
        Scalar::Uint(value) => Value::from(value),
        Scalar::Float(value) => json_number(value).map_or_else(
            || {
                let words = format!("json: unsupported value: {}", format_float(value));
                infinite.get_or_insert_with(|| Problem::decoding(words, at));
                Value::Null
            },
            Value::Number,
        ),
        Scalar::Text(text) => Value::String(text.into_owned()),
    }
}

/// A float as JSON has it: whole numbers without a point, as long as they fit. `None` if it is not finite.
#[must_use]
pub fn json_number(float: f64) -> Option<Number> {
    let number = Number::from_f64(float)?;
    if float.fract() != 0.0 || (float == 0.0 && float.is_sign_negative()) {
        return Some(number);
    }
    let text = json_float(float);
    let signed = text.parse::<i64>().ok().map(Number::from);
    signed.or_else(|| text.parse::<u64>().ok().map(Number::from)).or(Some(number))
}
