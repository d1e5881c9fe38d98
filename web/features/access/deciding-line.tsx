import type { RightsLine } from "../../../server/adapters/http/contract/access.ts";
import { classNames } from "../../lib/class-names.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { linesAround } from "./question.ts";

/** Lines shown before and behind the one that decides. */
const REACH = 3;

export interface DecidingLineProps {
  readonly line: RightsLine;
  /** Of the file that counts. */
  readonly text: string;
  readonly path: string;
}

/** The line that decides among those around it, and how it was filled in. */
export function DecidingLine({ line: deciding, text, path }: DecidingLineProps) {
  const texts = useTexts().access.verdict;
  return (
    <figure aria-label={texts.around} className="flex flex-col gap-1.5">
      <figcaption className="text-sm text-muted">
        <code className="font-mono wrap-anywhere">
          {path}:{deciding.line}
        </code>
      </figcaption>
      <ol className="overflow-hidden rounded-md border font-mono text-sm">
        {linesAround(text, deciding.line, REACH).map(({ line, text: said }) => {
          const isDeciding = line === deciding.line;
          return (
            <li
              key={line}
              aria-current={isDeciding ? "true" : undefined}
              className={classNames("flex min-h-6 gap-3 px-3 py-0.5", isDeciding && "bg-selected")}
            >
              <span className="w-8 shrink-0 text-right text-faint tabular-nums">{line}</span>
              <span
                className={classNames(
                  "min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere",
                  isDeciding ? "font-semibold" : "text-muted",
                )}
              >
                {said}
              </span>
              {isDeciding && (
                <span className="shrink-0 font-sans">
                  <Badge tone="accent">{texts.deciding}</Badge>
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {deciding.isPattern && (
        <p className="text-sm text-muted wrap-anywhere">
          {texts.filled("")}
          <code className="font-mono text-ink">{`${deciding.access} ${deciding.filter}`}</code>
        </p>
      )}
    </figure>
  );
}
