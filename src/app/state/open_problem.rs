//! Which problem's panel is open.

use crate::text::{Severity, Word, order_of};

use super::{AppState, FileRef, Problem, Tab};

/// Names a problem so that it is known again after the story was played anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenProblem {
    file: FileRef,
    id: Word,
    /// Its number among those of the same file and id.
    nth: usize,
    /// Opened by a person, so that the focus goes there.
    pub focus: bool,
}

impl AppState {
    /// Index of the problem whose panel is open.
    #[must_use]
    pub fn open_problem(&self) -> Option<usize> {
        let open = self.problem.as_ref()?;
        let same = |problem: &Problem| problem.file == open.file && problem.found.id == open.id;
        let all = self.problems.iter().enumerate();
        all.filter(|(_, problem)| same(problem)).map(|(index, _)| index).nth(open.nth)
    }

    /// The panel of a problem is open, and with it its file. Nothing happens if there is no such problem.
    pub(super) fn showing_problem(&self, index: usize, focus: bool) -> Self {
        let Some(problem) = self.problems.get(index) else { return self.clone() };
        let same = |other: &&Problem| other.file == problem.file && other.found.id == problem.found.id;
        let nth = self.problems.iter().take(index).filter(same).count();
        let file = problem.file.clone();
        let open = if file.path.is_empty() { self.open.clone() } else { file.clone() };
        let problem = OpenProblem { file, id: problem.found.id.clone(), nth, focus };
        self.clone().with(|next| (next.problem, next.open) = (Some(problem), open)).showing(Tab::Chart)
    }

    /// After a story was loaded: what keeps it from starting is shown at once, without taking the focus.
    pub(super) fn showing_first_error(self) -> Self {
        let shown = self.with(|next| next.problem = None);
        match shown.problems.first() {
            Some(first) if first.found.severity == Severity::Error => {
                let tab = shown.tab;
                AppState { tab, ..shown.showing_problem(0, false) }
            }
            _ => shown,
        }
    }

    /// The next problem in reading order: after the one that is open, else from byte `at` of the open file on.
    pub(super) fn next_problem(&self, at: usize, back: bool) -> Self {
        let places: Vec<(&FileRef, usize, usize)> =
            self.problems.iter().enumerate().map(|(index, problem)| (&problem.file, start(problem), index)).collect();
        let order: Vec<_> = order_of(&places).into_iter().filter_map(|index| places.get(index).copied()).collect();
        let here = self.open_problem().and_then(|open| order.iter().find(|(.., index)| *index == open)).copied();
        // Without an open panel the problem at the cursor itself counts as the next one.
        let here = here.unwrap_or((&self.open, at, if back { 0 } else { usize::MAX }));
        let after = |place: &&(&FileRef, usize, usize)| match self.open_problem() {
            Some(_) => **place > here,
            None => (place.0, place.1) >= (here.0, here.1),
        };
        let next = if back {
            order.iter().rfind(|place| **place < here).or(order.last())
        } else {
            order.iter().find(after).or(order.first())
        };
        next.map_or_else(|| self.clone(), |&(.., index)| self.showing_problem(index, true))
    }

    /// The problem that stays open after the story was played anew, if it is still there.
    pub(super) fn keeping_problem(self) -> Self {
        if self.open_problem().is_some() { self } else { self.with(|next| next.problem = None) }
    }
}

/// Where a problem points in its file.
fn start(problem: &Problem) -> usize {
    problem.found.labels.first().map_or(0, |label| label.span.start)
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::*;
    use crate::app::shared::Shared;
    use crate::text::{Diagnostic, Label, Span};

    fn problem(severity: Severity, path: &str, start: usize) -> Problem {
        let label = Label { file: path.into(), span: Span::at(start), text: String::new() };
        let found = Diagnostic {
            id: "test/here".into(),
            severity,
            title: format!("{path} {start}"),
            cause: String::new(),
            helm_says: None,
            rule: None,
            labels: vec![label],
            fixes: Vec::new(),
        };
        Problem { operation: None, file: FileRef::new("a", path), line: 1, found }
    }

    fn state() -> AppState {
        let problems = vec![
            problem(Severity::Error, "templates/b.yaml", 10),
            problem(Severity::Warning, "templates/a.yaml", 20),
            problem(Severity::Warning, "templates/b.yaml", 5),
        ];
        let open = FileRef::new("a", "templates/b.yaml");
        AppState { problems: Shared::new(problems), open, ..AppState::new(Shared::default()) }
    }

    fn titles(state: AppState, actions: &[Action]) -> Vec<String> {
        let mut seen = Vec::new();
        let mut state = state;
        for action in actions {
            state = state.after(action.clone());
            seen.push(state.open_problem().map_or("-".into(), |index| state.problems[index].found.title.clone()));
        }
        seen
    }

    #[test]
    fn the_next_problem_is_the_next_one_to_read_over_all_files() {
        let next = Action::NextProblem { at: 7, back: false };
        let seen = titles(state(), &[next.clone(), next.clone(), next.clone(), next]);
        assert_eq!(seen, ["templates/b.yaml 10", "templates/a.yaml 20", "templates/b.yaml 5", "templates/b.yaml 10"]);
        let back = Action::NextProblem { at: 7, back: true };
        assert_eq!(titles(state(), &[back.clone(), back]), ["templates/b.yaml 5", "templates/a.yaml 20"]);
    }

    #[test]
    fn the_problem_at_the_cursor_is_the_next_one() {
        assert_eq!(titles(state(), &[Action::NextProblem { at: 5, back: false }]), ["templates/b.yaml 5"]);
    }

    #[test]
    fn a_problem_opens_its_file_and_closes_again() {
        let shown = state().after(Action::ShowProblem(1));
        assert_eq!((shown.open.path.as_str(), shown.tab), ("templates/a.yaml", Tab::Chart));
        assert!(shown.problem.as_ref().is_some_and(|open| open.focus));
        assert_eq!(shown.after(Action::CloseProblem).open_problem(), None);
        let state = state();
        assert_eq!(state.after(Action::ShowProblem(9)), state);
    }

    #[test]
    fn what_keeps_a_story_from_starting_shows_itself() {
        let shown = state().showing_first_error();
        assert_eq!(shown.open_problem(), Some(0));
        assert!(shown.problem.as_ref().is_some_and(|open| !open.focus));
        let warned = AppState { problems: Shared::new(vec![problem(Severity::Warning, "x", 0)]), ..state() };
        assert_eq!(warned.showing_first_error().open_problem(), None);
    }

    #[test]
    fn a_problem_that_is_gone_closes_its_panel() {
        let shown = state().after(Action::ShowProblem(2));
        let fewer = AppState { problems: Shared::new(shown.problems[..2].to_vec()), ..shown };
        assert_eq!(fewer.keeping_problem().problem, None);
    }
}
