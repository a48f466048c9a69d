//! One text in the editor.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::bindings::Editor;
use super::border::{Marks, Utf16};

/// Where the cursor went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Byte of the text.
    pub at: usize,
    /// By pointer or Ctrl+Enter, which asks for the step of the place, and not in passing.
    pub picked: bool,
}

/// A place to go to. Each is gone to once: a later wish for the same place needs another number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Goto {
    /// Byte of the text.
    pub at: usize,
    /// Takes cursor and focus along; otherwise the place only comes into view.
    pub focus: bool,
    /// Tells two wishes apart.
    pub wish: u32,
}

/// Properties of [`YamlEditor`].
#[derive(Properties, PartialEq, Clone)]
pub struct YamlEditorProps {
    /// Tells files apart: each key has a cursor and an undo history of its own.
    pub file: AttrValue,
    /// Accessible name, e.g. `templates/job.yaml of chart r2`.
    pub label: AttrValue,
    /// The text.
    pub text: AttrValue,
    /// What is drawn into it.
    #[prop_or_default]
    pub marks: Rc<Marks>,
    /// Where to go.
    #[prop_or_default]
    pub goto: Option<Goto>,
    /// After a change made here: the file and its new text.
    pub on_change: Callback<(AttrValue, AttrValue)>,
    /// After the cursor moved without a change.
    #[prop_or_default]
    pub on_cursor: Callback<Cursor>,
    /// After a click on a mark in the margin: its [`super::Mark::index`].
    #[prop_or_default]
    pub on_problem: Callback<usize>,
    /// The panel about a problem; it opens under the line [`Marks::panel`].
    #[prop_or_default]
    pub children: Children,
}

/// A text in CodeMirror: YAML, line numbers, undo, search, marks.
///
/// Properties may lag behind what is typed: the editor ignores the echo of its own changes, so neither
/// cursor nor text is lost. Tab moves the focus, Ctrl+] indents.
#[component]
pub fn YamlEditor(props: &YamlEditorProps) -> Html {
    let host = use_node_ref();
    let editor = use_mut_ref(|| None::<Editor>);
    let latest = use_mut_ref(|| props.clone());
    *latest.borrow_mut() = props.clone();

    use_effect_with((), {
        let (host, editor) = (host.clone(), editor.clone());
        move |()| {
            *editor.borrow_mut() = start(&host, &latest);
            move || drop(editor.take())
        }
    });
    use_effect_with((props.file.clone(), props.label.clone(), props.text.clone(), props.marks.clone()), {
        let editor = editor.clone();
        move |(file, label, text, marks)| {
            if let Some(editor) = editor.borrow().as_ref() {
                editor.show(file, label, text);
                editor.mark(&marks.to_json(text));
            }
        }
    });
    use_effect_with(props.goto, {
        let text = props.text.clone();
        move |goto| {
            let Some(goto) = goto else { return };
            let at = Utf16::new(&text).offset(goto.at);
            match editor.borrow().as_ref() {
                Some(editor) if goto.focus => editor.focus_at(at),
                Some(editor) => editor.reveal(at),
                None => {}
            }
        }
    });

    html! { <div class="ed-text" ref={host}>{ for props.children.iter() }</div> }
}

/// Starts the editor; what it reports goes to the newest callbacks.
fn start(host: &NodeRef, latest: &Rc<RefCell<YamlEditorProps>>) -> Option<Editor> {
    let on_text = {
        let latest = latest.clone();
        move |file: String, text: String| {
            let on_change = latest.borrow().on_change.clone();
            on_change.emit((file.into(), text.into()));
        }
    };
    let on_cursor = {
        let latest = latest.clone();
        move |offset, picked| {
            let props = latest.borrow().clone();
            props.on_cursor.emit(Cursor { at: Utf16::new(&props.text).byte(offset), picked });
        }
    };
    let on_problem = {
        let latest = latest.clone();
        move |index| {
            let on_problem = latest.borrow().on_problem.clone();
            on_problem.emit(index);
        }
    };
    Editor::start(host.cast::<web_sys::Element>(), on_text, on_cursor, on_problem)
}
