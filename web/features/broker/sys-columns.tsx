import { useMemo } from "react";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Flash } from "../../ui/flash.tsx";
import type { Column } from "../../ui/table-column.ts";
import type { SysRow } from "./use-sys-values.ts";

const ROOT_LENGTH = "$SYS/".length;
/** Less is written as 0. */
const LEAST_CHANGE = 0.05;

/** Topic, value, how fast it changes, and when it was heard. */
export function useSysColumns(): readonly Column<SysRow>[] {
  const texts = useTexts().broker.system;
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: "topic",
        title: texts.topic,
        width: 320,
        minimumWidth: 140,
        isFlexible: true,
        isMonospace: true,
        cell: ({ value }: SysRow) => <span title={value.topic}>{value.topic.slice(ROOT_LENGTH)}</span>,
      },
      {
        id: "value",
        title: texts.value,
        width: 160,
        isEndAligned: true,
        isMonospace: true,
        cell: ({ value }: SysRow) => (
          <Flash of={value.topicId} sequence={value.index}>
            {value.previewKind === "text" ? value.preview : format.exactBytes(value.payloadBytes)}
          </Flash>
        ),
      },
      {
        id: "change",
        title: texts.change,
        explanation: texts.changeTip,
        width: 110,
        isEndAligned: true,
        showFrom: 620,
        cell: ({ change }: SysRow) =>
          change === undefined || Math.abs(change) < LEAST_CHANGE ? (
            ""
          ) : (
            <span className="text-muted">{format.signed(change, 1)}</span>
          ),
      },
      {
        id: "at",
        title: texts.at,
        width: 110,
        isEndAligned: true,
        showFrom: 480,
        cell: ({ value }: SysRow) => (
          <span className="text-muted">
            <Age at={value.at} />
          </span>
        ),
      },
    ],
    [texts, format],
  );
}
