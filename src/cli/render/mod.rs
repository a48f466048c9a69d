//! `helm-hooks render`: a chart as `helm template` renders it.

mod flags;
mod name;

use std::fmt::Write as _;
use std::io;

use clap::Args;

use self::flags::Flags;
use super::{BAD_INPUT, FAILED, FINE, Surroundings, excerpt, load, version};
use crate::chart::{self, Capabilities, RenderOptions, RenderedChart, SetKind, Table, glob};
use crate::helm::{check_name, dialect, fitness, unknown_hook, warning};
use crate::manifest::{self, Hook, HookEvent, Sorted, split};
use crate::story::{Chart, HelmVersion};
use crate::template::{Dialect, Limits};
use crate::text::to_bytes;

/// The versions whose default capabilities are known, newest first.
const VERSIONS: [HelmVersion; 2] = [HelmVersion::new(4, 3, 1), HelmVersion::new(3, 22, 0)];

/// What errors of rendering end with.
const HINT: &str = "Use --debug flag to render out invalid YAML";

/// What `helm template` takes the cluster for: client-go of both versions knows these.
const KUBE_VERSION: &str = "v1.37.0";
const API_VERSIONS: &str = "v1 admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1alpha1 \
    admissionregistration.k8s.io/v1beta1 internal.apiserver.k8s.io/v1alpha1 apps/v1 apps/v1beta1 apps/v1beta2 \
    authentication.k8s.io/v1 authentication.k8s.io/v1alpha1 authentication.k8s.io/v1beta1 authorization.k8s.io/v1 \
    authorization.k8s.io/v1beta1 autoscaling/v1 autoscaling/v2 batch/v1 batch/v1beta1 certificates.k8s.io/v1 \
    certificates.k8s.io/v1beta1 certificates.k8s.io/v1alpha1 coordination.k8s.io/v1alpha2 coordination.k8s.io/v1beta1 \
    coordination.k8s.io/v1 discovery.k8s.io/v1 discovery.k8s.io/v1beta1 events.k8s.io/v1 events.k8s.io/v1beta1 \
    extensions/v1beta1 flowcontrol.apiserver.k8s.io/v1 flowcontrol.apiserver.k8s.io/v1beta1 \
    flowcontrol.apiserver.k8s.io/v1beta2 flowcontrol.apiserver.k8s.io/v1beta3 lifecycle.k8s.io/v1alpha1 \
    networking.k8s.io/v1 networking.k8s.io/v1beta1 node.k8s.io/v1 node.k8s.io/v1alpha1 node.k8s.io/v1beta1 policy/v1 \
    policy/v1beta1 rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 \
    rbac.authorization.k8s.io/v1alpha1 resource.k8s.io/v1 resource.k8s.io/v1beta2 resource.k8s.io/v1beta1 \
    resource.k8s.io/v1alpha3 scheduling.k8s.io/v1alpha3 scheduling.k8s.io/v1beta1 scheduling.k8s.io/v1 \
    storage.k8s.io/v1beta1 storage.k8s.io/v1 storage.k8s.io/v1alpha1 storagemigration.k8s.io/v1 \
    storagemigration.k8s.io/v1beta1 apiextensions.k8s.io/v1beta1 apiextensions.k8s.io/v1";

#[derive(Debug, Args)]
pub(super) struct Render {
    /// The name of the release, if it is given, and the chart: a folder or an archive
    #[arg(required = true, num_args = 1..=2, value_names = ["NAME] [CHART"])]
    name_and_chart: Vec<String>,
    /// A template that makes the name of the release
    #[arg(long, value_name = "TEMPLATE")]
    name_template: Option<String>,
    /// The namespace of the release
    #[arg(long, short, default_value = "default")]
    namespace: String,
    /// The version of Helm that renders: v4.3.1 or v3.22.0
    #[arg(long, value_name = "VERSION", value_parser = rendering_version, default_value = "v4.3.1")]
    helm: HelmVersion,
    /// Files of values, later ones over earlier ones
    #[arg(long, short = 'f', value_name = "FILE")]
    values: Vec<String>,
    /// Values as JSON: a=[1,2]
    #[arg(long, value_name = "KEY=JSON")]
    set_json: Vec<String>,
    /// Values: a.b=1,c=x
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Values that stay texts
    #[arg(long, value_name = "KEY=VALUE")]
    set_string: Vec<String>,
    /// Values that are texts of files
    #[arg(long, value_name = "KEY=FILE")]
    set_file: Vec<String>,
    /// A value that is taken as it stands
    #[arg(long, value_name = "KEY=VALUE")]
    set_literal: Vec<String>,
    /// Render as for an upgrade
    #[arg(long)]
    is_upgrade: bool,
    /// What the cluster serves beside the built-in kinds
    #[arg(long, short, value_name = "VERSION", value_delimiter = ',')]
    api_versions: Vec<String>,
    /// The version of Kubernetes
    #[arg(long, value_name = "VERSION", default_value = KUBE_VERSION)]
    kube_version: String,
    /// Only what these templates make
    #[arg(long, short, value_name = "TEMPLATE")]
    show_only: Vec<String>,
    /// Without hooks
    #[arg(long)]
    no_hooks: bool,
    /// Without test hooks
    #[arg(long)]
    skip_tests: bool,
    /// With the files of crds/
    #[arg(long)]
    include_crds: bool,
    /// Without a look at values.schema.json
    #[arg(long)]
    skip_schema_validation: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Render {
    fn chart(&self) -> &str {
        self.name_and_chart.last().map_or("", String::as_str)
    }

    /// What was given with a flag.
    fn sets(&self, kind: SetKind) -> &[String] {
        match kind {
            SetKind::Json => &self.set_json,
            SetKind::Typed => &self.set,
            SetKind::Text => &self.set_string,
            SetKind::File => &self.set_file,
            SetKind::Literal => &self.set_literal,
        }
    }
}

fn rendering_version(text: &str) -> Result<HelmVersion, String> {
    let found = version(text)?;
    if VERSIONS.contains(&found) { Ok(found) } else { Err("charts are rendered as v4.3.1 and v3.22.0 do".into()) }
}

/// Renders a chart and writes it to `to`, byte for byte as `helm template` does, and what is wrong with it.
///
/// Returns the exit status: 1 if Helm fails, 2 if a file cannot be read.
///
/// # Errors
/// If it cannot write.
pub(super) fn render(call: &Render, to: &mut Surroundings<'_>) -> io::Result<u8> {
    let failed = |error: String, status: u8, to: &mut Surroundings<'_>| {
        writeln!(to.err, "Error: {error}")?;
        Ok(status)
    };
    let (name, values) = match name::name(call).and_then(|name| Ok((name, user_values(call, to)?))) {
        Ok(given) => given,
        Err(error) => return failed(error, FAILED, to),
    };
    let chart = match load::load(call.chart(), &Dialect::of(call.helm), to.files) {
        Ok(chart) => chart,
        Err(load::Error::Unreadable(error)) => return failed(error, BAD_INPUT, to),
        Err(load::Error::Refused(error)) => return failed(error, FAILED, to),
    };
    if let Err(error) = fitness::installable(&chart) {
        return failed(error, FAILED, to);
    }
    if let Some(line) = fitness::deprecation(&chart, call.helm) {
        writeln!(to.err, "{line}")?;
    }
    if let Err(error) = fit(call, &chart).and_then(|()| check_name(&name, call.helm)) {
        return failed(error, FAILED, to);
    }
    let rendered = rendered(call, name, &chart, values, to.now);
    for one in &rendered.warnings {
        writeln!(to.err, "{}", warning(call.helm, one))?;
    }
    for one in rendered.diagnostics.iter().filter(|one| one.helm_says.is_none()) {
        write!(to.err, "{}", excerpt::render(one, |path| Some((path.to_owned(), chart.text(path)?))))?;
    }
    let sorted = manifest::sort(&rendered, dialect(call.helm), &manifest::head::Memory::default());
    for (events, _) in &sorted.skipped {
        writeln!(to.err, "{}", unknown_hook(call.helm, events))?;
    }
    match output(call, &chart, &rendered, &sorted) {
        Ok(text) => {
            to.out.write_all(&to_bytes(&text))?;
            Ok(FINE)
        }
        Err(error) => failed(error, FAILED, to),
    }
}

/// The values of the command line, in Helm's order of flags.
fn user_values(call: &Render, to: &Surroundings<'_>) -> Result<Table, String> {
    let dialect = Dialect::of(call.helm);
    let mut values = Table::new();
    for file in &call.values {
        let text = (to.files.read)(file).map_err(|_| format!("open {file}: no such file or directory"))?;
        chart::read_values(&mut values, &text, &dialect).map_err(|error| format!("failed to parse {file}: {error}"))?;
    }
    for kind in SetKind::ALL {
        for text in call.sets(kind) {
            chart::set(&mut values, text, kind, &|file| (to.files.read)(file).ok(), &dialect)?;
        }
    }
    Ok(values)
}

/// What Helm checks of a chart before it renders: that it has its dependencies, and fits Kubernetes.
fn fit(call: &Render, chart: &Chart) -> Result<(), String> {
    fitness::complete(chart, call.helm)?;
    fitness::compatible(chart, &call.kube_version).map_err(|error| format!("{error}\n\n{HINT}"))
}

fn rendered(call: &Render, release: String, chart: &Chart, values: Table, now: i64) -> RenderedChart {
    let options = RenderOptions {
        release,
        namespace: call.namespace.clone(),
        revision: 1,
        is_upgrade: call.is_upgrade,
        helm: call.helm,
    };
    let versions = API_VERSIONS.split_whitespace().map(str::to_owned).chain(call.api_versions.iter().cloned());
    let capabilities = Capabilities {
        kube_version: call.kube_version.clone(),
        api_versions: versions.collect(),
        helm_version: String::new(),
    };
    let any_values = call.skip_schema_validation;
    let surroundings = chart::Surroundings { capabilities, any_values, now, ..chart::Surroundings::default() };
    chart::render_values(chart, "", values, &options, &Limits::default(), &surroundings, &chart::Reader::of(call.helm))
}

/// What `helm template` prints, or the error it ends with.
fn output(call: &Render, chart: &Chart, rendered: &RenderedChart, sorted: &Sorted) -> Result<String, String> {
    let before_templates = rendered.diagnostics.iter().any(|one| one.id.starts_with("chart/"));
    if let Some(error) = rendered.error.as_ref().or(sorted.error.as_ref()) {
        return Err(if before_templates { error.clone() } else { format!("{error}\n\n{HINT}") });
    }
    let texts = sorted.manifests.iter().map(|manifest| &manifest.content);
    let whole: usize = texts.chain(sorted.hooks.iter().map(|hook| &hook.manifest)).map(|text| text.len()).sum();
    let mut text = String::with_capacity(whole.saturating_add(whole / 4));
    for crd in rendered.crds.iter().filter(|_| call.include_crds) {
        _ = write!(text, "---\n# Source: {}\n{}\n", crd.path, chart.text(&crd.file).unwrap_or_default());
    }
    for manifest in &sorted.manifests {
        _ = write!(text, "---\n# Source: {}\n{}\n", manifest.path, manifest.content);
    }
    // It begins with `---`, if at all.
    text.truncate(text.trim_end().len());
    text.push('\n');
    let is_hidden = |hook: &Hook| call.no_hooks || (call.skip_tests && hook.events.contains(&HookEvent::Test));
    for hook in sorted.hooks.iter().filter(|hook| !is_hidden(hook)) {
        _ = write!(text, "---\n# Source: {}\n{}\n", hook.path, hook.manifest);
    }
    if call.show_only.is_empty() { Ok(text) } else { only(&text, &call.show_only, dialect(call.helm).split) }
}

/// The documents of some templates.
fn only(text: &str, templates: &[String], by: manifest::Split) -> Result<String, String> {
    let documents: Vec<&str> = split(text, by).into_iter().filter_map(|range| text.get(range)).collect();
    let source = |document: &str| {
        let line = document.lines().find_map(|line| line.split_once("# Source: "))?.1;
        line.split_once('/').map(|(_, path)| path.to_owned())
    };
    let mut out = String::new();
    for template in templates {
        let named = |document: &&&str| source(document).is_some_and(|path| glob(template, &path));
        let found: Vec<&&str> = documents.iter().filter(named).collect();
        if found.is_empty() {
            return Err(format!("could not find template {template} in chart"));
        }
        found.iter().for_each(|document| _ = writeln!(out, "---\n{document}"));
    }
    Ok(out)
}
