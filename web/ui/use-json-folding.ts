import { useCallback, useMemo, useState } from "react";
import { type JsonRow, jsonRows } from "../lib/json-rows.ts";
import type { JsonNode } from "../lib/json-text.ts";

export interface JsonFolding {
  /** The lines that are visible. */
  readonly lines: readonly JsonRow[];
  fold(path: string, isFolded: boolean): void;
}

/** Which parts of a JSON value are folded. Paths stay folded when the value changes. */
export function useJsonFolding(node: JsonNode): JsonFolding {
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => new Set());
  const lines = useMemo(() => jsonRows(node, folded), [node, folded]);
  const fold = useCallback((path: string, isFolded: boolean) => {
    setFolded((before) => {
      const next = new Set(before);
      if (isFolded) next.add(path);
      else next.delete(path);
      return next;
    });
  }, []);
  return { lines, fold };
}
