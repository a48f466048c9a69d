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

/// A place to go to. A wish is fulfilled once, as soon as its file is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goto {
    /// Key of the file.
    file: AttrValue,
    /// Byte of the text.
    at: usize,
    /// Takes cursor and focus along; otherwise the place only comes into view.
    focus: bool,
    /// Tells two wishes for one place apart.
    number: u32,
}

/// Sends an editor to places.
#[derive(Clone)]
pub struct Guide {
    /// For [`YamlEditorProps::goto`].
    pub wish: UseStateHandle<Option<Goto>>,
    made: Rc<RefCell<u32>>,
}

impl Guide {
    /// Brings byte `at` of a file into view.
    pub fn reveal(&self, file: AttrValue, at: usize) {
        self.go(file, at, false);
    }

    /// Puts cursor and focus at byte `at` of a file.
    pub fn focus(&self, file: AttrValue, at: usize) {
        self.go(file, at, true);
    }

    fn go(&self, file: AttrValue, at: usize, focus: bool) {
        let number = self.made.borrow().wrapping_add(1);
        *self.made.borrow_mut() = number;
        self.wish.set(Some(Goto { file, at, focus, number }));
    }
}

/// A guide for one editor.
#[hook]
pub fn use_goto() -> Guide {
    Guide { wish: use_state(|| None), made: use_mut_ref(|| 0) }
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
    /// After the cursor moved, also by typing.
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
            move || {
                editor.take();
            }
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
    let done = use_mut_ref(|| 0_u32);
    use_effect_with((props.goto.clone(), props.file.clone()), {
        let text = props.text.clone();
        move |(goto, file): &(Option<Goto>, AttrValue)| {
            let Some(goto) = goto.as_ref().filter(|goto| goto.file == *file && goto.number != *done.borrow()) else {
                return;
            };
            *done.borrow_mut() = goto.number;
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
        move |file: String, text: String, cursor| {
            let props = latest.borrow().clone();
            let at = Utf16::new(&text).byte(cursor);
            props.on_change.emit((file.into(), text.into()));
            props.on_cursor.emit(Cursor { at, picked: false });
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
