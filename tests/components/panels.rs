//! Cluster, records, terminal, what stays, what follows, what works next.

use helm_hooks::app::dispatch::Dispatch;
use helm_hooks::app::stage;
use helm_hooks::app::stage::subject;
use helm_hooks::app::state::{Action, AppState, Fate};

use crate::draw::{at, draw_part, lines, small};

fn panels(state: AppState) -> String {
    draw_part(stage::panels::panels(&Dispatch::default(), &state))
}

fn headings(html: &str) -> Vec<String> {
    let text = |line: &str| line.split(['<', '>']).nth(2).unwrap_or_default().trim().to_owned();
    lines(html, &["<h3>"]).iter().map(|line| text(line)).collect()
}

#[test]
fn in_the_middle_of_a_run_there_are_cluster_record_and_terminal() {
    insta::assert_snapshot!(panels(at(&small(), 1, 6)));
}

#[test]
fn after_an_uninstall_comes_what_is_left_behind() {
    let html = panels(at(&small(), 2, usize::MAX));
    assert_eq!(headings(&html), ["Left behind", "Release record", "Terminal"], "{html}");
    assert!(html.contains("kubectl delete job/migrate -n demo"), "{html}");
    assert!(html.contains("release \"demo\" uninstalled"), "{html}");
}

#[test]
fn after_a_failure_comes_what_follows_and_what_works_next() {
    let state = at(&small(), 1, 4);
    let object = subject(&state).unwrap();
    let state = state.after(Action::SetFate { operation: 1, object, fate: Fate::Fail }).settled().after(Action::Last);
    let html = panels(state);
    let expected = [
        "What follows from this",
        "What works next",
        "Terminal",
        "In the cluster now",
        "Release record",
        "Left behind",
    ];
    assert_eq!(headings(&html), expected, "{html}");
    assert!(html.contains("Revision 2 is failed, revision 1 still deployed."), "{html}");
}
