//! Draws a component as text, and makes states to draw.

use helm_hooks::app::shared::Shared;
use helm_hooks::app::state::{Action, AppState, Place};
use helm_hooks::story;
use yew::{BaseComponent, Html, LocalServerRenderer, Properties, component};

/// One hook before and one resource; the upgrade changes the resource.
const STORY: &str = "\
id: small
charts:
  a: &chart
    templates:
      hook.yaml: |
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: migrate
          annotations:
            helm.sh/hook: pre-install,pre-upgrade
            helm.sh/hook-weight: \"-5\"
        spec:
          template:
            spec:
              restartPolicy: Never
              containers: [{name: c, image: busybox}]
      config.yaml: |
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {revision: \"{{ .Release.Revision }}\"}
operations:
  - install: a
  - upgrade: a
  - uninstall: true
";

/// What a component is drawn as, one tag per line.
pub fn draw<C: BaseComponent>(props: C::Properties) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let drawing = LocalServerRenderer::<C>::with_props(props).hydratable(false).render();
    let html = tokio::task::LocalSet::new().block_on(&runtime, drawing);
    html.replace("><", ">\n<")
}

#[derive(Properties, PartialEq)]
struct AloneProps {
    html: Html,
}

#[component]
fn Alone(props: &AloneProps) -> Html {
    props.html.clone()
}

/// What a part of a component is drawn as.
pub fn draw_part(html: Html) -> String {
    draw::<Alone>(AloneProps { html })
}

/// The small story before its first step.
pub fn small() -> AppState {
    AppState::new(Shared::new(story::read(STORY).unwrap())).settled()
}

/// At a step of an operation.
pub fn at(state: &AppState, operation: usize, done: usize) -> AppState {
    state.after(Action::Go(Place { operation, done }))
}

/// The lines that hold one of `words`.
pub fn lines(html: &str, words: &[&str]) -> Vec<String> {
    html.lines().filter(|line| words.iter().any(|word| line.contains(word))).map(str::to_owned).collect()
}
