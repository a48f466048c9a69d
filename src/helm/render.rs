//! From a chart to what a release is made of (R-RND-7 to R-RND-17, R-HEAD-12).

use std::borrow::Cow;
use std::sync::Arc;

use crate::chart::{self, RenderOptions, Surroundings, Table, Warning};
use crate::manifest::{self, Hook, Manifest, Origin};
use crate::release::{self, Document, Hooks, Release};
use crate::story::Chart;
use crate::template::Limits;
use crate::text::{Diagnostic, Severity};

use super::Rule;
use super::fail::{Done, Fail};
use super::flags::{DryRun, Flags};
use super::log::quoted;
use super::lookup::Seen;
use super::session::Session;
use super::warning;

/// Name of a story's chart that gives none.
const DEFAULT_NAME: &str = "app";

/// A rendered chart.
#[derive(Debug, Clone)]
pub(super) struct Rendering {
    pub hooks: Hooks,
    pub manifest: Arc<str>,
    pub origins: Arc<[Origin]>,
    pub documents: Arc<[Document]>,
    pub notes: Arc<str>,
}

/// What a chart is rendered with.
#[derive(Debug)]
pub(super) struct Inputs<'a> {
    chart: &'a str,
    /// User values.
    values: Table,
    /// Values that stand for those of the chart itself.
    own_values: Option<Table>,
    /// `.Release.Revision`
    revision: u32,
    is_upgrade: bool,
    subchart_notes: bool,
    any_values: bool,
    /// Helm does not ask the cluster what it is.
    without_cluster: bool,
    /// `lookup` asks the cluster.
    looks_up: bool,
}

impl<'a> Inputs<'a> {
    /// Those of an install, which is always revision 1 to the templates (R-RND-8).
    pub fn new(chart: &'a str, values: Table, flags: &Flags) -> Self {
        Inputs {
            chart,
            values,
            own_values: None,
            revision: 1,
            is_upgrade: false,
            subchart_notes: flags.subchart_notes,
            any_values: flags.any_values,
            without_cluster: false,
            looks_up: flags.dry_run != DryRun::Client,
        }
    }

    /// The same, with or without a look at the cluster.
    pub fn without_cluster(self, without_cluster: bool) -> Self {
        Inputs { without_cluster, ..self }
    }

    /// Those of an upgrade; `--reuse-values` has values stand for those of the chart.
    pub fn of_upgrade(self, revision: u32, own_values: Option<Table>) -> Self {
        Inputs { revision, is_upgrade: true, own_values, ..self }
    }
}

impl<'a> Session<'a> {
    /// The chart with this short name.
    ///
    /// # Errors
    /// If the story has none.
    pub fn chart(&mut self, name: &str) -> Done<&'a Chart> {
        self.checking = Rule::Story;
        if let Some(chart) = self.story.charts.get(name) {
            return Ok(chart);
        }
        let error = format!("path {} not found", quoted(&format!("./{name}")));
        self.diagnostics.push(Diagnostic {
            id: "story/chart-missing".into(),
            severity: Severity::Error,
            title: format!("The story has no chart called {name}"),
            cause: "The operation needs a chart and ends here.".into(),
            helm_says: Some(error.clone()),
            rule: None,
            labels: Vec::new(),
            fixes: Vec::new(),
        });
        Err(Fail::error(error))
    }

    /// Writes what there is to say of a chart's values.
    pub fn warn(&mut self, warnings: &[Warning]) {
        let behaviour = self.behaviour;
        self.notes.extend(warnings.iter().map(|warning| warning::line(&behaviour, warning)));
    }

    /// Renders a chart, sorts its documents and assembles the manifest.
    ///
    /// # Errors
    /// The first error of a template or a document.
    pub fn render(&mut self, inputs: Inputs<'_>) -> Done<Rendering> {
        let mut chart = Cow::Borrowed(self.chart(inputs.chart)?);
        if let Some(own) = inputs.own_values {
            chart.to_mut().values = crate::yaml::emit(&own.into());
        }
        self.checking = Rule::Rnd9;
        let mut surroundings = Surroundings { any_values: inputs.any_values, ..Surroundings::default() };
        if inputs.without_cluster {
            surroundings.capabilities.kube_version = format!("v1.{}.0", self.behaviour.client_kubernetes);
        }
        super::fitness::compatible(&chart, &surroundings.capabilities.kube_version).map_err(Fail::error)?;
        let options = RenderOptions {
            release: self.name().to_owned(),
            namespace: self.namespace().to_owned(),
            revision: inputs.revision,
            is_upgrade: inputs.is_upgrade,
            helm: self.helm,
        };
        let limits = Limits::default();
        let seen = Seen::new(&self.world.cluster);
        if inputs.looks_up && !inputs.without_cluster {
            surroundings.cluster = Some(&seen);
        }
        let reader = &self.memory.reader;
        let rendered =
            chart::render_values(&chart, inputs.chart, inputs.values, &options, &limits, &surroundings, reader);
        let sorted = manifest::sort(&rendered, self.behaviour.dialect(), &self.memory.heads);
        let missing = seen.missing();
        self.warn(&rendered.warnings);
        self.tell_lookups(missing);
        self.diagnostics.extend(rendered.diagnostics.iter().chain(&sorted.diagnostics).cloned());
        let notes = notes(&rendered, &chart, inputs.subchart_notes);
        let rendered = self.rendered.insert(Box::new(rendered));
        if self.ends_rendered && rendered.error.is_none() {
            // Nothing may follow, as if Helm were gone.
            return Err(Fail::Killed);
        }
        if let Some(error) = &rendered.error
            && !self.lenient
        {
            return Err(Fail::error(error.clone()));
        }
        self.checking = Rule::Head1;
        for (value, _) in &sorted.skipped {
            self.unknown_hook(value);
        }
        if let Some(error) = &sorted.error
            && !self.lenient
        {
            return Err(Fail::error(error.clone()));
        }
        let (mut hooks, manifests) = match sorted.readable {
            Some(readable) => (readable.hooks, readable.manifests),
            None => (sorted.hooks, sorted.manifests),
        };
        if !self.behaviour.hook_logs {
            hooks.iter_mut().for_each(|hook| hook.output_log_policies.clear());
        }
        Ok(assemble(hooks, &manifests, notes, self.world.records.all().next_back(), &self.memory.documents))
    }

    /// A document that is dropped is only mentioned (R-HK-4).
    fn unknown_hook(&mut self, value: &str) {
        self.notes.push(warning::unknown_hook_line(&self.behaviour, value));
    }
}

/// The notes of the chart, or of all charts (R-RND-10).
fn notes(rendered: &chart::RenderedChart, chart: &Chart, subcharts: bool) -> String {
    let own = format!("{}/templates/NOTES.txt", chart.name.as_deref().unwrap_or(DEFAULT_NAME));
    let files = rendered.files.iter().filter(|(path, _)| path.ends_with("NOTES.txt") && (subcharts || **path == own));
    files.map(|(_, file)| file.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The text of the manifest (R-RND-14), and where its parts come from. What is the same in the `last` record is taken
/// from there.
fn assemble(
    hooks: Vec<Hook>,
    manifests: &[Manifest],
    notes: String,
    last: Option<&Arc<Release>>,
    memory: &release::Memory,
) -> Rendering {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(manifests.len());
    for manifest in manifests {
        starts.push(text.len());
        for part in ["---\n# Source: ", &manifest.path, "\n", &manifest.content, "\n"] {
            text.push_str(part);
        }
    }
    let origin_at = |at: usize| {
        let index = starts.partition_point(|start| *start <= at).checked_sub(1);
        index.and_then(|index| manifests.get(index)).map(|manifest| manifest.origin.clone()).unwrap_or_default()
    };
    let origins: Arc<[Origin]> = manifests.iter().map(|manifest| manifest.origin.clone()).collect();
    let same = last.filter(|last| *last.manifest == *text && last.origins == origins);
    Rendering {
        documents: same
            .map_or_else(|| release::documents(&text, memory, origin_at).into(), |last| last.documents.clone()),
        manifest: same.map_or_else(|| text.as_str().into(), |last| last.manifest.clone()),
        origins: same.map_or(origins, |last| last.origins.clone()),
        hooks: Hooks::new(hooks, last.map(|last| &last.hooks), memory),
        notes: notes.into(),
    }
}
