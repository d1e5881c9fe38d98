import type { ReactNode } from "react";
import { useIsNarrow } from "../lib/media.ts";
import { Splitter } from "./splitter.tsx";

export interface ListAndDetailProps {
  /** Under this name the sizes are kept in the browser. */
  readonly name: string;
  readonly list: ReactNode;
  /** "56%" */
  readonly listSize: string;
  /** Undefined: nothing is chosen. */
  readonly detail: ReactNode | undefined;
}

const MINIMUM_SIZE = "320px";

/** A list with what is chosen of it: side by side, on a narrow screen one after the other. The list stays mounted. */
export function ListAndDetail({ name, list, listSize, detail }: ListAndDetailProps) {
  const isNarrow = useIsNarrow();
  if (isNarrow) {
    const isListHidden = detail !== undefined;
    return (
      <>
        <div className={isListHidden ? "hidden" : "flex min-h-0 flex-1 flex-col"}>{list}</div>
        {detail}
      </>
    );
  }
  const listPane = { id: "list", content: list, size: listSize, minimumSize: MINIMUM_SIZE };
  return (
    <Splitter
      name={name}
      className="flex-1"
      panes={
        detail === undefined
          ? [listPane]
          : [listPane, { id: "detail", content: detail, minimumSize: MINIMUM_SIZE }]
      }
    />
  );
}
