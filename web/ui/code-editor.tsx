import { lazy, Suspense } from "react";
import { useTexts } from "../texts/use-texts.ts";
import type { CodeEditorProps } from "./code-editor-view.tsx";

const View = lazy(() =>
  import("./code-editor-view.tsx").then((module) => ({ default: module.CodeEditorView })),
);

/** An editor for payloads (CodeMirror, loaded when first needed): JSON coloured and checked on request. */
export function CodeEditor(props: CodeEditorProps) {
  const texts = useTexts().kit;
  return (
    <Suspense fallback={<div className="p-2 text-sm text-muted">{texts.editorLoading}</div>}>
      <View {...props} />
    </Suspense>
  );
}
