//! The editor's frame: files, versions, order of execution, problems and the panel about one.

use helm_hooks::app::editor::{
    ChartEditor, ChartEditorProps, DiagnosticPanel, DiagnosticPanelProps, FileEntry, file_list,
};
use helm_hooks::app::state::{Action, AppState, FileRef};
use helm_hooks::text::Severity;
use yew::Callback;

use crate::draw::{draw, draw_part, small};

fn editor(state: &AppState) -> String {
    draw::<ChartEditor>(ChartEditorProps {
        story: state.story.clone(),
        answer: state.answer.clone(),
        operation: state.place.operation,
        open: state.open.clone(),
        problems: state.problems.clone(),
        shown: state.open_problem(),
        opened: state.problem.clone(),
        selected: None,
        on_action: Callback::noop(),
    })
}

/// A text of which Helm and we say the same, and we know what to do about it.
const BROKEN: &str = "\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      containers:
        - name: c
          image: busybox
          args:
            - echo one;
              # the comment ends the text
              if true; then
              echo two; fi
";

fn broken() -> AppState {
    small().after(Action::EditFile(FileRef::new("a", "templates/hook.yaml"), BROKEN.into())).settled()
}

#[test]
fn the_editor_shows_file_versions_and_place_in_the_order() {
    insta::assert_snapshot!(editor(&small()));
}

#[test]
fn broken_text_is_counted_and_has_its_panel() {
    let html = editor(&broken().after(Action::ShowProblem(0)));
    for words in ["1 error", "A comment ends this text too early"] {
        assert!(html.contains(words), "{words}: {html}");
    }
}

#[test]
fn the_panel_says_cause_message_and_fixes() {
    let state = broken();
    let problem = state.problems[0].found.clone();
    insta::assert_snapshot!(draw::<DiagnosticPanel>(DiagnosticPanelProps {
        problem,
        text: BROKEN.into(),
        focus: false,
        on_apply: Callback::noop(),
        on_close: Callback::noop(),
        slot: None,
    }));
}

#[test]
fn the_files_stand_under_headings() {
    let files = ["templates/job.yaml", "templates/_helpers.tpl", "Chart.yaml", "values.yaml", "charts/db/values.yaml"];
    let entry = |path: &str| FileEntry {
        path: path.to_owned().into(),
        worst: (path == "templates/job.yaml").then_some(Severity::Warning),
    };
    let few: Vec<FileEntry> = files.iter().map(|path| entry(path)).collect();
    let many: Vec<FileEntry> = (0..13).map(|at| entry(&format!("templates/{at}.yaml"))).collect();
    let list = |files: &[FileEntry]| draw_part(file_list(files, &"Chart.yaml".into(), &Callback::noop()));
    insta::assert_snapshot!(list(&few));
    assert!(!list(&few).contains("<input") && list(&many).contains("<input type=\"search\""));
}
