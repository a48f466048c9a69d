//! What the chart renders to: head, reasons, switch.

use helm_hooks::app::extras::Told;
use helm_hooks::app::rendered::{Draw, Seen, SheetView, SheetViewProps};
use helm_hooks::app::shared::Shared;
use helm_hooks::service::{Sight, sheet};
use helm_hooks::story::{self, FileRef};

use crate::draw::draw;

const STORY: &str = r#"
charts:
  a:
    templates:
      _helpers.tpl: '{{ define "x" }}{{ end }}'
      app.yaml: |
        {apiVersion: v1, kind: ConfigMap, metadata: {name: app}}
      none.yaml: '{{ if false }}x{{ end }}'
      bad.yaml: '{{ if .Values.bad }}{{ fail "no" }}{{ end }}'
operations:
  - install: a
  - upgrade: a
    flags: [--set=bad=true]
"#;

fn view(operation: usize, path: &str, sight: Sight) -> String {
    let story = story::read(STORY).unwrap();
    let open = FileRef::new("a", path);
    let sheet = sheet(&story, operation, &open, sight, &mut helm_hooks::Memory::keeping());
    let told = Shared::new(Told { story: story.into(), operation, open });
    draw::<SheetView>(SheetViewProps {
        seen: Seen { told, sight, sheet: Shared::new(sheet) },
        sight,
        busy: false,
        draw: Draw,
        on_sight: Default::default(),
    })
}

#[test]
fn a_sheet_says_what_it_shows_and_who_made_it() {
    insta::assert_snapshot!(view(0, "templates/app.yaml", Sight::File));
}

#[test]
fn it_is_said_why_there_is_no_more() {
    for (operation, path, words) in [
        (0, "templates/none.yaml", "nothing but blanks"),
        (0, "templates/_helpers.tpl", "Helpers render to nothing of their own"),
        (0, "values.yaml", "no template"),
        (1, "templates/bad.yaml", "(app/templates/bad.yaml:1:23): no"),
    ] {
        let html = view(operation, path, Sight::File);
        assert!(html.contains(words), "{path}: {html}");
    }
}

#[test]
fn values_are_told_as_what_they_are() {
    let html = view(1, "templates/app.yaml", Sight::Values);
    assert!(html.contains("what templates see") && html.contains("by upgrade, operation 2"), "{html}");
}
