import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Flash } from "../../ui/flash.tsx";
import { tip } from "../../ui/tip.ts";
import type { TopicRow } from "../../worker/messages.ts";

/** The last value of a topic on one line; where there is none, how the topic is known. */
export function TopicValue({ row }: { row: TopicRow }) {
  const texts = useTexts().topics;
  if (row.previewKind !== "none") {
    return (
      <Flash
        of={row.id}
        sequence={row.changeSequence}
        className="-mx-1 inline-block max-w-full truncate px-1 align-middle"
      >
        <Preview row={row} />
      </Flash>
    );
  }
  if (row.origin === "branch") return null;
  const isSession = row.origin === "session";
  return (
    <span
      {...tip(isSession ? texts.knownFromSessionTip : texts.knownFromSubscriptionTip)}
      className="font-sans italic"
    >
      {isSession ? texts.knownFromSession : texts.knownFromSubscription}
    </span>
  );
}

type PreviewProps = {
  readonly row: Pick<TopicRow, "preview" | "payloadBytes"> & {
    readonly previewKind: TopicRow["previewKind"];
  };
};

/** The start of a payload as text, or what else it is. */
export function Preview({ row }: PreviewProps) {
  const texts = useTexts().topics;
  const format = useFormat();
  if (row.previewKind === "bytes") {
    return <span className="font-sans text-muted italic">{texts.bytes(format.bytes(row.payloadBytes))}</span>;
  }
  if (row.previewKind === "empty")
    return <span className="font-sans text-muted italic">{texts.emptyPayload}</span>;
  return <span className="whitespace-pre">{row.preview}</span>;
}
