//! The command lines of a story's `helm:` operations: commands that only read, and `helm template`.

use std::sync::Arc;

use serde_json::Value;

use crate::chart::{self, Table};
use crate::release::{ApplyMethod, Release};
use crate::text::sort;
use crate::yaml;

use super::Verb;
use super::fail::{Done, Fail, HelmError};
use super::flags::Flags;
use super::help;
use super::print::rfc3339;
use super::render::Inputs;
use super::session::Session;
use super::storage::all_labels;

impl Session<'_> {
    /// Runs a command line, `chart:a` standing for chart `a`.
    ///
    /// # Errors
    /// Helm's error.
    pub fn query(&mut self, line: &str, flags: &[String], values: &str) -> Done {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).chain(flags.iter().cloned()).collect();
        let (flags, words) = self.flags(Verb::Helm, &words)?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["status", name] => {
                let release = self.asked_for(name, &flags)?;
                self.print_status(&release);
            }
            ["history", name] => self.print_history(name)?,
            ["list" | "ls"] => self.print_list()?,
            ["get", "hooks", name] => {
                for stored in self.asked_for(name, &flags)?.hooks.iter() {
                    self.print_hook(&stored.hook.path, &stored.hook.manifest);
                }
            }
            ["get", "manifest", name] => {
                let release = self.asked_for(name, &flags)?;
                self.print(&format!("{}\n", release.manifest));
            }
            ["get", "notes", name] => {
                let release = self.asked_for(name, &flags)?;
                if !release.notes.is_empty() {
                    self.print(&format!("NOTES:\n{}\n", release.notes));
                }
            }
            ["get", "values", name] => {
                let release = self.asked_for(name, &flags)?;
                let values = match release.config.as_object() {
                    Some(values) if values.is_empty() => "null\n".to_owned(),
                    _ => yaml::emit(&release.config),
                };
                self.print(&format!("USER-SUPPLIED VALUES:\n{values}"));
            }
            ["get", "metadata", ..] if !self.behaviour.knows_metadata => self.print(&help::of_get(self.helm)),
            ["get", "metadata", name] => {
                let release = self.asked_for(name, &flags)?;
                self.print_metadata(&release);
            }
            ["template", _, chart] | ["template", chart] => self.template(chart, values, &flags)?,
            [command, ..] => return Err(Fail::error(format!("unknown command \"{command}\" for \"helm\""))),
            [] => return Err(Fail::error("unknown command \"\" for \"helm\"")),
        }
        Ok(())
    }

    /// The record asked for: the last one, or that of `--revision`.
    fn asked_for(&mut self, name: &str, flags: &Flags) -> Done<Arc<Release>> {
        let all = self.records_of(name)?;
        let found = match flags.revision {
            0 => all.last(),
            revision => all.iter().find(|release| usize::try_from(release.revision) == Ok(revision)),
        };
        found.cloned().ok_or_else(|| Fail::error(super::storage::NOT_FOUND))
    }

    /// All records of a release; there is only one release in a story.
    ///
    /// # Errors
    /// That there is none.
    pub fn records_of(&mut self, name: &str) -> Done<Vec<Arc<Release>>> {
        if name == self.name() { self.read_history() } else { Err(Fail::error(super::storage::NOT_FOUND)) }
    }

    fn print_metadata(&mut self, release: &Release) {
        let [chart, version, app_version] = self.chart_words(&release.chart);
        let mut lines = vec![
            format!("NAME: {}", release.name),
            format!("CHART: {chart}"),
            format!("VERSION: {version}"),
            format!("APP_VERSION: {app_version}"),
        ];
        let source = self.story.charts.get(&*release.chart);
        let fields = source.map(|chart| chart.chart.fields()).unwrap_or_default();
        let has_dependencies = self.behaviour.metadata_has_dependencies;
        lines.extend(has_dependencies.then(|| format!("ANNOTATIONS: {}", annotations(&fields))));
        if self.behaviour.server_side {
            let labels = all_labels(release).into_iter().map(|(label, value)| format!("{label}={value}"));
            lines.push(format!("LABELS: {}", labels.collect::<Vec<_>>().join(",")));
        }
        if let Some(chart) = source.filter(|_| has_dependencies) {
            let values = release.config.as_object().cloned().unwrap_or_default();
            let mut names = chart::enabled(chart, &values, &self.memory.reader);
            sort(&mut names);
            lines.push(format!("DEPENDENCIES: {}", names.join(",")));
        }
        lines.extend([
            format!("NAMESPACE: {}", release.namespace),
            format!("REVISION: {}", release.revision),
            format!("STATUS: {}", release.status.word()),
            format!("DEPLOYED_AT: {}", rfc3339(self.world.cluster.now())),
        ]);
        if self.behaviour.server_side {
            let method = match release.apply_method {
                Some(ApplyMethod::Ssa) => "server-side apply",
                Some(ApplyMethod::Csa) => "client-side apply",
                None => "client-side apply (defaulted)",
            };
            lines.push(format!("APPLY_METHOD: {method}"));
        }
        self.output.append(&mut lines);
    }

    /// Name, version and app version of a chart of the story.
    pub fn chart_words(&self, chart: &str) -> [String; 3] {
        let chart = self.story.charts.get(chart);
        let name = chart.and_then(|chart| chart.name.clone()).unwrap_or_else(|| "app".into());
        let version = chart.and_then(|chart| chart.version.clone()).unwrap_or_else(|| "0.1.0".into());
        let app = chart.and_then(|chart| chart.chart.fields().shift_remove("appVersion")).map(|value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        });
        [name, version, app.unwrap_or_default()]
    }

    /// `helm template`: manifests, then all hooks in stored order (R-CLI-8).
    fn template(&mut self, chart: &str, values: &str, flags: &Flags) -> Done {
        let values = self.user_values(values, flags)?;
        let chart = chart.strip_prefix("chart:").unwrap_or(chart);
        self.check_installable(chart)?;
        let inputs = Inputs::new(chart, values, flags).without_cluster(true);
        let rendering = match self.render(inputs) {
            Err(Fail::Error(error)) if self.behaviour.hints_at_debug => {
                let text = format!("{}\n\nUse --debug flag to render out invalid YAML", error.text);
                return Err(HelmError::new(text).into());
            }
            other => other?,
        };
        self.print(rendering.manifest.trim());
        if !flags.no_hooks {
            for stored in rendering.hooks.iter() {
                self.print_hook(&stored.hook.path, &stored.hook.manifest);
            }
        }
        Ok(())
    }
}

/// `FormattedAnnotations`
fn annotations(fields: &Table) -> String {
    let annotations = fields.get("annotations").and_then(Value::as_object).into_iter().flatten();
    let mut pairs: Vec<String> =
        annotations.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default())).collect();
    sort(&mut pairs);
    pairs.join(",")
}
