//! Changes of the story: what becomes of it, where the page will stand, and what can be taken back.

use crate::app::shared::Shared;
use crate::story::{Story, path};

use super::{Action, AppState, FileRef, MOST_UNDO, Past, Place, Then};

impl AppState {
    /// The state after an action that changes the story.
    pub(super) fn changed(&self, action: Action) -> Self {
        let typing = match &action {
            Action::EditFile(file, _) => Some(file.clone()),
            _ => None,
        };
        let mut story = (*self.story).clone();
        let mut open = self.open.clone();
        let Some(then) = apply(&mut story, &mut open, self.current(), action) else { return self.clone() };
        if story == *self.story {
            return self.clone().with(|next| next.open = open);
        }
        let before = if typing.is_some() && typing == self.typing { self.clone() } else { self.remembering() };
        before.asking(then).with(|next| {
            next.story = Shared::new(story);
            (next.typing, next.open) = (typing, open);
        })
    }

    /// Another story, before the first step of its first operation.
    pub(super) fn loaded(&self, story: Shared<Story>) -> Self {
        let open = first_file(&story, 0);
        self.asking(Then::Begin).with(|next| {
            (next.start, next.story) = (story.clone(), story);
            next.sound = Shared::default();
            next.open = open;
            (next.problem, next.typing, next.playing) = (None, None, false);
        })
    }

    /// A story in the middle of the work on it.
    #[must_use]
    pub fn resumed(story: Shared<Story>, start: Shared<Story>, place: Place, open: FileRef) -> Self {
        let fresh = AppState::new(story);
        let open = if open.text(&fresh.story).is_some() { open } else { fresh.open.clone() };
        fresh.asking(Then::At(place)).with(|next| (next.start, next.open) = (start, open))
    }

    /// The same state, which can be returned to.
    pub(super) fn remembering(&self) -> Self {
        let now =
            Past { story: self.story.clone(), start: self.start.clone(), place: self.place, open: self.open.clone() };
        let surplus = self.past.len().saturating_add(1).saturating_sub(MOST_UNDO);
        let past = self.past.iter().skip(surplus).cloned().chain([now]).collect();
        self.clone().with(|next| next.past = Shared::new(past))
    }

    pub(super) fn undone(&self) -> Self {
        let Some((last, rest)) = self.past.split_last() else { return self.clone() };
        let Past { story, start, place, open } = last.clone();
        self.asking(Then::At(place)).with(|next| {
            next.past = Shared::new(rest.to_vec());
            (next.story, next.start, next.open) = (story, start, open);
            (next.typing, next.playing) = (None, false);
        })
    }
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
            path::remove(story.charts.get_mut(&file.chart)?, &file.path).ok()?;
            if *open == file {
                *open = first_file(story, current);
            }
        }
        Action::RenameFile(file, path) => {
            path::rename(story.charts.get_mut(&file.chart)?, &file.path, &path).ok()?;
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
            story.operations.retain(|one| one.command.chart() != Some(&name));
            *open = first_file(story, 0);
        }
        Action::AddOperation(operation) => {
            story.operations.push(*operation);
            return Some(Then::Before(story.operations.len().saturating_sub(1)));
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
                index if index == current => Then::Before(current.min(story.operations.len().saturating_sub(1))),
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
        Action::Become(other, place) => {
            *story = (*other).clone();
            return Some(Then::At(place));
        }
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

/// The file to begin with: the first template with a hook of an operation's chart, else its first.
fn first_file(story: &Story, operation: usize) -> FileRef {
    let named = story.operations.get(operation).and_then(|one| one.command.chart());
    let Some(name) = named.filter(|name| story.charts.contains_key(*name)).or_else(|| story.charts.keys().next())
    else {
        return FileRef::default();
    };
    let chart = story.charts.get(name);
    let paths = chart.map(path::paths).unwrap_or_default();
    // Word by word: a search for a text in a text is large, and this is its only use.
    let mut words = |text: &str| text.split([' ', '{', ',', '"', '\'']).any(|word| word.starts_with("helm.sh/hook"));
    let hook = |path: &&String| chart.and_then(|chart| chart.text(path)).is_some_and(&mut words);
    FileRef::new(name, paths.iter().find(hook).or(paths.first()).map_or(path::VALUES, String::as_str))
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
