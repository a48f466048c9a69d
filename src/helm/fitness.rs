//! Whether a chart is one to install: what commands check of it before they begin (R-INS-1, R-RND-9).

use serde_json::Value;

use crate::chart;
use crate::story::{Chart, HelmVersion};
use crate::template::{Constraints, Version};

use super::Rule;
use super::behaviour::Behaviour;
use super::fail::{Done, Fail};
use super::log::Record;
use super::session::Session;

/// Checks that the chart is not only for others to use (`checkIfInstallable`).
///
/// # Errors
/// Helm's words.
pub fn installable(chart: &Chart) -> Result<(), String> {
    match text(chart, "type").as_str() {
        "" | "application" => Ok(()),
        kind => Err(format!("{kind} charts are not installable")),
    }
}

/// Checks that every chart that Chart.yaml asks for is there (`CheckDependencies`).
///
/// # Errors
/// The words of this version of Helm.
pub fn complete(chart: &Chart, helm: HelmVersion) -> Result<(), String> {
    let fields = chart.chart.fields();
    let declared = fields.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    let names = declared.filter_map(|dependency| dependency.get("name").and_then(Value::as_str));
    let has =
        |name: &str| chart.charts.iter().any(|(folder, sub)| sub.name.as_deref().unwrap_or(folder.as_str()) == name);
    let missing: Vec<&str> = names.filter(|name| !has(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let hint = Behaviour::of(helm).dependency_hint;
    Err(format!("{hint}found in Chart.yaml, but missing in charts/ directory: {}", missing.join(", ")))
}

/// Checks that the chart is for this version of Kubernetes (`renderResources`).
///
/// # Errors
/// Helm's words.
pub fn compatible(chart: &Chart, kubernetes: &str) -> Result<(), String> {
    let range = text(chart, "kubeVersion");
    let version = Version::parse(kubernetes.trim_start_matches('v'));
    let fits = |version: Version| Constraints::parse(&range).is_ok_and(|range| range.check(&version));
    if range.is_empty() || version.is_ok_and(fits) {
        return Ok(());
    }
    Err(format!("chart requires kubeVersion: {range} which is incompatible with Kubernetes {kubernetes}"))
}

/// What this version of Helm says of a chart that its authors have given up.
#[must_use]
pub fn deprecation(chart: &Chart, helm: HelmVersion) -> Option<String> {
    let is_deprecated = chart.chart.fields().get("deprecated").and_then(Value::as_bool).unwrap_or_default();
    is_deprecated.then(|| match Behaviour::of(helm).logs {
        true => Record::warn("this chart is deprecated").line(),
        false => "WARNING: This chart is deprecated".into(),
    })
}

/// A text of Chart.yaml, empty if it has none.
fn text(chart: &Chart, field: &str) -> String {
    match chart.chart.fields().shift_remove(field) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    }
}

impl<'a> Session<'a> {
    /// Checks the chart of an install, and says so if it is deprecated.
    ///
    /// # Errors
    /// If it cannot be read or installed, or charts are missing.
    pub fn check_installable(&mut self, chart: &str) -> Done {
        let source = self.loaded(chart)?;
        installable(source).map_err(Fail::error)?;
        self.warn_of_deprecated(source);
        complete(source, self.helm).map_err(Fail::error)
    }

    /// Checks the chart of an upgrade, and says so if it is deprecated.
    ///
    /// # Errors
    /// If it cannot be read, or charts are missing.
    pub fn check_complete(&mut self, chart: &str) -> Done {
        let source = self.loaded(chart).map_err(|fail| match fail {
            // Helm reads such a chart, and the upgrade itself refuses it.
            Fail::Error(error) if error.text == chart::COMING => error.within("UPGRADE FAILED: ").into(),
            other => other,
        })?;
        complete(source, self.helm).map_err(Fail::error)?;
        self.warn_of_deprecated(source);
        Ok(())
    }

    /// The chart with this short name, if Helm can load it.
    fn loaded(&mut self, chart: &str) -> Done<&'a Chart> {
        let source = self.chart(chart)?;
        self.checking = Rule::Ins1;
        let loaded = chart::loadable(source, &self.memory.reader);
        loaded.map(|()| source).map_err(|(error, found)| {
            self.diagnostics.push(*found);
            Fail::error(error)
        })
    }

    fn warn_of_deprecated(&mut self, chart: &Chart) {
        match deprecation(chart, self.helm) {
            Some(line) if self.behaviour.prints_warnings => self.print(&line),
            Some(line) => self.notes.push(line),
            None => {}
        }
    }
}
