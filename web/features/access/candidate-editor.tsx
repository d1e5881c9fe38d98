import { useMemo } from "react";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { CodeEditor } from "../../ui/code-editor.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import type { Candidate } from "./use-candidate.ts";

/** The text that might become the file of rights; lines that cannot be read are marked once the broker was asked. */
export function CandidateEditor({ candidate }: { candidate: Candidate }) {
  const texts = useTexts().access.file;
  const { text, asked, isAsking, isEdited } = candidate;
  const problems = useMemo(() => (asked?.text === text ? asked.preview.problems.items : []), [asked, text]);
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <h2 className="flex-1 font-semibold">{texts.editor}</h2>
        <CopyButton text={text} what={texts.copy} />
      </div>
      <CodeEditor
        label={texts.editor}
        language="text"
        value={text}
        problems={problems}
        onChange={candidate.change}
        onSubmit={candidate.ask}
        className="h-64"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" disabled={isAsking} onClick={candidate.ask}>
          {texts.ask}
        </Button>
        {isEdited && <Button onClick={candidate.revert}>{texts.revert}</Button>}
        <p className="min-w-0 basis-64 flex-1 text-sm text-muted">{texts.copyNote}</p>
      </div>
    </section>
  );
}
