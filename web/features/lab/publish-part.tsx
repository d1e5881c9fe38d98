import { type FormEvent, useState } from "react";
import { NO_PROPERTIES, type QoS } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { topicNameError } from "../../../protocol/topics/validate.ts";
import { useAsk } from "../../bridge/hooks.ts";
import { reasonText } from "../../lib/connection-end.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Section } from "../../ui/section.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { LabClientState, PublishResult } from "../../worker/messages.ts";
import { QosChoice } from "./qos-choice.tsx";

interface Draft {
  readonly topic: string;
  readonly payload: string;
  readonly qos: QoS;
  readonly retain: boolean;
}

const NEW_MESSAGE: Draft = { topic: "", payload: "", qos: 1, retain: false };

/** A message from the client, and how the broker answered. */
export function PublishPart({ client }: { client: LabClientState }) {
  const texts = useTexts();
  const ask = useAsk();
  const [draft, setDraft] = useState(NEW_MESSAGE);
  const [result, setResult] = useState<PublishResult>();
  const isDisabled = client.lab.phase !== "connected";
  const isWrong = topicNameError(draft.topic) !== undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isWrong) return;
    const payload = new TextEncoder().encode(draft.payload);
    const message = { ...draft, payload, properties: NO_PROPERTIES };
    setResult(await ask("labPublish", { key: client.key, message }));
  };
  return (
    <Section title={texts.lab.publish}>
      <form onSubmit={submit} className="flex flex-col gap-2">
        <div className="grid grid-cols-2 gap-2">
          <TextField
            label={texts.lab.topic}
            isMonospace
            placeholder="lab/hello"
            value={draft.topic}
            onChange={(topic) => setDraft({ ...draft, topic })}
            disabled={isDisabled}
            problem={isWrong && draft.topic !== "" ? texts.lab.topicWrong : undefined}
          />
          <TextField
            label={texts.lab.payload}
            isMonospace
            value={draft.payload}
            onChange={(payload) => setDraft({ ...draft, payload })}
            disabled={isDisabled}
          />
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <QosChoice label={texts.lab.qos} qos={draft.qos} onChange={(qos) => setDraft({ ...draft, qos })} />
          <Checkbox
            label={texts.lab.retain}
            isChecked={draft.retain}
            onChange={(retain) => setDraft({ ...draft, retain })}
          />
          <span role="status" className={isBad(result) ? "text-bad" : "text-muted"}>
            {result && resultText(result, texts)}
          </span>
          <Button type="submit" disabled={isDisabled || isWrong} className="ml-auto">
            {texts.lab.publish}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function isBad(result: PublishResult | undefined): boolean {
  return result?.outcome === "refused" || result?.outcome === "failed";
}

function resultText(result: PublishResult, texts: Catalogue): string {
  const { results } = texts.lab;
  switch (result.outcome) {
    case "sent":
      return results.sent;
    case "acknowledged":
      return result.reasonCode === ReasonCode.NoMatchingSubscribers ? results.nobody : results.acknowledged;
    case "refused":
      return results.refused(reasonText(result.reasonCode, texts.problems, result.reasonString));
    case "failed":
      return results.failed[result.why];
  }
}
