//! Chart.yaml: a text among the files of a chart, or where there is none the fields that a story gives it.

use std::borrow::Cow;

use serde_json::Value;

use super::metadata::{Empty, Known, METADATA};
use super::values::{Table, json_name};
use crate::story::{Chart, Json, Story, path};
use crate::template::{Dialect, Version, quote};
use crate::text::{Diagnostic, Label, Span};
use crate::yaml;

pub(super) const REQUIREMENTS: &str = "requirements.yaml";

/// Name of a story's chart that gives none.
pub(super) const DEFAULT_NAME: &str = "app";

const DEFAULT_VERSION: &str = "0.1.0";

/// Why Helm does not take a Chart.yaml.
pub(super) struct Refused {
    /// Helm's words.
    pub message: String,
    /// With places in the text.
    pub found: Box<Diagnostic>,
}

/// A story whose charts have the fields that their Chart.yaml gives them. What Helm refuses stays a text, which
/// loading the chart tells.
#[must_use]
pub fn described<'a>(story: &'a Story, dialect: &Dialect) -> Cow<'a, Story> {
    let mut story = Cow::Borrowed(story);
    if story.charts.iter().any(|(_, chart)| has_text(chart)) {
        story.to_mut().charts.iter_mut().for_each(|(_, chart)| describe(chart, true, dialect));
    }
    story
}

fn has_text(chart: &Chart) -> bool {
    chart.files.contains_key(path::CHART_YAML) || chart.charts.iter().any(|(_, sub)| has_text(sub))
}

fn describe(chart: &mut Chart, is_root: bool, dialect: &Dialect) {
    if chart.files.contains_key(path::CHART_YAML)
        && let Ok(fields) = fields(chart, DEFAULT_NAME, is_root, dialect)
    {
        chart.files.remove(path::CHART_YAML);
        take_over(chart, fields);
    }
    chart.charts.iter_mut().for_each(|(_, sub)| describe(sub, false, dialect));
}

/// Gives a chart the fields of its Chart.yaml, without defaults: Helm complains about a chart without a name.
pub(super) fn take_over(chart: &mut Chart, fields: Table) {
    let text = |field: &str| Some(text(&fields, field).to_owned());
    (chart.name, chart.version) = (text("name"), text("version"));
    chart.chart = Json::of(&fields.into());
}

/// What Chart.yaml says of a chart that is called `name` if it says nothing of that.
///
/// # Errors
/// Helm does not take it.
pub(super) fn fields(chart: &Chart, name: &str, is_root: bool, dialect: &Dialect) -> Result<Table, Refused> {
    let source = chart.files.get(path::CHART_YAML);
    let fields = match source {
        Some(source) => {
            read(source, chart.files.get(REQUIREMENTS).map(String::as_str), is_root && dialect.detects_charts, dialect)?
        }
        None => {
            let mut fields = Table::new();
            fields.insert("apiVersion".into(), "v2".into());
            fields.insert("name".into(), chart.name.as_deref().unwrap_or(name).into());
            fields.insert("version".into(), chart.version.as_deref().unwrap_or(DEFAULT_VERSION).into());
            fields.extend(chart.chart.fields());
            fields
        }
    };
    let source = source.map_or("", String::as_str);
    let detects = is_root && dialect.detects_charts;
    let detected = if detects { detect(&fields) } else { Ok(()) };
    let is_coming = |fields: &Table| if detects { coming(fields) } else { Ok(()) };
    match detected.and_then(|()| validate(&fields)).and_then(|()| is_coming(&fields)) {
        Ok(()) => Ok(fields),
        Err(wrong) => Err(unusable(&fields, wrong, source)),
    }
}

/// A field whose value Helm does not take.
fn unusable(fields: &Table, (field, message): (&str, String), source: &str) -> Refused {
    let title = match text(fields, field) {
        "" => format!("Chart.yaml has no {field}"),
        _ => format!("The {field} in Chart.yaml cannot be used"),
    };
    refused("chart/metadata", title, message, source, field)
}

/// Reads a Chart.yaml, and the dependencies that charts of old have beside it. Helm 4 `detects` what kind of chart it
/// has before it reads one, but not of subcharts.
///
/// # Errors
/// It is no YAML, the shape of a field is wrong, or Helm does not know the kind.
pub(super) fn read(
    source: &str,
    requirements: Option<&str>,
    detects: bool,
    dialect: &Dialect,
) -> Result<Table, Refused> {
    let mut fields = table(source, path::CHART_YAML, detects, dialect)?;
    if text(&fields, "apiVersion").is_empty() {
        fields.insert("apiVersion".into(), "v1".into());
    }
    if let Some(requirements) = requirements {
        fields.extend(table(requirements, REQUIREMENTS, false, dialect)?);
    }
    Ok(fields)
}

fn table(source: &str, name: &str, detects: bool, dialect: &Dialect) -> Result<Table, Refused> {
    let document = yaml::read(source).map_err(|error| {
        let message = format!("cannot load {name}: error converting YAML to JSON: {}", error.message);
        Refused { found: yaml::explain(source, &error, &message).into(), message }
    })?;
    let go = Go { package: if dialect.chart_is_map { "v2" } else { "chart" } };
    let wrong = |(field, words): (String, String)| {
        let message = format!("cannot load {name}: error unmarshaling JSON: while decoding JSON: json: {words}");
        let what = if field.is_empty() { name } else { &field };
        let title = format!("The shape of {what} is wrong");
        refused("chart/wrong-shape", title, message, source, field.split('.').next().unwrap_or_default())
    };
    match document.value {
        Value::Null => Ok(Table::new()),
        Value::Object(mut fields) => {
            if detects {
                go.record(&mut fields, BASE, "chartBase", "").map_err(wrong)?;
                detect(&fields).map_err(|error| unusable(&fields, error, source))?;
            }
            go.record(&mut fields, METADATA, "Metadata", "").map_err(wrong)?;
            Ok(fields)
        }
        other => {
            let target = if detects { "loader.chartBase".into() } else { go.named("Metadata") };
            Err(wrong((String::new(), mismatch(&other, &format!("value of type {target}")))))
        }
    }
}

fn mismatch(found: &Value, target: &str) -> String {
    format!("cannot unmarshal {} into Go {target}", json_name(found))
}

fn text<'a>(fields: &'a Table, field: &str) -> &'a str {
    fields.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// A diagnostic at the value of `field`, or else at the first line.
fn refused(id: &'static str, title: String, message: String, source: &str, field: &str) -> Refused {
    let cause = "Helm reads Chart.yaml before anything else, so nothing is done with the chart".to_owned();
    let label = Label { file: String::new(), span: place(source, field), text: String::new() };
    Refused { message, found: Diagnostic::error(id, &title, cause, label).into() }
}

fn place(source: &str, field: &str) -> Span {
    let root = yaml::read(source).ok().and_then(|document| document.root).map(|root| root.kind);
    let entries = if let Some(yaml::NodeKind::Mapping(entries)) = root { entries } else { Vec::new() };
    let is_field = |key: &yaml::Node| matches!(&key.kind, yaml::NodeKind::Scalar { text, .. } if text == field);
    let value = entries.iter().rfind(|(key, _)| is_field(key)).map(|(_, value)| value.span);
    value.unwrap_or_else(|| Span::new(0, source.find('\n').unwrap_or(source.len())))
}

/// What Go calls the types of this version of Helm.
struct Go {
    package: &'static str,
}

impl Go {
    /// Reads fields into a struct called `name` as `sigs.k8s.io/yaml` does: numbers and booleans become text where
    /// there is text.
    ///
    /// # Errors
    /// The first field of another type, as a path, and Go's words.
    fn record(&self, fields: &mut Table, known: &[Known], name: &str, path: &str) -> Result<(), (String, String)> {
        for (key, value) in fields {
            let exact = known.iter().find(|(known, ..)| known == key);
            let Some((key, _, kind)) = exact.or_else(|| known.iter().find(|one| one.0.eq_ignore_ascii_case(key)))
            else {
                continue;
            };
            let path = if path.is_empty() { (*key).to_owned() } else { format!("{path}.{key}") };
            self.value(value, *kind, name, &path)?;
        }
        Ok(())
    }

    fn value(&self, value: &mut Value, kind: Empty, of: &str, path: &str) -> Result<(), (String, String)> {
        let wrong = |found: &Value, kind: &str| {
            Err((path.to_owned(), mismatch(found, &format!("struct field {of}.{path} of type {kind}"))))
        };
        let as_text = |value: &mut Value| match value {
            Value::Null | Value::String(_) => Ok(()),
            Value::Bool(truth) => {
                *value = truth.to_string().into();
                Ok(())
            }
            Value::Number(number) => {
                *value = yaml::number_text(number).into();
                Ok(())
            }
            other => wrong(other, "string"),
        };
        match (kind, value) {
            (_, Value::Null) | (Empty::Bool, Value::Bool(_)) | (Empty::Anything, Value::Array(_)) => Ok(()),
            (Empty::Text, value) => as_text(value),
            (Empty::List, Value::Array(items)) => items.iter_mut().try_for_each(as_text),
            (Empty::Texts, Value::Object(texts)) => texts.values_mut().try_for_each(as_text),
            (Empty::Records(name, known), Value::Array(items)) => items.iter_mut().try_for_each(|item| match item {
                Value::Null => Ok(()),
                Value::Object(fields) => self.record(fields, known, bare(name), path),
                other => wrong(other, &self.named(name)),
            }),
            (Empty::Bool, other) => wrong(other, "bool"),
            (Empty::Anything, other) => wrong(other, "[]interface {}"),
            (Empty::List, other) => wrong(other, "[]string"),
            (Empty::Texts, other) => wrong(other, "map[string]string"),
            (Empty::Records(name, _), other) => wrong(other, &format!("[]*{}", self.named(name))),
        }
    }

    fn named(&self, name: &str) -> String {
        format!("{}.{}", self.package, bare(name))
    }
}

/// `Dependency` of `chart.Dependency`.
fn bare(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// What Helm 4 looks at first.
const BASE: &[Known] = &[("apiVersion", "APIVersion", Empty::Text)];

/// What Helm 4 says of a chart of the kind that is still to come; an upgrade says it later than others.
pub const COMING: &str = "invalid chart apiVersion";

/// What Helm 4 says of a chart of a kind that it does not know (`pkg/chart/loader`).
fn detect(fields: &Table) -> Result<(), (&'static str, String)> {
    match text(fields, "apiVersion") {
        "" | "v1" | "v2" | "v3" => Ok(()),
        _ => Err(("apiVersion", "unsupported chart version".into())),
    }
}

/// What Helm 4 says of a chart that it has read and cannot use.
pub(super) fn coming(fields: &Table) -> Result<(), (&'static str, String)> {
    if text(fields, "apiVersion") == "v3" { Err(("apiVersion", COMING.into())) } else { Ok(()) }
}

/// What Helm checks before it takes a Chart.yaml (`Metadata.Validate`); the field and Helm's words.
fn validate(fields: &Table) -> Result<(), (&'static str, String)> {
    for field in ["apiVersion", "name", "version"] {
        if text(fields, field).is_empty() {
            return Err((field, format!("validation: chart.metadata.{field} is required")));
        }
    }
    let name = text(fields, "name");
    if matches!(name, "." | "..") {
        return Err(("name", format!("validation: chart.metadata.name {} is not allowed", quote(name))));
    }
    if name.contains('/') {
        return Err(("name", format!("validation: chart.metadata.name {} is invalid", quote(name))));
    }
    let version = text(fields, "version");
    if Version::parse(version).is_err() {
        return Err(("version", format!("validation: chart.metadata.version {} is invalid", quote(version))));
    }
    if !matches!(text(fields, "type"), "" | "application" | "library") {
        return Err(("type", "validation: chart.metadata.type must be application or library".into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Reader, loadable};
    use crate::story::HelmVersion;

    fn chart(text: &str) -> Chart {
        let mut chart = Chart { name: Some("field".into()), ..Chart::default() };
        path::set_text(&mut chart, path::CHART_YAML, text.into()).unwrap();
        chart
    }

    /// The title for a text, and what the first label points at.
    fn refused(text: &str) -> (String, String) {
        let (message, found) = loadable(&chart(text), &Reader::of(HelmVersion::new(4, 3, 1))).unwrap_err();
        assert_eq!((found.helm_says, found.labels[0].file.as_str()), (Some(message), path::CHART_YAML));
        (found.title, found.labels[0].span.of(text).to_owned())
    }

    #[test]
    fn a_text_replaces_the_fields_and_is_gone() {
        let mut story = Story::default();
        story.charts.insert("a".into(), chart("apiVersion: v2\nname: shop # a comment\nversion: 1.10\n"));
        let described = described(&story, &Dialect::NEWEST);
        let chart = described.charts.get("a").unwrap();
        assert_eq!((chart.name.as_deref(), chart.version.as_deref()), (Some("shop"), Some("1.1")));
        assert!(chart.files.is_empty());
    }

    #[test]
    fn a_text_that_is_refused_stays() {
        for text in ["name: [", "name: a\n", "name: a\nversion: one\n", "apiVersion: v5\nname: a\nversion: 1.0.0\n"] {
            let mut story = Story::default();
            story.charts.insert("a".into(), chart(text));
            assert_eq!(*described(&story, &Dialect::NEWEST), story, "{text}");
        }
    }

    #[test]
    fn what_is_refused_has_a_place() {
        for (text, title, place) in [
            ("# x\nname: a\nversion: one\n", "The version in Chart.yaml cannot be used", "one"),
            ("apiVersion: v2\nversion: 1.0.0\n", "Chart.yaml has no name", "apiVersion: v2"),
            ("name: a\nversion: 1.0.0\nkeywords: b\n", "The shape of keywords is wrong", "b"),
            (
                "dependencies: [{name: b, version: [1]}]",
                "The shape of dependencies.version is wrong",
                "[{name: b, version: [1]}]",
            ),
            ("- name: a\n", "The shape of Chart.yaml is wrong", "- name: a"),
            ("apiVersion: v5\nname: a\nversion: 1.0.0\n", "The apiVersion in Chart.yaml cannot be used", "v5"),
        ] {
            assert_eq!(refused(text), (title.into(), place.into()), "{text}");
        }
    }
}
