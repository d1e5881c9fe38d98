import type { RightsFile } from "../../../server/adapters/http/contract/access.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { CandidateEditor } from "./candidate-editor.tsx";
import { FileState } from "./file-state.tsx";
import { NoFile } from "./no-file.tsx";
import { PreviewResult } from "./preview-result.tsx";
import type { Candidate } from "./use-candidate.ts";

export interface FileTabProps {
  readonly file: RightsFile | undefined;
  readonly candidate: Candidate;
  /** The file is to be looked at again. */
  readonly onReload: () => void;
}

/** The file of rights: what counts, what lies on the disk, and what a changed text would do. */
export function FileTab({ file, candidate, onReload }: FileTabProps) {
  const texts = useTexts().access.file;
  if (file === undefined) {
    return (
      <p role="status" className="p-3 text-muted">
        {texts.loading}
      </p>
    );
  }
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-3 p-3">
      {file.state === "none" ? <NoFile /> : <FileState file={file} onReload={onReload} />}
      <CandidateEditor candidate={candidate} />
      <PreviewResult candidate={candidate} />
    </div>
  );
}
