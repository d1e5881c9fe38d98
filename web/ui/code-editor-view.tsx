import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { classNames } from "../lib/class-names.ts";
import { readJson } from "../lib/json-text.ts";
import { useTexts } from "../texts/use-texts.ts";
import { editorColours, editorTheme } from "./code-editor-theme.ts";

/** What is wrong with a line. */
export interface LineProblem {
  readonly line: number;
  readonly detail: string;
}

export interface CodeEditorProps {
  /** Said by screen readers. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** JSON is coloured and what is wrong in it is marked. */
  readonly language: "json" | "text";
  /** Ctrl or ⌘ with Enter. */
  readonly onSubmit?: () => void;
  readonly isReadOnly?: boolean;
  /** Lines that are marked as wrong, from 1; memoise them. */
  readonly problems?: readonly LineProblem[];
  readonly className?: string;
}

type JsonProblemText = (line: number, column: number) => string;

function jsonLanguage(problemText: JsonProblemText): Extension {
  const check = linter((view): readonly Diagnostic[] => {
    const text = view.state.doc.toString();
    const result = text === "" ? undefined : readJson(text);
    if (!result || result.isJson) return [];
    const { offset, line, column } = result.problem;
    const from = Math.min(offset, Math.max(0, text.length - 1));
    return [
      { from, to: Math.min(from + 1, text.length), severity: "error", message: problemText(line, column) },
    ];
  });
  return [json(), check, lintGutter(), bracketMatching()];
}

function markOf({ doc }: EditorState, { line, detail: message }: LineProblem): Diagnostic {
  const { from, to } = doc.line(Math.min(line, doc.lines));
  return { from, to, severity: "error", message };
}

interface Latest {
  onChange: (value: string) => void;
  onSubmit: (() => void) | undefined;
}

function baseExtensions(label: string, latest: { current: Latest }): Extension {
  const submit = () => {
    latest.current.onSubmit?.();
    return latest.current.onSubmit !== undefined;
  };
  return [
    keymap.of([{ key: "Mod-Enter", run: submit }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    lineNumbers(),
    history(),
    highlightSpecialChars(),
    indentUnit.of("  "),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString());
    }),
    syntaxHighlighting(editorColours),
    editorTheme,
  ];
}

/** The editor itself; CodeEditor loads it. Escape, then Tab leaves it by keyboard. */
export function CodeEditorView(props: CodeEditorProps) {
  const { label, value, language, isReadOnly = false } = props;
  const { jsonProblem } = useTexts().kit;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const changeable = useRef(new Compartment());
  const latest = useRef<Latest>({ onChange: props.onChange, onSubmit: props.onSubmit });
  const initial = useRef(value);
  useEffect(() => {
    latest.current = { onChange: props.onChange, onSubmit: props.onSubmit };
  });
  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: initial.current,
        extensions: [baseExtensions(label, latest), changeable.current.of([])],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label]);
  const { problems } = props;
  const hasMarks = problems !== undefined;
  useEffect(() => {
    const kind = language === "json" ? jsonLanguage(jsonProblem) : hasMarks ? lintGutter() : [];
    const readOnly = [EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly)];
    view.current?.dispatch({ effects: changeable.current.reconfigure([kind, readOnly]) });
  }, [language, isReadOnly, jsonProblem, hasMarks]);
  useEffect(() => {
    initial.current = value;
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || problems === undefined) return;
    const { state } = editor;
    editor.dispatch(
      setDiagnostics(
        state,
        problems.map((problem) => markOf(state, problem)),
      ),
    );
  }, [problems]);
  return (
    <div
      ref={host}
      className={classNames(
        "min-h-0 overflow-hidden rounded-md border border-line-strong bg-ground [&>.cm-editor]:h-full",
        props.className,
      )}
    />
  );
}
