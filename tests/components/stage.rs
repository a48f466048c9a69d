//! Headline, outcome, score, steps and transport.

use helm_hooks::app::dispatch::Dispatch;
use helm_hooks::app::score::Score;
use helm_hooks::app::shared::Shared;
use helm_hooks::app::stage::{
    ScoreView, ScoreViewProps, Stage, StageProps, Steps, StepsProps, outcome, say, subject, transport,
};
use helm_hooks::app::state::{Action, AppState, Fate};

use crate::draw::{at, draw, draw_part, lines, small};

fn score(state: &AppState) -> Shared<Score> {
    Shared::new(Score::of(&state.trace, state.operation().unwrap(), Some(26.0)))
}

fn score_view(state: &AppState) -> String {
    draw::<ScoreView>(ScoreViewProps {
        score: score(state),
        place: state.place,
        selected: None,
        dispatch: Dispatch::default(),
    })
}

/// The first hook of the install is made to fail.
fn failing() -> AppState {
    let state = at(&small(), 0, 3);
    let object = subject(&state).unwrap();
    state.after(Action::SetFate { operation: 0, object, fate: Fate::Fail }).settled()
}

#[test]
fn the_headline_says_what_why_and_what_comes_next() {
    insta::assert_snapshot!(draw_part(say(&Dispatch::default(), &at(&small(), 0, 4))));
}

/// Two hooks of the same weight and kind.
#[test]
fn where_the_documentation_says_otherwise_the_headline_says_so() {
    let hook = |name: &str| {
        format!(
            "'{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, annotations: {{helm.sh/hook: pre-install}}}}}}'"
        )
    };
    let (b, a) = (hook("b"), hook("a"));
    let text = format!("charts: {{a: {{templates: {{a.yaml: {b}, b.yaml: {a}}}}}}}\noperations: [{{install: a}}]");
    let state = AppState::new(Shared::new(helm_hooks::story::read(&text).unwrap())).settled();
    let said = |done| draw_part(say(&Dispatch::default(), &at(&state, 0, done)));
    let second = (1..20).find(|done| said(*done).contains("records b as Running")).unwrap();
    let html = said(second);
    for words in ["The documentation says:", "in the order of normal resources", "Helm does:", "documentation.html#D-2"]
    {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!said(1).contains("The documentation says"));
}

#[test]
fn the_outcome_is_a_group_of_radios_for_the_hook_of_the_step() {
    insta::assert_snapshot!(draw_part(outcome(&Dispatch::default(), &at(&small(), 0, 4))));
}

#[test]
fn the_score_has_a_row_per_record_and_object_and_a_tick_per_step() {
    insta::assert_snapshot!(score_view(&at(&small(), 0, 4)));
}

#[test]
fn the_steps_hold_what_belongs_to_the_current_one() {
    let state = at(&small(), 0, 4);
    let children = yew::html! { <p>{ "here" }</p> };
    insta::assert_snapshot!(draw::<Steps>(StepsProps {
        score: score(&state),
        place: state.place,
        children,
        dispatch: Dispatch::default()
    }));
}

#[test]
fn the_transport_says_where_it_is() {
    let state = at(&small(), 0, 4).after(Action::PlayPause).after(Action::Faster);
    let steps = state.steps().len();
    insta::assert_snapshot!(draw_part(transport(&Dispatch::default(), &state, steps, "Create Job migrate")));
}

#[test]
fn nothing_is_said_by_a_style_attribute() {
    for state in [small(), at(&small(), 0, 4), failing().after(Action::Last)] {
        let html = draw::<Stage>(StageProps { state, dispatch: Dispatch::default() });
        assert!(!html.contains(" style="), "the page's policy forbids style attributes");
    }
}

#[test]
fn a_failure_is_marked_and_the_rest_is_not_reached() {
    let state = failing().after(Action::Last);
    let html = score_view(&state);
    assert_eq!(lines(&html, &["phase-name"]).len(), 4, "{html}");
    assert!(lines(&html, &["m-fail"]).iter().any(|line| line.contains("data-t=\"past\"")), "{html}");
    assert!(html.contains("tick off") && html.contains("m-x"), "{html}");
    assert_eq!(state.place.operation, 0);
}

#[test]
fn exactly_one_tick_and_one_line_are_current() {
    let state = at(&small(), 0, 3);
    for html in [
        score_view(&state),
        draw::<Steps>(StepsProps {
            score: score(&state),
            place: state.place,
            children: yew::Html::default(),
            dispatch: Dispatch::default(),
        }),
    ] {
        assert_eq!(html.matches("aria-current=\"step\"").count(), 1, "{html}");
    }
}
