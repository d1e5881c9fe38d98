import { type ConnectProblems, NEW_WILL, type WillDraft } from "../lib/connect-draft.ts";
import { countProperties } from "../lib/property-form.ts";
import { useTexts } from "../texts/use-texts.ts";
import { Checkbox } from "./checkbox.tsx";
import type { ConnectFieldsProps } from "./connect-fields.tsx";
import { FoldedFields } from "./field-group.tsx";
import { NumberField } from "./number-field.tsx";
import { PropertyEditor } from "./property-editor.tsx";
import { QosChoice } from "./qos-choice.tsx";
import { TextArea } from "./text-area.tsx";
import { TextField } from "./text-field.tsx";

/** Will Delay Interval is four bytes (MQTT 5.0 §3.1.3.2.2). */
const MAXIMUM_WILL_DELAY_SECONDS = 0xffff_ffff;

export interface WillFieldsProps extends ConnectFieldsProps {
  readonly problems: ConnectProblems;
  /** It was tried to connect: an empty topic counts as wrong now. */
  readonly isTried: boolean;
}

/** The will that the broker publishes when the connection is lost, with its properties (MQTT 5.0 §3.1.2.5, §3.1.3.2). */
export function WillFields({ draft, onChange, problems, isTried }: WillFieldsProps) {
  const texts = useTexts().connections;
  const { will } = draft;
  const set = (change: Partial<WillDraft>) => onChange({ will: { ...NEW_WILL, ...will, ...change } });
  const isTopicNoted = problems.isWillTopicWrong && (isTried || will?.topic !== "");
  return (
    <>
      <Checkbox
        label={texts.hasWill}
        isChecked={will !== undefined}
        onChange={(isOn) => onChange({ will: isOn ? NEW_WILL : undefined })}
      />
      {will && (
        <>
          <TextField
            label={texts.willTopic}
            value={will.topic}
            onChange={(topic) => set({ topic })}
            problem={isTopicNoted ? texts.willTopicProblem : undefined}
            isMonospace
            className="sm:col-span-2"
          />
          <TextArea
            label={texts.willPayload}
            value={will.payload}
            onChange={(payload) => set({ payload })}
            isMonospace
            className="sm:col-span-2"
          />
          <div className="flex items-center gap-4">
            <QosChoice label={texts.willQos} qos={will.qos} onChange={(qos) => set({ qos })} />
            <Checkbox
              label={texts.willRetain}
              isChecked={will.retain}
              onChange={(retain) => set({ retain })}
            />
          </div>
          {draft.version === 5 && <WillOfFive will={will} problems={problems} onChange={set} />}
        </>
      )}
    </>
  );
}

interface WillOfFiveProps {
  readonly will: WillDraft;
  readonly problems: ConnectProblems;
  readonly onChange: (change: Partial<WillDraft>) => void;
}

function WillOfFive({ will, problems, onChange }: WillOfFiveProps) {
  const texts = useTexts();
  const count = countProperties(will.properties);
  return (
    <>
      <NumberField
        label={texts.connections.willDelay}
        unit="s"
        minimum={0}
        maximum={MAXIMUM_WILL_DELAY_SECONDS}
        value={will.delaySeconds}
        onChange={(delaySeconds) => onChange({ delaySeconds })}
      />
      <FoldedFields title={texts.publish.properties(count)} isOpen={count > 0} className="sm:col-span-2">
        <div className="sm:col-span-2">
          <PropertyEditor
            fields={will.properties}
            problems={problems.will}
            hasTopicAlias={false}
            onChange={(properties) => onChange({ properties })}
          />
        </div>
      </FoldedFields>
    </>
  );
}
