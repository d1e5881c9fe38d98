import type { QoS } from "../../../protocol/packets.ts";
import type { ProfileWill } from "../../bridge/profiles.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { ToggleGroup } from "../../ui/toggle-group.tsx";
import type { ProfileFieldsProps } from "./profile-fields.tsx";

/** Will Delay Interval is four bytes (MQTT 5.0 §3.1.3.2.2). */
const MAXIMUM_WILL_DELAY_SECONDS = 0xffff_ffff;
const NEW_WILL: ProfileWill = { topic: "", payload: "", qos: 0, retain: false, delaySeconds: 0 };
const QOS_CHOICES = ["0", "1", "2"] as const;

/** The will that the broker publishes when the page's connection is lost. */
export function WillFields({ draft, onChange, problems, isTried }: ProfileFieldsProps) {
  const texts = useTexts();
  const { will } = draft;
  const set = (next: ProfileWill | undefined) => onChange({ ...draft, will: next });
  const isTopicNoted = problems.isWillTopicWrong && (isTried || will?.topic !== "");
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
            problem={isTopicNoted ? texts.connections.willTopicProblem : undefined}
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
          <WillFlags will={will} onChange={set} />
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

function WillFlags({ will, onChange }: { will: ProfileWill; onChange: (will: ProfileWill) => void }) {
  const texts = useTexts();
  return (
    <div className="flex items-center gap-4">
      <ToggleGroup
        label={texts.connections.willQos}
        value={String(will.qos) as (typeof QOS_CHOICES)[number]}
        options={QOS_CHOICES.map((value) => ({
          value,
          label: value,
          explanation: texts.signs.qosTips[Number(value)] ?? value,
        }))}
        onChange={(qos) => onChange({ ...will, qos: Number(qos) as QoS })}
      />
      <Checkbox
        label={texts.connections.willRetain}
        isChecked={will.retain}
        onChange={(retain) => onChange({ ...will, retain })}
      />
    </div>
  );
}
