//! go-yaml's errors in plain words, at the place where the mistake is, with a fix where one is safe.
//!
//! go-yaml reports where its reader gave up. The mistake is often elsewhere: a comment three lines up, a
//! quote at the top. Each file here knows one kind of mistake. The first that recognises it explains it;
//! what nobody recognises is explained by its message alone (`table.rs`).

mod alias;
mod bracket;
mod colon;
mod comment;
mod conflict;
mod dash;
mod indent;
mod quote;
mod scene;
mod tab;
mod table;
mod template;

use super::YamlError;
use crate::text::Diagnostic;
use scene::Scene;

/// Explains one kind of mistake, if it is that.
type Explainer = fn(&Scene<'_>) -> Option<Diagnostic>;

/// In the order in which they are asked.
const EXPLAINERS: &[Explainer] = &[
    conflict::explain,
    comment::explain,
    template::explain,
    tab::explain,
    alias::explain,
    quote::explain,
    bracket::explain,
    dash::explain,
    colon::explain,
    indent::explain,
    dash::mixed,
    table::explain,
];

/// Says what is wrong in `text`, given the error that [`super::read`] returned for it.
///
/// `helm_says` is the whole message, with whatever Helm puts in front of it. Places and fixes are in `text`;
/// the labels have no file. Every fix has been tried: with it this error is gone. The diagnostic names no
/// rule.
#[must_use]
pub fn explain(text: &str, error: &YamlError, helm_says: &str) -> Diagnostic {
    let scene = Scene::new(text, error);
    let found = EXPLAINERS.iter().find_map(|explainer| explainer(&scene));
    let mut diagnostic = found.unwrap_or_else(|| scene.not_yaml());
    diagnostic.helm_says = Some(helm_says.to_owned());
    diagnostic.fixes.retain(|fix| scene.is_mended_by(fix));
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read;

    /// The title for a text, what the first label points at, and the text after the first fix.
    pub(super) fn explained(text: &str) -> (String, String, Option<String>) {
        let error = read(text).unwrap_err();
        let diagnostic = explain(text, &error, &error.message);
        let place = diagnostic.labels[0].span.of(text).to_owned();
        let fixed = diagnostic.fixes.first().map(|fix| fix.apply(text).unwrap());
        (diagnostic.title, place, fixed)
    }

    /// Asserts the same; `fixed` is empty where no fix is offered.
    pub(super) fn check(text: &str, title: &str, place: &str, fixed: &str) {
        let expected = (title.to_owned(), place.to_owned(), Some(fixed.to_owned()).filter(|fixed| !fixed.is_empty()));
        assert_eq!(explained(text), expected, "{text}");
    }
}
