//! `.Chart`: what Chart.yaml says, under Go's names (`pkg/chart/v2/metadata.go`).

use serde_json::Value as Json;

use super::load::Loaded;
use super::values::Table;
use crate::template::{Dialect, Field, Map, MapKind, Record, Value};
use crate::text::filled;

/// A field of Chart.yaml: key, Go's name, and what is there if nothing is given.
pub(super) type Known = (&'static str, &'static str, Empty);

/// In Go's order.
pub(super) const METADATA: &[Known] = &[
    ("name", "Name", Empty::Text),
    ("home", "Home", Empty::Text),
    ("sources", "Sources", Empty::List),
    ("version", "Version", Empty::Text),
    ("description", "Description", Empty::Text),
    ("keywords", "Keywords", Empty::List),
    ("maintainers", "Maintainers", Empty::Records("chart.Maintainer", MAINTAINER)),
    ("icon", "Icon", Empty::Text),
    ("apiVersion", "APIVersion", Empty::Text),
    ("condition", "Condition", Empty::Text),
    ("tags", "Tags", Empty::Text),
    ("appVersion", "AppVersion", Empty::Text),
    ("deprecated", "Deprecated", Empty::Bool),
    ("annotations", "Annotations", Empty::Texts),
    ("kubeVersion", "KubeVersion", Empty::Text),
    ("dependencies", "Dependencies", Empty::Records("chart.Dependency", DEPENDENCY)),
    ("type", "Type", Empty::Text),
];

const MAINTAINER: &[Known] =
    &[("name", "Name", Empty::Text), ("email", "Email", Empty::Text), ("url", "URL", Empty::Text)];

const DEPENDENCY: &[Known] = &[
    ("name", "Name", Empty::Text),
    ("version", "Version", Empty::Text),
    ("repository", "Repository", Empty::Text),
    ("condition", "Condition", Empty::Text),
    ("tags", "Tags", Empty::List),
    ("enabled", "Enabled", Empty::Bool),
    ("import-values", "ImportValues", Empty::Anything),
    ("alias", "Alias", Empty::Text),
];

/// The type of a field, and so its zero.
#[derive(Clone, Copy)]
pub(super) enum Empty {
    Text,
    Bool,
    /// Of texts.
    List,
    /// A list of anything.
    Anything,
    Texts,
    Records(&'static str, &'static [Known]),
}

/// `.Chart`.
pub(super) fn value_of(chart: &Loaded<'_>, root: bool, dialect: &Dialect) -> Value {
    let mut fields = fields(&chart.metadata, METADATA, dialect);
    fields.push(Field::new("IsRoot", root.into()));
    shaped("struct { chart.Metadata; IsRoot bool }", fields, dialect)
}

/// A map in Helm 4, a struct in Helm 3.
fn shaped(type_name: &'static str, fields: Vec<Field>, dialect: &Dialect) -> Value {
    if dialect.chart_is_map {
        return Value::map(filled(fields.into_iter().map(|field| (field.name.into(), field.value))));
    }
    Value::Record(Record { type_name, pointer: false, fields, display: None }.into())
}

fn fields(table: &Table, known: &[Known], dialect: &Dialect) -> Vec<Field> {
    let field = |(key, name, empty): &Known| Field { name, json: key, value: value(table.get(*key), *empty, dialect) };
    known.iter().map(field).collect()
}

fn value(json: Option<&Json>, empty: Empty, dialect: &Dialect) -> Value {
    match (empty, json) {
        (Empty::Text, Some(Json::String(text))) => text.as_str().into(),
        (Empty::Text, _) => "".into(),
        (Empty::Bool, json) => json.and_then(Json::as_bool).unwrap_or_default().into(),
        (Empty::List | Empty::Anything, Some(json @ Json::Array(_))) => Value::from_json(json),
        (Empty::List | Empty::Anything, _) => Value::list(Vec::new()),
        (Empty::Texts, json) => {
            let table = json.and_then(Json::as_object);
            let text = |(key, value): (&String, &Json)| Some((key.as_str().into(), value.as_str()?.into()));
            Value::Map(Map::new(MapKind::Text, filled(table.into_iter().flatten().filter_map(text))))
        }
        (Empty::Records(type_name, known), json) => {
            let items = json.and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_object);
            Value::list(items.map(|item| shaped(type_name, fields(item, known, dialect), dialect)).collect())
        }
    }
}
