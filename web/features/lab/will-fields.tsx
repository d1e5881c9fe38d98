import type { QoS } from "../../../protocol/packets.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { LabFieldsProps } from "./connect-fields.tsx";
import { type DraftWill, isWillTopicWrong } from "./lab-draft.ts";
import { QosChoice } from "./qos-choice.tsx";

/** Will Delay Interval is four bytes (MQTT 5.0 §3.1.3.2.2). */
const MAXIMUM_WILL_DELAY_SECONDS = 0xffff_ffff;
const NEW_WILL: DraftWill = { topic: "", payload: "", qos: 0, retain: false, delaySeconds: 0 };

/** The will that the broker publishes for the client (MQTT 5.0 §3.1.2.5). */
export function WillFields({ draft, onChange, isTried }: LabFieldsProps) {
  const texts = useTexts();
  const { will } = draft;
  const set = (next: DraftWill | undefined) => onChange({ ...draft, will: next });
  const isTopicNoted = isWillTopicWrong(draft) && (isTried || will?.topic !== "");
  return (
    <>
      <Checkbox
        label={texts.connections.hasWill}
        isChecked={will !== undefined}
        onChange={(isOn) => set(isOn ? NEW_WILL : undefined)}
      />
      {will && (
        <>
          <TextField
            label={texts.connections.willTopic}
            value={will.topic}
            onChange={(topic) => set({ ...will, topic })}
            problem={isTopicNoted ? texts.lab.willTopicWrong : undefined}
            isMonospace
            className="sm:col-span-2"
          />
          <TextArea
            label={texts.connections.willPayload}
            value={will.payload}
            onChange={(payload) => set({ ...will, payload })}
            isMonospace
            className="sm:col-span-2"
          />
          <div className="flex items-center gap-4">
            <QosChoice
              label={texts.connections.willQos}
              qos={will.qos}
              onChange={(qos: QoS) => set({ ...will, qos })}
            />
            <Checkbox
              label={texts.connections.willRetain}
              isChecked={will.retain}
              onChange={(retain) => set({ ...will, retain })}
            />
          </div>
          {draft.version === 5 && (
            <NumberField
              label={texts.connections.willDelay}
              unit="s"
              minimum={0}
              maximum={MAXIMUM_WILL_DELAY_SECONDS}
              value={will.delaySeconds}
              onChange={(delaySeconds) => set({ ...will, delaySeconds })}
            />
          )}
        </>
      )}
    </>
  );
}
