import { useCallback, useEffect, useRef, useState } from "react";
import type { RightsFile, RightsPreview } from "../../../server/adapters/http/contract/access.ts";
import { useBridge } from "../../bridge/hooks.ts";
import { FIRST_FILE } from "./no-file.tsx";

/** What the broker said of a text. */
export interface AskedPreview {
  readonly text: string;
  readonly preview: RightsPreview;
}

/** A text that might become the file of rights, and what it would do. */
export interface Candidate {
  readonly text: string;
  readonly isEdited: boolean;
  /** The last answer; perhaps to another text. */
  readonly asked: AskedPreview | undefined;
  readonly isAsking: boolean;
  readonly failure: string | undefined;
  readonly change: (text: string) => void;
  /** Undoes the edits: what lies on the disk again. */
  readonly revert: () => void;
  readonly ask: () => void;
}

/** Begins with what lies on the disk, and follows it until the reader edits; a file that was changed is asked about at once. */
export function useCandidate(file: RightsFile | undefined): Candidate {
  const { inside } = useBridge();
  const [edited, setEdited] = useState<string>();
  const [asked, setAsked] = useState<AskedPreview>();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string>();
  const latest = useRef(0);
  const askOf = useCallback(
    async (text: string) => {
      const request = ++latest.current;
      setAsking(true);
      setFailure(undefined);
      try {
        const preview = await inside.previewRights(text);
        if (request === latest.current) setAsked({ text, preview });
      } catch (error) {
        if (request === latest.current) setFailure(error instanceof Error ? error.message : String(error));
      }
      if (request === latest.current) setAsking(false);
    },
    [inside],
  );
  const onDisk = diskTextOf(file);
  const isChanged = file?.state === "changed";
  useEffect(() => {
    if (isChanged && edited === undefined) void askOf(onDisk);
  }, [isChanged, onDisk, edited, askOf]);
  const text = edited ?? onDisk;
  return {
    text,
    isEdited: edited !== undefined && edited !== onDisk,
    asked,
    isAsking,
    failure,
    change: (next) => setEdited(next === onDisk ? undefined : next),
    revert: () => setEdited(undefined),
    ask: () => void askOf(text),
  };
}

function diskTextOf(file: RightsFile | undefined): string {
  if (file === undefined) return "";
  if (file.state === "none") return FIRST_FILE;
  return file.state === "changed" ? file.onDisk : file.text;
}
