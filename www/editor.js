// The editor: CodeMirror 6 with what a manifest needs. Only plain values cross the border to Rust.
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { yaml } from "@codemirror/lang-yaml";

export class YamlEditor {
  constructor(parent, doc, onChange) {
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc,
        extensions: [
          lineNumbers(),
          yaml(),
          EditorView.contentAttributes.of({ "aria-label": "Manifest" }),
          EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
        ],
      }),
    });
  }

  destroy() {
    this.view.destroy();
  }
}
