import { type FormEvent, useState } from "react";
import { MAXIMUM_SUBSCRIPTION_IDENTIFIER } from "../../../protocol/limits.ts";
import type { SubscriptionRequest } from "../../../protocol/packets.ts";
import { topicFilterError } from "../../../protocol/topics/validate.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { FoldedFields } from "../../ui/field-group.tsx";
import { OptionalNumberField } from "../../ui/optional-number-field.tsx";
import { QosChoice } from "../../ui/qos-choice.tsx";
import { PLAIN_OPTIONS, SubscriptionOptionFields } from "../../ui/subscription-options.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { LabClientState } from "../../worker/messages.ts";

export interface SubscribeFormProps {
  readonly version: LabClientState["options"]["version"];
  readonly isDisabled: boolean;
  readonly onSubscribe: (request: SubscriptionRequest, identifier: number | undefined) => void;
}

const NEW_REQUEST: SubscriptionRequest = { ...PLAIN_OPTIONS, filter: "", qos: 1 };

/** Every field of SUBSCRIBE for one filter (MQTT 5.0 §3.8). */
export function SubscribeForm({ version, isDisabled, onSubscribe }: SubscribeFormProps) {
  const texts = useTexts();
  const [request, setRequest] = useState(NEW_REQUEST);
  const [identifier, setIdentifier] = useState<number>();
  const isWrong = topicFilterError(request.filter) !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWrong) return;
    onSubscribe(request, version === 5 ? identifier : undefined);
    setRequest({ ...request, filter: "" });
  };
  return (
    <form onSubmit={submit} aria-label={texts.lab.subscribe} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          label={texts.lab.filter}
          isLabelHidden
          isMonospace
          placeholder="lab/#"
          value={request.filter}
          onChange={(filter) => setRequest({ ...request, filter })}
          disabled={isDisabled}
          problem={isWrong && request.filter !== "" ? texts.lab.filterWrong : undefined}
          className="min-w-32 flex-1"
        />
        <QosChoice
          label={texts.lab.qos}
          qos={request.qos}
          onChange={(qos) => setRequest({ ...request, qos })}
        />
        <Button type="submit" disabled={isDisabled || isWrong}>
          {texts.lab.subscribe}
        </Button>
      </div>
      {version === 5 && (
        <FoldedFields title={texts.messages.options} isOpen={false}>
          <SubscriptionOptionFields
            version={version}
            options={request}
            onChange={(options) => setRequest({ ...request, ...options })}
          />
          <OptionalNumberField
            label={texts.lab.identifier}
            help={texts.lab.identifierHelp}
            placeholder={texts.lab.identifierNone}
            minimum={1}
            maximum={MAXIMUM_SUBSCRIPTION_IDENTIFIER}
            value={identifier}
            onChange={setIdentifier}
          />
        </FoldedFields>
      )}
    </form>
  );
}
