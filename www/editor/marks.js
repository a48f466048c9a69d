// What the engine has to say about the text: problems, notes at the end of lines, the lines of the
// selected document, and the place where the panel about a problem opens.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, WidgetType, gutter } from "@codemirror/view";

export const setMarks = StateEffect.define();

const SHAPES = {
  error: ["M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4z", "m6 6 4 4M10 6l-4 4"],
  warning: ["M8 2.25 14.5 13.5h-13z", "M8 6.5v3M8 11.4v.1"],
  info: ["M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z", "M8 7.5v3.5M8 5v.1"],
};
const SVG = "http://www.w3.org/2000/svg";

function icon(severity) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  for (const shape of SHAPES[severity]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}

class Problem extends GutterMarker {
  constructor({ severity, title, index }) {
    super();
    Object.assign(this, { severity, title, index });
  }
  eq(other) {
    return this.severity === other.severity && this.title === other.title && this.index === other.index;
  }
  toDOM() {
    const mark = document.createElement("span");
    mark.className = `cm-problem ${this.severity}`;
    mark.title = this.title;
    mark.append(icon(this.severity));
    return mark;
  }
}

export class Note extends WidgetType {
  constructor(text, id) {
    super();
    Object.assign(this, { text, id });
  }
  eq(other) {
    return this.text === other.text && this.id === other.id;
  }
  toDOM() {
    const note = document.createElement("span");
    note.className = "cm-note";
    note.id = this.id;
    note.textContent = this.text;
    return note;
  }
  ignoreEvent() {
    return false;
  }
}

/** The place of the panel. The panel itself is the page's: it comes in through the slot, with the page's styles. */
class PanelPlace extends WidgetType {
  eq() {
    return true;
  }
  toDOM(view) {
    const place = document.createElement("div");
    place.className = "cm-panel-place";
    const slot = Object.assign(document.createElement("slot"), { name: "panel" });
    // A panel that somebody asked for takes the focus once, as soon as there is something to see of it.
    slot.addEventListener("slotchange", () => {
      const wanted = slot.assignedElements().find((panel) => "focus" in panel.dataset);
      if (!wanted) return;
      delete wanted.dataset.focus;
      wanted.focus();
    });
    place.append(slot);
    this.watch = new ResizeObserver(() => view.requestMeasure());
    this.watch.observe(place);
    return place;
  }
  destroy() {
    this.watch?.disconnect();
  }
  get estimatedHeight() {
    return 320;
  }
}

const NONE = { decorations: Decoration.none, gutter: RangeSet.empty };

/** `mark` on what is written between two places, line by line, the white space around it left out. */
function underlines(doc, from, to, mark) {
  const ranges = [];
  for (let at = from; at < to; ) {
    const line = doc.lineAt(at);
    const part = doc.sliceString(at, Math.min(to, line.to));
    const start = at + part.length - part.trimStart().length;
    const end = at + part.trimEnd().length;
    if (end > start) ranges.push(mark.range(start, end));
    at = line.to + 1;
  }
  return ranges;
}

/** Ranges of the text as it is; what reaches outside belongs to an older text and is cut. */
function build(doc, { problems, notes, highlight, panel }) {
  const inside = (at) => Math.max(0, Math.min(at, doc.length));
  const decorations = [];
  const gutterMarks = [];
  const said = new Map();
  for (const { at, text } of notes) {
    const line = doc.lineAt(inside(at));
    said.set(line.from, { line, text: said.has(line.from) ? `${said.get(line.from).text}, ${text}` : text });
  }
  for (const { line, text } of said.values()) {
    const id = `note-${line.number}`;
    decorations.push(Decoration.line({ class: "cm-said", attributes: { "aria-describedby": id } }).range(line.from));
    decorations.push(Decoration.widget({ widget: new Note(text, id), side: 1 }).range(line.to));
  }
  if (highlight) {
    for (let at = inside(highlight.from); at <= inside(highlight.to); ) {
      const line = doc.lineAt(at);
      decorations.push(Decoration.line({ class: "cm-doc" }).range(line.from));
      at = line.to + 1;
    }
  }
  const worst = new Map();
  for (const problem of problems) {
    const from = inside(problem.from);
    const line = doc.lineAt(from);
    // A place without width still needs something to underline: the rest of its line.
    const to = problem.to > problem.from ? inside(problem.to) : line.to;
    decorations.push(...underlines(doc, from, to, Decoration.mark({ class: `cm-${problem.severity}` })));
    if (!worst.has(line.from)) worst.set(line.from, new Problem(problem));
  }
  for (const [from, marker] of worst) gutterMarks.push(marker.range(from));
  if (panel !== null) {
    decorations.push(Decoration.widget({ widget: new PanelPlace(), block: true, side: 2 }).range(doc.lineAt(inside(panel)).to));
  }
  return { decorations: Decoration.set(decorations, true), gutter: RangeSet.of(gutterMarks, true) };
}

const field = StateField.define({
  create: () => NONE,
  update(marks, transaction) {
    const effect = transaction.effects.find((effect) => effect.is(setMarks));
    if (effect) return build(transaction.newDoc, effect.value);
    if (!transaction.docChanged) return marks;
    return { decorations: marks.decorations.map(transaction.changes), gutter: marks.gutter.map(transaction.changes) };
  },
  provide: (marks) => EditorView.decorations.from(marks, (value) => value.decorations),
});

/** Draws the marks; `onProblem(index)` is called for a click on one in the margin. */
export function marks(onProblem) {
  return [
    field,
    gutter({
      class: "cm-problems",
      markers: (view) => view.state.field(field).gutter,
      domEventHandlers: {
        mousedown(view, line) {
          view.state.field(field).gutter.between(line.from, line.from, (_from, _to, marker) => {
            onProblem(marker.index);
            return false;
          });
          return true;
        },
      },
    }),
  ];
}
