// The editor: CodeMirror 6 with what a manifest needs. Only plain values cross the border to Rust.
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { yaml } from "@codemirror/lang-yaml";

export class YamlEditor {
  constructor(parent, doc, onChange) {
    // In a shadow root CodeMirror adopts its style sheets; elsewhere it writes a <style> element, which the
    // page's policy forbids. Custom properties of the page reach inside.
    const root = parent.attachShadow({ mode: "open" });
    this.view = new EditorView({
      parent: root,
      root,
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
