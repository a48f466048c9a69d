// What a chart renders to: a text that cannot be changed. The numbers in its margin are lines of the source; a click or
// Mod-Enter goes there, and the lines that the source's cursor line made are marked.
import { defaultKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { difference } from "./difference.js";
import { Note } from "./marks.js";
import { addFollower, goTo, removeFollower } from "./places.js";
import { hangingIndent } from "./text.js";
import { theme } from "./theme.js";

const KEYS = "Cannot be changed. Control with Enter goes to the line of the source.";
const setLines = StateEffect.define();
const made = Decoration.line({ class: "cm-doc" });
const changed = Decoration.line({ class: "cm-doc cm-said" });

/** Which lines are marked, and what is said at their ends. */
function decorate(doc, { marked, notes }) {
  const builder = new RangeSetBuilder();
  for (const number of [...new Set([...marked, ...notes.keys()])].sort((a, b) => a - b)) {
    if (number > doc.lines) break;
    const { from, to } = doc.line(number);
    const text = notes.get(number);
    builder.add(from, from, text === undefined ? made : changed);
    if (text !== undefined) builder.add(to, to, Decoration.widget({ widget: new Note(text, `said-${number}`), side: 1 }));
  }
  return builder.finish();
}

const decorations = StateField.define({
  create: () => Decoration.none,
  update(found, transaction) {
    let next = found.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setLines)) next = decorate(transaction.newDoc, effect.value);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class RenderedText {
  constructor(host) {
    const root = host.attachShadow({ mode: "open" });
    this.label = "";
    this.files = [];
    this.lines = [];
    this.notes = new Map();
    this.cursor = undefined;
    const pick = (view) => {
      this.pick(view.state.doc.lineAt(view.state.selection.main.head).number);
      return true;
    };
    const clicked = EditorView.updateListener.of((update) => {
      if (update.transactions.some((one) => one.isUserEvent("select.pointer")) && update.state.selection.main.empty) pick(update.view);
    });
    const extensions = [
      EditorState.lineSeparator.of("\n"),
      EditorState.readOnly.of(true),
      decorations,
      lineNumbers({ formatNumber: (number) => this.files.length === 0 ? String(number) : String(this.lines[2 * number - 1] || "") }),
      search({ top: true }),
      yaml(),
      hangingIndent,
      theme,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(() => ({ "aria-label": this.label, "aria-description": KEYS, "aria-readonly": "true", tabindex: "0" })),
      clicked,
      keymap.of([{ key: "Mod-Enter", run: pick }, ...searchKeymap, ...defaultKeymap]),
    ];
    this.view = new EditorView({ parent: root, root, state: EditorState.create({ doc: "", extensions }) });
    addFollower(this);
  }

  /**
   * Shows `text`. `lines` has two numbers for each of its lines: the index in `files` of the file that made it and the line
   * there, 0 for none. `notes` are a line's number, a tab, and what is said at its end.
   */
  show(label, text, files, lines, notes) {
    Object.assign(this, { label, files, lines });
    this.notes = new Map(notes.map((note) => [Number.parseInt(note, 10), note.slice(note.indexOf("\t") + 1)]));
    this.view.dispatch({ changes: difference(this.view.state.sliceDoc(), text) });
    this.mark();
  }

  /** Marks the lines that line `line` of `file` made, and brings the first into view. */
  follow(file, line) {
    this.cursor = { file, line };
    const marked = this.mark();
    if (marked.length === 0 || this.view.hasFocus) return;
    const { viewport, state } = this.view;
    const seen = marked.some((number) => {
      const { from } = state.doc.line(number);
      return from >= viewport.from && from <= viewport.to;
    });
    const at = state.doc.line(marked[0]).from;
    this.view.dispatch({ effects: EditorView.scrollIntoView(at, { y: seen ? "nearest" : "center" }) });
  }

  mark() {
    const marked = [];
    const file = this.files.indexOf(this.cursor?.file);
    if (file >= 0) {
      for (let at = 0; at < this.lines.length; at += 2) {
        if (this.lines[at] === file && this.lines[at + 1] === this.cursor.line) marked.push(at / 2 + 1);
      }
    }
    this.view.dispatch({ effects: setLines.of({ marked, notes: this.notes }) });
    return marked;
  }

  /** Goes to the line of the source that made a line. */
  pick(number) {
    const [file, line] = [this.files[this.lines[2 * number - 2]], this.lines[2 * number - 1]];
    if (file !== undefined && line > 0) goTo(file, line);
  }

  destroy() {
    removeFollower(this);
    this.view.destroy();
  }
}
