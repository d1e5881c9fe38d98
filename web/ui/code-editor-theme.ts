import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The page's own colours, which follow the theme by themselves. */
export const editorTheme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "0.75rem" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px", borderRadius: "4px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.25rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "4px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--faint)", backgroundColor: "transparent", border: "none" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 32%, transparent)",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--selected) !important", outline: "none" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    border: "none",
    borderRadius: "5px",
    boxShadow: "var(--shadow)",
    color: "var(--ink)",
  },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
});

/** Colours of JSON, the same as in JsonTree. */
export const editorColours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--syntax-key)" },
  { tag: tags.string, color: "var(--syntax-string)" },
  { tag: tags.number, color: "var(--syntax-number)" },
  { tag: [tags.bool, tags.null], color: "var(--syntax-atom)" },
]);
