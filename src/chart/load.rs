//! A chart as Helm has it in memory (`pkg/chart/v2/loader`).

use std::collections::BTreeMap;

use serde_json::Value;

use super::schema::check;
use super::values::{Table, read};
use super::warning::Warning;
use crate::story::{Chart, Named};
use crate::template::{Dialect, Version, quote};

/// Name of a story's chart that gives none.
const DEFAULT_NAME: &str = "app";

const DEFAULT_VERSION: &str = "0.1.0";

/// A chart that was read.
#[derive(Debug, Clone)]
pub(super) struct Loaded<'a> {
    /// The name in Chart.yaml, or the alias.
    pub name: String,
    /// Its folder inside the root chart with a final `/`, empty for the root.
    pub folder: String,
    /// Chart.yaml.
    pub metadata: Table,
    /// values.yaml.
    pub values: Table,
    /// What is below `templates/`, by name there.
    pub templates: &'a Named<String>,
    /// values.schema.json.
    pub schema: Option<&'a str>,
    /// What `.Files` has.
    pub files: BTreeMap<String, &'a str>,
    pub charts: Vec<Loaded<'a>>,
}

/// Helm's message and the file it is about.
pub(super) struct LoadError {
    pub message: String,
    pub file: String,
}

/// Reads `chart`; what Helm says of it and goes on is added to `warnings`.
///
/// # Errors
/// Its values, or those of a subchart, cannot be read.
pub(super) fn load<'a>(
    chart: &'a Chart,
    dialect: &Dialect,
    warnings: &mut Vec<Warning>,
) -> Result<Loaded<'a>, LoadError> {
    load_as(chart, DEFAULT_NAME, "", dialect, warnings)
}

fn load_as<'a>(
    chart: &'a Chart,
    name: &str,
    folder: &str,
    dialect: &Dialect,
    warnings: &mut Vec<Warning>,
) -> Result<Loaded<'a>, LoadError> {
    let mut metadata = Table::new();
    metadata.insert("apiVersion".into(), "v2".into());
    metadata.insert("name".into(), chart.name.as_deref().unwrap_or(name).into());
    metadata.insert("version".into(), chart.version.as_deref().unwrap_or(DEFAULT_VERSION).into());
    metadata.extend(chart.chart.fields());
    let name = metadata.get("name").and_then(Value::as_str).unwrap_or(name).to_owned();
    validate(&metadata)
        .map_err(|error| LoadError { message: format!("validation: {error}"), file: format!("{folder}Chart.yaml") })?;
    let values = read(&chart.values, dialect).map_err(|error| LoadError {
        message: format!("cannot load values.yaml: {error}"),
        file: format!("{folder}values.yaml"),
    })?;
    let crds = chart.crds.iter().map(|(name, text)| (format!("crds/{name}"), text.as_str()));
    let files_of_chart = chart.files.iter().map(|(name, text)| (name.clone(), text.as_str()));
    let mut files: BTreeMap<String, &str> = BTreeMap::new();
    files.extend(crds.chain(files_of_chart));
    // Files with a meaning of their own are not among `.Files`.
    let schema = files.remove("values.schema.json");
    files.remove("Chart.lock");
    if metadata.get("apiVersion").is_none_or(|version| version != "v1") {
        for (name, lock) in [("requirements.lock", true), ("requirements.yaml", false)] {
            if files.remove(name).is_some() {
                warnings.push(Warning::Requirements { lock });
            }
        }
    }
    let mut charts = Vec::new();
    for (sub_folder, sub) in &chart.charts {
        let path = format!("{folder}charts/{sub_folder}/");
        let sub = load_as(sub, sub_folder, &path, dialect, warnings).map_err(|error| LoadError {
            message: format!("error unpacking subchart {sub_folder} in {name}: {}", error.message),
            ..error
        })?;
        charts.push(sub);
    }
    let templates = &chart.templates;
    Ok(Loaded { name, folder: folder.into(), metadata, values, templates, schema, files, charts })
}

/// What Helm checks before it takes a Chart.yaml (`Metadata.Validate`).
fn validate(metadata: &Table) -> Result<(), String> {
    let text = |field: &str| metadata.get(field).and_then(Value::as_str).unwrap_or_default();
    for field in ["apiVersion", "name", "version"] {
        if text(field).is_empty() {
            return Err(format!("chart.metadata.{field} is required"));
        }
    }
    let name = text("name");
    if matches!(name, "." | "..") {
        return Err(format!("chart.metadata.name {} is not allowed", quote(name)));
    }
    if name.contains('/') {
        return Err(format!("chart.metadata.name {} is invalid", quote(name)));
    }
    if Version::parse(text("version")).is_err() {
        return Err(format!("chart.metadata.version {} is invalid", quote(text("version"))));
    }
    if !matches!(text("type"), "" | "application" | "library") {
        return Err("chart.metadata.type must be application or library".into());
    }
    Ok(())
}

impl Loaded<'_> {
    /// The chart under another name.
    pub fn renamed(mut self, name: &str) -> Self {
        self.name = name.into();
        self.metadata.insert("name".into(), name.into());
        self
    }

    /// A text field of Chart.yaml.
    pub fn text(&self, field: &str) -> &str {
        self.metadata.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// Library charts render nothing of their own (R-RND-4).
    pub fn is_library(&self) -> bool {
        self.text("type").eq_ignore_ascii_case("library")
    }

    /// Checks `values`, those of the whole chart, against its schema and those of its subcharts
    /// (`ValidateAgainstSchema`).
    ///
    /// # Errors
    /// What is wrong, chart by chart.
    pub fn check_values(&self, values: &Table) -> Result<(), String> {
        let mut wrong = String::new();
        if let Some(Err(error)) = self.schema.map(|schema| check(schema, values)) {
            wrong.push_str(&format!("{}:\n{error}", self.name));
        }
        for sub in &self.charts {
            match values.get(&sub.name) {
                None | Some(Value::Null) => {}
                Some(Value::Object(own)) => {
                    if let Err(error) = sub.check_values(own) {
                        wrong.push_str(&error);
                    }
                }
                Some(_) => {
                    wrong.push_str(&format!("{}:\ninvalid type for values: expected object (map)\n", sub.name));
                }
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}
