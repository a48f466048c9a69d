//! A chart as Helm has it in memory (`pkg/chart/v2/loader`).

use std::collections::BTreeMap;

use serde_json::Value;

use super::chart_yaml::{self, DEFAULT_NAME};
use super::problem;
use super::reader::Reader;
use super::schema::check;
use super::values::Table;
use super::warning::Warning;
use crate::story::path::CHART_YAML;
use crate::story::{Chart, Named};
use crate::template::Dialect;
use crate::text::Diagnostic;

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
    /// What is wrong with it, with places in the file.
    pub found: Option<Box<Diagnostic>>,
}

impl LoadError {
    fn of_subchart(self, folder: &str, chart: &str) -> Self {
        LoadError { message: format!("error unpacking subchart {folder} in {chart}: {}", self.message), ..self }
    }
}

/// Whether Helm can load a chart; if not, its message and what is wrong.
///
/// # Errors
/// It cannot: Chart.yaml or values.yaml, also those of a subchart, are not to be read.
pub fn loadable(chart: &Chart, reader: &Reader) -> Result<(), (String, Box<Diagnostic>)> {
    load(chart, reader, &mut Vec::new()).map(drop).map_err(|error| {
        let (message, found) = problem::loading(error);
        (message, found.into())
    })
}

/// Reads `chart`; what Helm says of it and goes on is added to `warnings`.
///
/// # Errors
/// Its values, or those of a subchart, cannot be read.
pub(super) fn load<'a>(
    chart: &'a Chart,
    reader: &Reader,
    warnings: &mut Vec<Warning>,
) -> Result<Loaded<'a>, LoadError> {
    load_as(chart, DEFAULT_NAME, "", reader, warnings)
}

fn load_as<'a>(
    chart: &'a Chart,
    name: &str,
    folder: &str,
    reader: &Reader,
    warnings: &mut Vec<Warning>,
) -> Result<Loaded<'a>, LoadError> {
    let metadata = chart_yaml::fields(chart, name, folder.is_empty(), &reader.dialect).map_err(|refused| {
        LoadError { message: refused.message, file: format!("{folder}{CHART_YAML}"), found: Some(refused.found) }
    })?;
    let name = metadata.get("name").and_then(Value::as_str).unwrap_or(name).to_owned();
    let values = reader.values(&chart.values).map_err(|error| LoadError {
        message: format!("cannot load values.yaml: {error}"),
        file: format!("{folder}values.yaml"),
        found: None,
    })?;
    let crds = chart.crds.iter().map(|(name, text)| (format!("crds/{name}"), text.as_str()));
    let files_of_chart = chart.files.iter().map(|(name, text)| (name.clone(), text.as_str()));
    let mut files: BTreeMap<String, &str> = BTreeMap::new();
    files.extend(crds.chain(files_of_chart));
    // Files with a meaning of their own are not among `.Files`.
    let schema = files.remove("values.schema.json");
    files.remove("Chart.lock");
    files.remove(CHART_YAML);
    if metadata.get("apiVersion").is_none_or(|version| version != "v1") {
        for (name, lock) in [("requirements.lock", true), (chart_yaml::REQUIREMENTS, false)] {
            if files.remove(name).is_some() {
                warnings.push(Warning::Requirements { lock });
            }
        }
    }
    let mut charts = Vec::new();
    for (sub_folder, sub) in &chart.charts {
        let path = format!("{folder}charts/{sub_folder}/");
        let sub = load_as(sub, sub_folder, &path, reader, warnings);
        charts.push(sub.map_err(|error| error.of_subchart(sub_folder, &name))?);
    }
    let templates = &chart.templates;
    Ok(Loaded { name, folder: folder.into(), metadata, values, templates, schema, files, charts })
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
    pub fn check_values(&self, values: &Table, dialect: &Dialect) -> Result<(), String> {
        let mut wrong = String::new();
        if let Some(Err(error)) = self.schema.map(|schema| check(schema, values, dialect)) {
            wrong.push_str(&format!("{}:\n{error}", self.name));
        }
        for sub in &self.charts {
            match values.get(&sub.name) {
                None | Some(Value::Null) => {}
                Some(Value::Object(own)) => {
                    if let Err(error) = sub.check_values(own, dialect) {
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
