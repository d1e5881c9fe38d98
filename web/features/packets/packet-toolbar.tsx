import { Eraser, X } from "lucide-react";
import type { Ref } from "react";
import { FILTER_KEYS } from "../../lib/packet-filter.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Chip } from "../../ui/chip.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { tip } from "../../ui/tip.ts";
import { ToggleGroup } from "../../ui/toggle-group.tsx";
import { PACKET_GROUPS, PACKET_LISTS, type PacketGroup, type PacketList } from "./packet-params.ts";
import type { ShownPackets } from "./use-shown-packets.ts";

export interface PacketToolbarProps {
  readonly list: PacketList;
  readonly onList: (list: PacketList) => void;
  /** False: there is no list yet to choose from. */
  readonly isReading: boolean;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly fault: ShownPackets["fault"];
  readonly groups: readonly PacketGroup[];
  readonly onGroups: (groups: readonly PacketGroup[]) => void;
  readonly onClear: () => void;
  readonly filterRef: Ref<HTMLInputElement>;
}

/** Which packets: of the trace or faulty, by a filter, by kinds. */
export function PacketToolbar(props: PacketToolbarProps) {
  const texts = useTexts().packets;
  return (
    <div className="flex shrink-0 flex-wrap items-start gap-2 border-b px-2 py-2">
      <ToggleGroup
        label={texts.lists}
        value={props.list}
        options={PACKET_LISTS.map((value) => ({ value, label: texts.listNames[value] }))}
        onChange={props.onList}
      />
      {props.isReading && <Choosing {...props} />}
    </div>
  );
}

function Choosing(props: PacketToolbarProps) {
  const texts = useTexts().packets;
  const { filter, onFilter, fault } = props;
  const problem =
    fault === undefined ? undefined : `${texts.faults[fault.fault](fault.word)} ${texts.faultNote}`;
  return (
    <>
      <TextField
        ref={props.filterRef}
        label={texts.filter}
        isLabelHidden
        type="search"
        isMonospace
        placeholder={texts.filterPlaceholder}
        title={texts.filterHelp(FILTER_KEYS.join(", "))}
        value={filter}
        problem={problem}
        onChange={onFilter}
        className="min-w-40 flex-1 basis-64 sm:max-w-140"
        tools={
          filter !== "" && <IconButton label={texts.clearFilter} icon={<X />} onClick={() => onFilter("")} />
        }
      />
      <IconButton label={texts.clear} icon={<Eraser />} onClick={props.onClear} />
      {props.list === "trace" && <GroupChips groups={props.groups} onGroups={props.onGroups} />}
    </>
  );
}

function GroupChips({ groups, onGroups }: Pick<PacketToolbarProps, "groups" | "onGroups">) {
  const texts = useTexts().packets;
  const toggle = (group: PacketGroup) =>
    onGroups(groups.includes(group) ? groups.filter((one) => one !== group) : [...groups, group]);
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{texts.groups}</legend>
      {PACKET_GROUPS.map((group) => (
        <span key={group} {...tip(texts.groupTips[group])}>
          <Chip name={texts.groupNames[group]} isOn={groups.includes(group)} onToggle={() => toggle(group)}>
            {texts.groupNames[group]}
          </Chip>
        </span>
      ))}
    </fieldset>
  );
}
