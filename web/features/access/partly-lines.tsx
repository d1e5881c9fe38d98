import type { RightsLine } from "../../../server/adapters/http/contract/access.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";

export interface PartlyLinesProps {
  readonly items: readonly RightsLine[];
  readonly total: number;
}

/** Of a filter: the lines that let a part through, and those that hold a part back. */
export function PartlyLines({ items, total }: PartlyLinesProps) {
  const texts = useTexts().access.verdict;
  const format = useFormat();
  const inFileOrder = items.toSorted((a, b) => a.line - b.line);
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-semibold">{texts.partly}</h3>
      <p className="text-muted">{texts.partlyWhat}</p>
      <ul className="flex flex-col">
        {inFileOrder.map(({ line, access, filter }) => (
          <li key={line} className="flex min-h-6 items-center gap-3 border-t py-1">
            <span className="w-20 shrink-0 text-sm whitespace-nowrap text-muted">
              {texts.lineWord} {line}
            </span>
            <Badge tone={access === "deny" ? "bad" : "good"}>
              {access === "deny" ? texts.back : texts.through}
            </Badge>
            <code className="min-w-0 font-mono text-sm wrap-anywhere">{filter}</code>
          </li>
        ))}
      </ul>
      {total > items.length && <p className="text-sm text-muted">{texts.morePartly(format.exact(total))}</p>}
    </section>
  );
}
