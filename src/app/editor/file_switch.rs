//! The switch between the files of a chart version, with the means to add, rename and remove them.

use yew::prelude::*;

use super::file_groups::groups;
use crate::app::icon::picture;
use crate::app::popover::Popover;
use crate::app::words::editor as words;
use crate::story::path as paths;
use crate::text::Severity;

/// With more files than that there is a field to filter them.
const MANY: usize = 12;

/// A file in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct FileEntry {
    /// Path inside the chart.
    pub path: AttrValue,
    /// The worst that was found in it.
    pub worst: Option<Severity>,
}

/// What a person does with the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileDeed {
    /// Shows a file.
    Open(AttrValue),
    /// Adds an empty one.
    Add(AttrValue),
    /// Gives the current one another path.
    Rename(AttrValue),
    /// Removes the current one.
    Remove,
}

/// A button with the name of the current file, `current`; it opens the list of files, which `www/file-list.js` filters.
pub fn file_switch(files: Vec<FileEntry>, current: AttrValue, on_deed: Callback<FileDeed>) -> Html {
    let button = html! {
        <>
            { picture("file", "") }<span class="ed-name">{ base_name(&current) }</span>
            <small>{ words::files(files.len()) }</small>{ picture("down", "") }
        </>
    };
    let content = Callback::from(move |close: Callback<()>| {
        let on_deed = on_deed.clone();
        let deed = Callback::from(move |deed| {
            on_deed.emit(deed);
            close.emit(());
        });
        html! {
            <>
                { file_list(&files, &current, &deed) }
                <NameForm files={files.clone()} current={current.clone()} on_deed={deed} />
            </>
        }
    });
    html! { <Popover {button} {content} /> }
}

/// The files under their headings, with a field to filter them if there are many.
pub fn file_list(files: &[FileEntry], current: &AttrValue, on_deed: &Callback<FileDeed>) -> Html {
    html! {
        <file-list role="group" aria-label={words::FILES}>
            if files.len() > MANY {
                <label>{ words::FILTER }<input type="search" spellcheck="false" autocomplete="off" /></label>
            }
            for (heading, files) in groups(files, |file| &file.path) {
                <b aria-hidden="true">{ heading }</b>
                <ul class="pop-list" aria-label={heading.to_owned()}>
                    for file in files {
                        { entry(file, current, on_deed) }
                    }
                </ul>
            }
        </file-list>
    }
}

fn entry(file: &FileEntry, current: &AttrValue, on_deed: &Callback<FileDeed>) -> Html {
    let path = file.path.clone();
    let onclick = on_deed.reform(move |_: MouseEvent| FileDeed::Open(path.clone()));
    let mark = file.worst.map(|worst| {
        let (name, tone, colour) = super::panel::severity_icon(worst);
        html! { <>{ picture(name, colour) }<span class="vh">{ format!(", {tone}") }</span></> }
    });
    html! {
        <li key={file.path.to_string()}>
            <button type="button" aria-current={(file.path == *current).then_some("true")} {onclick}>
                <span>{ &file.path }</span>{ mark }
            </button>
        </li>
    }
}

/// Properties of [`NameForm`].
#[derive(Properties, PartialEq, Clone)]
struct NameFormProps {
    files: Vec<FileEntry>,
    current: AttrValue,
    on_deed: Callback<FileDeed>,
}

/// A path, and what to do with it.
#[component]
fn NameForm(props: &NameFormProps) -> Html {
    let path = use_state_eq(|| props.current.to_string());
    let taken = props.files.iter().any(|file| *file.path == **path);
    let refused = paths::check(&path).err();
    let ready = !taken && refused.is_none();
    let current: AttrValue = (*path).clone().into();
    let oninput = {
        let path = path.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                path.set(input.value());
            }
        }
    };
    let add = {
        let (on_deed, current) = (props.on_deed.clone(), current.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            if ready {
                on_deed.emit(FileDeed::Add(current.clone()));
            }
        }
    };
    let rename = props.on_deed.reform(move |_: MouseEvent| FileDeed::Rename(current.clone()));
    let remove = props.on_deed.reform(|_: MouseEvent| FileDeed::Remove);
    html! {
        <form class="pop-form" onsubmit={add}>
            <label>{ words::PATH }<input type="text" spellcheck="false" autocomplete="off" value={(*path).clone()} {oninput} /></label>
            if let Some(refused) = refused { <p class="pop-note">{ words::refused(refused) }</p> }
            <div class="pop-buttons">
                <button type="submit" class="btn" disabled={!ready}>{ words::ADD_FILE }</button>
                <button type="button" class="btn" disabled={!ready} onclick={rename}>{ words::RENAME_FILE }</button>
                <button type="button" class="btn" onclick={remove}>{ words::remove(base_name(&props.current)) }</button>
            </div>
        </form>
    }
}

/// The last part of a path.
fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
