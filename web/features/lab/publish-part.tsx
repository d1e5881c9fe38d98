import { type FormEvent, useState } from "react";
import type { QoS } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { topicNameError } from "../../../protocol/topics/validate.ts";
import { useAsk } from "../../bridge/hooks.ts";
import { reasonText } from "../../lib/connection-end.ts";
import { explainPublish, isFailedPublish } from "../../lib/explain-publish.ts";
import type { Format } from "../../lib/format.ts";
import {
  countProperties,
  NO_PROPERTY_FIELDS,
  type PropertyFields,
  readPropertyFields,
} from "../../lib/property-form.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { FoldedFields } from "../../ui/field-group.tsx";
import { PropertyEditor } from "../../ui/property-editor.tsx";
import { QosChoice } from "../../ui/qos-choice.tsx";
import { Section } from "../../ui/section.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { LabClientState, PublishResult } from "../../worker/messages.ts";

interface Draft {
  readonly topic: string;
  readonly payload: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: PropertyFields;
}

const NEW_MESSAGE: Draft = {
  topic: "",
  payload: "",
  qos: 1,
  retain: false,
  properties: NO_PROPERTY_FIELDS,
};

/** A message from the client, and how the broker answered. */
export function PublishPart({ client }: { client: LabClientState }) {
  const texts = useTexts();
  const format = useFormat();
  const ask = useAsk();
  const [draft, setDraft] = useState(NEW_MESSAGE);
  const [result, setResult] = useState<PublishResult>();
  const isDisabled = client.lab.phase !== "connected";
  const isFive = client.options.version === 5;
  const { properties, problems } = readPropertyFields(isFive ? draft.properties : NO_PROPERTY_FIELDS);
  const isTopicWrong = topicNameError(draft.topic) !== undefined;
  const isWrong = isTopicWrong || Object.keys(problems).length > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isWrong) return;
    const payload = new TextEncoder().encode(draft.payload);
    const message = { ...draft, payload, properties };
    setResult(await ask("labPublish", { key: client.key, message }));
  };
  return (
    <Section title={texts.lab.publish}>
      <form onSubmit={submit} className="flex flex-col gap-2">
        <TopicAndPayload
          draft={draft}
          onChange={setDraft}
          isDisabled={isDisabled}
          isTopicWrong={isTopicWrong}
        />
        {isFive && (
          <FoldedFields title={texts.publish.properties(countProperties(draft.properties))} isOpen={false}>
            <div className="sm:col-span-2">
              <PropertyEditor
                fields={draft.properties}
                problems={problems}
                hasTopicAlias
                onChange={(fields) => setDraft({ ...draft, properties: fields })}
              />
            </div>
          </FoldedFields>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <QosChoice label={texts.lab.qos} qos={draft.qos} onChange={(qos) => setDraft({ ...draft, qos })} />
          <Checkbox
            label={texts.lab.retain}
            isChecked={draft.retain}
            onChange={(retain) => setDraft({ ...draft, retain })}
          />
          <span role="status" className={isBad(result) ? "text-bad" : "text-muted"}>
            {result && resultText(result, texts, format)}
          </span>
          <Button type="submit" disabled={isDisabled || isWrong} className="ml-auto">
            {texts.lab.publish}
          </Button>
        </div>
      </form>
    </Section>
  );
}

interface TopicAndPayloadProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly isDisabled: boolean;
  readonly isTopicWrong: boolean;
}

function TopicAndPayload({ draft, onChange, isDisabled, isTopicWrong }: TopicAndPayloadProps) {
  const texts = useTexts().lab;
  return (
    <div className="grid grid-cols-2 gap-2">
      <TextField
        label={texts.topic}
        isMonospace
        placeholder="lab/hello"
        value={draft.topic}
        onChange={(topic) => onChange({ ...draft, topic })}
        disabled={isDisabled}
        problem={isTopicWrong && draft.topic !== "" ? texts.topicWrong : undefined}
      />
      <TextField
        label={texts.payload}
        isMonospace
        value={draft.payload}
        onChange={(payload) => onChange({ ...draft, payload })}
        disabled={isDisabled}
      />
    </div>
  );
}

function isBad(result: PublishResult | undefined): boolean {
  return result !== undefined && isFailedPublish(result);
}

function resultText(result: PublishResult, texts: Catalogue, format: Format): string {
  const { results } = texts.lab;
  switch (result.outcome) {
    case "sent":
      return results.sent;
    case "acknowledged":
      return result.reasonCode === ReasonCode.NoMatchingSubscribers ? results.nobody : results.acknowledged;
    case "refused":
      return results.refused(reasonText(result.reasonCode, texts.problems, result.reasonString));
    case "withheld":
      return explainPublish(result, texts, format).why;
    case "failed":
      return results.failed[result.why];
  }
}
