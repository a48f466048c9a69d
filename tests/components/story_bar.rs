//! The pills of the story and the dialog of an operation.

use helm_hooks::app::dispatch::Dispatch;
use helm_hooks::app::state::Action;
use helm_hooks::app::story_bar::{FlagsDialog, FlagsDialogProps, StoryBar, StoryBarProps};
use helm_hooks::story::HelmVersion;
use yew::Callback;

use crate::draw::{at, draw, lines, small};

fn words(html: &str) -> Vec<String> {
    let text = |line: String| line.split(['<', '>']).nth(2).unwrap_or_default().to_owned();
    lines(html, &["op-v", "op-r", "op-s"]).into_iter().map(text).collect()
}

#[test]
fn pills_say_what_came_of_each_operation_at_this_place() {
    let state = at(&small(), 1, 3);
    let html = draw::<StoryBar>(StoryBarProps { state: state.clone(), dispatch: Dispatch::default() });
    let now = ["install", "r1", "deployed", "upgrade", "r2", "pending-upgrade", "uninstall", "planned"];
    assert_eq!(words(&html), now, "{html}");
    let html = draw::<StoryBar>(StoryBarProps { state: state.after(Action::Last), dispatch: Dispatch::default() });
    let end = ["install", "r1", "superseded", "upgrade", "r2", "deployed", "uninstall", "planned"];
    assert_eq!(words(&html), end, "{html}");
    assert!(html.contains("helm upgrade demo ./a"), "{html}");
}

#[test]
fn the_dialog_shows_the_flags_of_the_version() {
    let state = at(&small(), 1, 0);
    let names = [HelmVersion::new(3, 22, 0), HelmVersion::new(4, 3, 1)].map(|version| {
        let operation = state.command().unwrap().clone();
        let on_close = Callback::noop();
        let props = FlagsDialogProps {
            story: state.story.clone(),
            index: 1,
            operation,
            version,
            on_close,
            dispatch: Dispatch::default(),
        };
        let html = draw::<FlagsDialog>(props);
        lines(&html, &["<code>--"])
            .iter()
            .map(|line| line.split(['<', '>']).nth(2).unwrap().to_owned())
            .collect::<Vec<_>>()
    });
    let [three, four] = names;
    assert!(three.contains(&"--atomic".to_owned()) && !three.contains(&"--server-side".to_owned()), "{three:?}");
    assert!(four.contains(&"--rollback-on-failure".to_owned()) && !four.contains(&"--atomic".to_owned()), "{four:?}");
}
