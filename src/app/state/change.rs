//! Changes of the story: what becomes of it, of the place in its trace, and of what can be taken back.

use crate::app::files;
use crate::app::shared::Shared;
use crate::story::{Command, Story};
use crate::trace::Trace;

use super::replay::replay;
use super::{Action, AppState, FileRef, MOST_UNDO, Past, Place, place, problems};

impl AppState {
    /// The state after an action that changes the story.
    pub(super) fn changed(&self, action: Action) -> Self {
        let typing = match &action {
            Action::EditFile(file, _) => Some(file.clone()),
            _ => None,
        };
        let mut story = (*self.story).clone();
        let mut open = self.open.clone();
        let Some(then) = apply(&mut story, &mut open, self.place.operation, action) else { return self.clone() };
        if story == *self.story {
            return AppState { open, ..self.clone() };
        }
        let before = if typing.is_some() && typing == self.typing { self.clone() } else { self.remembering() };
        AppState { typing, open, ..before.with_story(Shared::new(story), then) }
    }

    /// Plays another version of the story.
    fn with_story(&self, story: Shared<Story>, then: Then) -> Self {
        let next = self.replayed(story);
        let last = next.story.operations.len().saturating_sub(1);
        let place = match then {
            Then::Stay(operation) => place::keep(&self.trace, self.place, &next.trace, operation),
            Then::Before(operation) => Place::before(operation.min(last)),
        };
        AppState { place, ..next }
    }

    /// Another story, before the first step of its first operation.
    pub(super) fn loaded(&self, story: Shared<Story>) -> Self {
        let sound = Shared::default();
        let next = AppState { sound, start: story.clone(), ..self.clone() }.replayed(story);
        let first = next.trace.operations.first().map_or(0, |one| one.index);
        let open = first_file(&next.story, first);
        AppState { place: Place::before(first), selected: None, playing: false, typing: None, open, ..next }
            .showing_first_error()
    }

    /// A story in the middle of the work on it.
    #[must_use]
    pub fn resumed(story: Shared<Story>, start: Shared<Story>, place: Place, open: FileRef) -> Self {
        let fresh = AppState::new(story);
        let open = if open.text(&fresh.story).is_some() { open } else { fresh.open.clone() };
        AppState { start, place: place.within(&fresh.trace), open, ..fresh }
    }

    fn replayed(&self, story: Shared<Story>) -> Self {
        let result = replay(&story, &self.sound);
        let answer = Shared::new(result.answer);
        let problems = Shared::new(problems::problems(&story, &answer));
        let stale = result.instead.is_some();
        let trace: Shared<Trace> = result.instead.map_or_else(|| answer.clone(), Shared::new);
        let whole = super::replay::is_whole(&answer);
        let sound = if whole { Shared::new(story.charts.clone()) } else { self.sound.clone() };
        AppState { story, answer, trace, stale, problems, sound, ..self.clone() }.keeping_problem()
    }

    /// The same state, which can be returned to.
    pub(super) fn remembering(&self) -> Self {
        let now =
            Past { story: self.story.clone(), start: self.start.clone(), place: self.place, open: self.open.clone() };
        let surplus = self.past.len().saturating_add(1).saturating_sub(MOST_UNDO);
        let past = self.past.iter().skip(surplus).cloned().chain([now]).collect();
        AppState { past: Shared::new(past), ..self.clone() }
    }

    pub(super) fn undone(&self) -> Self {
        let Some((last, rest)) = self.past.split_last() else { return self.clone() };
        let Past { story, start, place, open } = last.clone();
        let past = Shared::new(rest.to_vec());
        let next = AppState { past, start, open, typing: None, playing: false, ..self.clone() }.replayed(story);
        AppState { place: place.within(&next.trace), selected: None, ..next }
    }
}

/// Where the page stands after a change.
enum Then {
    /// At the same step of what is the current operation's index now.
    Stay(usize),
    /// Before an operation's first step; before the last operation's, should there be fewer.
    Before(usize),
}

/// Changes the story; `None` if there is nothing to change.
fn apply(story: &mut Story, open: &mut FileRef, current: usize, action: Action) -> Option<Then> {
    match action {
        Action::EditFile(file, text) => file.set_text(story, text)?,
        Action::AddFiles(chart, files) => {
            let mut first = None;
            for (path, text) in files {
                let file = FileRef::new(&chart, &path);
                if file.set_text(story, text).is_some() {
                    first.get_or_insert(file);
                }
            }
            *open = first?;
        }
        Action::RemoveFile(file) => {
            files::remove(story.charts.get_mut(&file.chart)?, &file.path).ok()?;
            if *open == file {
                *open = first_file(story, current);
            }
        }
        Action::RenameFile(file, path) => {
            files::rename(story.charts.get_mut(&file.chart)?, &file.path, &path).ok()?;
            *open = FileRef { path, ..file };
        }
        Action::ApplyFix { chart, fix } => {
            let file = FileRef::new(&chart, &fix.file);
            let text = fix.apply(file.text(story)?)?;
            file.set_text(story, text)?;
            *open = file;
        }
        Action::EditValues(operation, text) => story.operations.get_mut(operation)?.values = text,
        Action::AddChart { like } => {
            let chart = story.charts.get(&like)?.clone();
            let name = free_name(story, &like);
            story.charts.insert(name.clone(), chart);
            open.chart = name;
        }
        Action::RemoveChart(name) => {
            story.charts.remove(&name)?;
            story.operations.retain(|one| chart_of(&one.command) != Some(&name));
            *open = first_file(story, 0);
        }
        Action::AddOperation(operation) => {
            story.operations.push(*operation);
            return Some(Then::Before(usize::MAX));
        }
        Action::InsertOperation(at, operation) => {
            let at = at.min(story.operations.len());
            story.operations.insert(at, *operation);
            return Some(Then::Before(at));
        }
        Action::RemoveOperation(index) => {
            story.operations.get(index)?;
            story.operations.remove(index);
            return Some(match index {
                index if index == current => Then::Before(current),
                index if index < current => Then::Stay(current.saturating_sub(1)),
                _ => Then::Stay(current),
            });
        }
        Action::MoveOperation { from, to } => {
            let to = to.min(story.operations.len().saturating_sub(1));
            story.operations.get(from)?;
            let moved = story.operations.remove(from);
            story.operations.insert(to, moved);
            return Some(Then::Stay(moved_to(current, from, to)));
        }
        Action::SetOperation(index, operation) => *story.operations.get_mut(index)? = *operation,
        Action::SetCommand(index, command) => story.operations.get_mut(index)?.command = command,
        Action::SetFlags { operation, flags, helm3, helm4 } => {
            let operation = story.operations.get_mut(operation)?;
            operation.flags = flags;
            operation.helm3_flags = helm3;
            operation.helm4_flags = helm4;
        }
        Action::SetHelm(version) => story.helm = Some(version),
        Action::SetRelease { name, namespace } => story.release = crate::story::ReleaseName { name, namespace },
        Action::SetFate { operation, object, fate } => {
            let everywhere = &story.world;
            fate.set(everywhere, story.operations.get_mut(operation)?, &object);
        }
        _ => return None,
    }
    Some(Then::Stay(current))
}

/// Where an index is after an element moved.
fn moved_to(index: usize, from: usize, to: usize) -> usize {
    match index {
        index if index == from => to,
        index if from < index && index <= to => index.saturating_sub(1),
        index if to <= index && index < from => index.saturating_add(1),
        index => index,
    }
}

/// Short name of the chart of an install or upgrade.
pub(super) fn chart_of(command: &Command) -> Option<&String> {
    match command {
        Command::Install(chart) | Command::Upgrade(chart) => Some(chart),
        _ => None,
    }
}

/// The file to begin with: the first template with a hook of an operation's chart, else its first.
fn first_file(story: &Story, operation: usize) -> FileRef {
    let named = story.operations.get(operation).and_then(|one| chart_of(&one.command));
    let Some(name) = named.filter(|name| story.charts.contains_key(*name)).or_else(|| story.charts.keys().next())
    else {
        return FileRef::default();
    };
    let chart = story.charts.get(name);
    let paths = chart.map(files::paths).unwrap_or_default();
    let hook = |path: &&String| {
        chart.and_then(|chart| files::text(chart, path)).is_some_and(|text| text.contains("helm.sh/hook"))
    };
    FileRef::new(name, paths.iter().find(hook).or(paths.first()).map_or(files::VALUES, String::as_str))
}

/// A name for a copy of chart `like` that goes on as the names do: `r4` after `r3`, `b` after `a`, else `x-2`.
fn free_name(story: &Story, like: &str) -> String {
    let stem = like.trim_end_matches(|c: char| c.is_ascii_digit());
    let letter = like.len() == 1 && like.chars().all(|c| c.is_ascii_lowercase());
    let letters = ('a'..='z').map(String::from).filter(|_| letter);
    let stem = if stem == like { format!("{like}-") } else { stem.to_owned() };
    let numbers = (2_u32..).map(|number| format!("{stem}{number}"));
    letters.chain(numbers).find(|name| !story.charts.contains_key(name)).unwrap_or_default()
}
