// The editor: CodeMirror 6 with what a manifest needs. Only plain values cross the border to Rust, and
// every position is a UTF-16 offset, which `src/app/editor/border.rs` converts.
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching } from "@codemirror/language";
import { search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { difference } from "./editor/difference.js";
import { marks, setMarks } from "./editor/marks.js";
import { addSource, moved, removeSource, wishedLine } from "./editor/places.js";
import { hangingIndent, templateExpressions } from "./editor/text.js";
import { theme } from "./editor/theme.js";

// The page's other pieces of JavaScript; one bundle for all.
import "./file-list.js";
export * from "./compare.js";
export { onOpenFile } from "./editor/places.js";
export { describeWith, tellChange } from "./extras.js";
export * from "./files.js";
export * from "./first-view.js";
export * from "./rendered.js";

/** Marks a change that comes from the page and must not be told back to it. */
const fromPage = Annotation.define();

/** What is read out after the name. */
const KEYS =
  "Tab moves on, Control with right bracket indents. F8 goes to the next problem, Control with period opens its fixes. " +
  "Control with Enter shows the step of this document.";
/** So many files keep their undo history while another one is shown. */
const FILES_KEPT = 200;
/** So many texts may be on their way to the page and back. */
const ECHOES_KEPT = 50;

// Offsets must count every character of the text, so CR stays a character of its line and is not shown.
const verbatim = [
  EditorState.lineSeparator.of("\n"),
  EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
  highlightSpecialChars({
    specialChars: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202d\u202e\u2066\u2067\u2069\ufeff\ufff9-\ufffc]/gu,
    addSpecialChars: /[\u00a0\t]/gu, // Both break YAML unseen.
  }),
];

export class ManifestEditor {
  /**
   * `onText(file, text, cursor)` after every change made here, `onCursor(offset, picked)` when the cursor moves by
   * itself (`picked`: by pointer or Mod-Enter), `onProblem(index)` for a mark in the margin.
   */
  constructor(host, onText, onCursor, onProblem) {
    // In a shadow root CodeMirror adopts its style sheets; elsewhere it writes a <style> element, which the
    // page's policy forbids. Custom properties of the page reach inside.
    const root = host.attachShadow({ mode: "open" });
    this.file = "";
    this.states = new Map();
    this.echoes = [];
    this.label = "";
    this.panel = false;
    const pick = (view) => {
      onCursor(view.state.selection.main.head, true);
      return true;
    };
    const told = EditorView.updateListener.of((update) => {
      if (update.selectionSet) moved(this.file, update.state.doc.lineAt(update.state.selection.main.head).number);
      const own = !update.transactions.some((transaction) => transaction.annotation(fromPage));
      if (update.docChanged && own) {
        const text = update.state.sliceDoc();
        this.echoes.push(text);
        if (this.echoes.length > ECHOES_KEPT) this.echoes.shift();
        onText(this.file, text, update.state.selection.main.head);
        return;
      }
      if (!update.selectionSet || !own) return;
      const picked = update.transactions.some((transaction) => transaction.isUserEvent("select.pointer"));
      onCursor(update.state.selection.main.head, picked);
    });
    this.extensions = [
      verbatim,
      marks(onProblem),
      lineNumbers(),
      history(),
      bracketMatching(),
      search({ top: true }),
      yaml(),
      templateExpressions,
      hangingIndent,
      theme,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(() => ({ "aria-label": this.label, "aria-description": KEYS, tabindex: "0" })),
      told,
      // Tab is left alone: it moves the focus. Mod-] and Mod-[ indent.
      keymap.of([{ key: "Mod-Enter", run: pick }, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
    ];
    this.view = new EditorView({ parent: root, root, state: this.fresh("") });
    addSource(this);
  }

  fresh(doc) {
    return EditorState.create({ doc, extensions: this.extensions });
  }

  /** Shows `text` as the content of `file`; each file keeps its cursor and its undo history. */
  show(file, label, text) {
    this.label = label;
    if (file !== this.file) {
      this.states.delete(this.file);
      this.states.set(this.file, this.view.state);
      if (this.states.size > FILES_KEPT) this.states.delete(this.states.keys().next().value);
      this.file = file;
      this.echoes = [];
      this.view.setState(this.states.get(file) ?? this.fresh(text));
    }
    // What was typed here comes back late: by then more may have been typed.
    const echo = this.echoes.indexOf(text);
    this.echoes.splice(0, echo + 1);
    const shown = this.view.state.sliceDoc();
    if (echo < 0 && shown !== text) {
      this.view.dispatch({
        changes: difference(shown, text),
        annotations: [fromPage.of(true), isolateHistory.of("full")],
      });
    }
    this.fulfil();
  }

  /** Goes to the line that somebody wished to see, if it is one of this file. */
  fulfil() {
    const line = wishedLine(this.file);
    if (line !== undefined) this.focusAt(this.view.state.doc.line(Math.min(line, this.view.state.doc.lines)).from);
  }

  /** Draws `json`: `{ problems: [{ from, to, severity, title, index }], notes: [{ at, text }], highlight: { from, to } | null, panel: offset | null }`. */
  mark(json) {
    const marks = JSON.parse(json);
    this.panel = marks.panel !== null;
    this.view.dispatch({ effects: setMarks.of(marks) });
  }

  /** Brings an offset into view, a third of the way down, unless it is there already. */
  reveal(offset) {
    const at = Math.min(offset, this.view.state.doc.length);
    const { top, bottom } = this.view.lineBlockAt(at);
    const { scrollTop, clientHeight } = this.view.scrollDOM;
    // A panel opens below: then the line goes to the top, so that there is room.
    if (!this.panel && top >= scrollTop && bottom <= scrollTop + clientHeight) return;
    const yMargin = this.panel ? this.view.defaultLineHeight * 3 : clientHeight / 3;
    this.view.dispatch({ effects: EditorView.scrollIntoView(at, { y: "start", yMargin }) });
  }

  /** Puts cursor and focus at an offset. */
  focusAt(offset) {
    const anchor = Math.min(offset, this.view.state.doc.length);
    this.view.dispatch({ selection: { anchor }, scrollIntoView: true, annotations: fromPage.of(true) });
    this.view.focus();
  }

  destroy() {
    removeSource(this);
    this.view.destroy();
  }
}
