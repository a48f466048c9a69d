// How the editor looks. Every colour is a custom property of the page, so both themes follow by themselves.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const view = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: "var(--t-12)" },
  "&.cm-focused": { outline: "2px solid var(--now)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", fontVariantLigatures: "none" },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--s2) 0 var(--s8)" },
  ".cm-gutters, &.cm-focused .cm-gutters": { backgroundColor: "transparent", color: "var(--ink-3)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2rem", padding: "0 .25rem 0 0" },
  // What wraps hangs two columns further in than it began (--i, from text.js).
  ".cm-line": { padding: "0 var(--s3) 0 calc((var(--i, 0) + 3) * 1ch)", textIndent: "calc((var(--i, 0) + 2) * -1ch)" },

  // Whose lines these are, and what there is to say about one.
  ".cm-doc": { backgroundColor: "var(--sheet)" },
  ".cm-said": { display: "flow-root" }, // Holds its note, which floats.
  ".cm-doc.cm-said": { backgroundColor: "var(--now-tint)", boxShadow: "inset 3px 0 var(--now)" },
  ".cm-note": {
    float: "inline-end", paddingInlineStart: "2ch", textIndent: "0",
    fontFamily: "var(--sans)", fontWeight: "500", color: "var(--ink-3)", userSelect: "none",
  },
  ".cm-doc .cm-note": { color: "var(--now)" },

  // Problems.
  ".cm-error": { textDecoration: "underline wavy var(--fail)", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
  ".cm-warning": { textDecoration: "underline wavy var(--late)", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
  ".cm-info": { textDecoration: "underline dotted var(--ink-3)", textUnderlineOffset: "3px" },
  ".cm-problems": { width: "1.25rem" },
  ".cm-problems .cm-gutterElement": { cursor: "pointer", display: "flex", justifyContent: "center", alignItems: "center" },
  ".cm-problem svg": {
    width: ".875rem", height: ".875rem", display: "block", fill: "none",
    stroke: "currentColor", strokeWidth: "1.5", strokeLinecap: "round", strokeLinejoin: "round",
  },
  ".cm-problem.error": { color: "var(--fail)" },
  ".cm-problem.warning": { color: "var(--late)" },
  ".cm-problem.info": { color: "var(--ink-3)" },
  ".cm-panel-place": { padding: "var(--s1) var(--s3) var(--s3) 1ch", textIndent: "0", whiteSpace: "normal" },

  // Brackets, search, invisible characters.
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--now-tint)", outline: "1px solid var(--now)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--fail-tint)" },
  ".cm-specialChar": { color: "var(--fail)" },
  ".cm-searchMatch": { backgroundColor: "var(--late-tint)", outline: "1px solid var(--late)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--now-tint)", outline: "2px solid var(--now)" },
  ".cm-panels, .cm-panels-top": { backgroundColor: "var(--raised)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panel.cm-search": { font: "var(--t-12)/1.5 var(--sans)", padding: "var(--s2) var(--s6) var(--s2) var(--s3)" },
  ".cm-panel.cm-search label": { fontSize: "inherit", whiteSpace: "nowrap" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button": { font: "inherit" },
  ".cm-textfield": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "var(--r-1)", minHeight: "1.5rem" },
  ".cm-button": { background: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "var(--r-1)", minHeight: "1.5rem" },
  ".cm-button:active": { background: "var(--sunken)" },
  ".cm-panel.cm-search [name=select]": { display: "none" }, // One selection at a time.
  ".cm-panel.cm-search [name=close]": { color: "inherit", minWidth: "1.5rem", minHeight: "1.5rem", right: "var(--s1)" },
  ".cm-panel.cm-search :focus-visible": { outline: "2px solid var(--now)", outlineOffset: "1px" },
});

const code = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--syn-key)" },
  { tag: [tags.content, tags.string, tags.special(tags.string)], color: "var(--syn-str)" },
  { tag: tags.lineComment, color: "var(--syn-com)", fontStyle: "italic" },
  { tag: [tags.labelName, tags.typeName, tags.meta], color: "var(--syn-tpl)" },
]);

// Template expressions lie across what YAML sees; they win.
const template = EditorView.theme({
  ".cm-tpl, .cm-tpl *": { color: "var(--syn-tpl)", fontStyle: "normal" },
  ".cm-tpl-comment, .cm-tpl-comment *": { color: "var(--syn-com)", fontStyle: "italic" },
});

export const theme = [view, syntaxHighlighting(code), template];
