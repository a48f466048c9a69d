//! The name of the release (`pkg/action/install.go` `NameAndChart`).

use super::Render;
use crate::template::{Dialect, Limits, Memory, Renderer, Settings, Value};

/// What `helm template` calls a release without a name.
const UNNAMED: &str = "release-name";

/// The name that the command line gives.
///
/// # Errors
/// Helm's words: two names, or a template that makes none.
pub(super) fn name(call: &Render) -> Result<String, String> {
    match (call.name_and_chart.as_slice(), &call.name_template) {
        ([_, _], Some(template)) if !template.is_empty() => {
            Err("cannot set --name-template and also specify a name".into())
        }
        ([name, _], _) => Ok(name.clone()),
        (_, Some(template)) if !template.is_empty() => made_by(template, &Dialect::of(call.helm)),
        _ => Ok(UNNAMED.into()),
    }
}

fn made_by(template: &str, dialect: &Dialect) -> Result<String, String> {
    const FILE: &str = "name-template";
    let settings = Settings { dialect: *dialect, strict: false, lint: false, now: 0, seed: 0, cluster: None };
    let mut renderer = Renderer::new(settings, Limits::default());
    // Helm's engine words the errors of parsing in its own way, but not here.
    let told = |problem: crate::template::Problem| {
        let helm = problem.helm.unwrap_or(problem.message);
        let parsing = helm.strip_prefix("parse error at (").and_then(|rest| rest.split_once("): "));
        parsing.map_or_else(|| helm.clone(), |(place, error)| format!("template: {place}: {error}"))
    };
    renderer.read(FILE, template, &Memory::default()).map_err(told)?;
    let rendering = renderer.render(std::iter::once((FILE, Value::Nil)));
    let files = rendering.files.into_iter().map(|(_, made)| made.map(|output| output.text));
    files.last().unwrap_or(Ok(String::new())).map_err(told)
}
