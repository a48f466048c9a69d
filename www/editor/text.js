// What can be seen from the text alone: template expressions, and how far a line is indented.
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, MatchDecorator, ViewPlugin } from "@codemirror/view";

const expression = Decoration.mark({ class: "cm-tpl" });
const comment = Decoration.mark({ class: "cm-tpl-comment" });

const templates = new MatchDecorator({
  regexp: /\{\{.*?\}\}/g,
  decoration: ([text]) => (/^\{\{-?\s*\/\*/.test(text) ? comment : expression),
});

/** Colours `{{ … }}`, which YAML knows nothing of. */
export const templateExpressions = ViewPlugin.define(
  (view) => ({
    found: templates.createDeco(view),
    update(update) {
      this.found = templates.updateDeco(update, this.found);
    },
  }),
  { decorations: (plugin) => plugin.found },
);

// Deeper lines hang no further in: there would be no room left for their text.
const DEEPEST = 16;
const depths = Array.from({ length: DEEPEST + 1 }, (_, i) => Decoration.line({ attributes: { style: `--i: ${i}` } }));

function indents(view) {
  const builder = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const depth = line.text.search(/[^ ]/);
      if (depth > 0) builder.add(line.from, line.from, depths[Math.min(depth, DEEPEST)]);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** Tells the style of each line how far it is indented, so that what wraps lines up with it. */
export const hangingIndent = ViewPlugin.define(
  (view) => ({
    lines: indents(view),
    update(update) {
      if (update.docChanged || update.viewportChanged) this.lines = indents(update.view);
    },
  }),
  { decorations: (plugin) => plugin.lines },
);
