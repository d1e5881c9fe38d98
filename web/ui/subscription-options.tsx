import type { ProtocolVersion, RetainHandling, SubscriptionOptions } from "../../protocol/packets.ts";
import { useTexts } from "../texts/use-texts.ts";
import { Checkbox } from "./checkbox.tsx";
import { Select } from "./select.tsx";

const HANDLINGS = ["0", "1", "2"] as const;

/** The options of MQTT 5.0 besides QoS (§3.8.3.1). */
export type MoreOptions = Pick<SubscriptionOptions, "noLocal" | "retainAsPublished" | "retainHandling">;

/** What a subscription of 3.x is, and one of 5.0 that asks for nothing more. */
export const PLAIN_OPTIONS: MoreOptions = { noLocal: false, retainAsPublished: false, retainHandling: 0 };

export interface SubscriptionOptionFieldsProps {
  readonly version: ProtocolVersion;
  readonly options: MoreOptions;
  readonly onChange: (options: MoreOptions) => void;
}

/** No Local, Retain As Published and Retain Handling; with an older version the broker is not told them. */
export function SubscriptionOptionFields({ version, options, onChange }: SubscriptionOptionFieldsProps) {
  const { messages: texts, connections } = useTexts();
  if (version !== 5) {
    return <p className="text-sm text-muted">{texts.only5(connections.versions[version])}</p>;
  }
  const { noLocal, retainAsPublished, retainHandling } = options;
  const set = (change: Partial<MoreOptions>) =>
    onChange({ noLocal, retainAsPublished, retainHandling, ...change });
  return (
    <>
      <Checkbox
        label={texts.noLocal}
        help={texts.noLocalHelp}
        isChecked={noLocal}
        onChange={(isOn) => set({ noLocal: isOn })}
      />
      <Checkbox
        label={texts.retainAsPublished}
        help={texts.retainAsPublishedHelp}
        isChecked={retainAsPublished}
        onChange={(isOn) => set({ retainAsPublished: isOn })}
      />
      <Select
        label={texts.retainHandling}
        value={String(retainHandling) as (typeof HANDLINGS)[number]}
        options={HANDLINGS.map((value) => ({ value, title: texts.retainHandlings[Number(value)] ?? value }))}
        onChange={(value) => set({ retainHandling: Number(value) as RetainHandling })}
      />
    </>
  );
}
