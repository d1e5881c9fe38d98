import { X } from "lucide-react";
import type { Ref } from "react";
import { useTexts } from "../../texts/use-texts.ts";
import { Chip } from "../../ui/chip.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { WillBell } from "../../ui/will-bell.tsx";
import { type StateChoice, WILL_STATES } from "./will-params.ts";

export interface WillToolbarProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly state: StateChoice;
  readonly onState: (state: StateChoice) => void;
  readonly filterRef: Ref<HTMLInputElement>;
}

/** Words and states that choose among the wills. */
export function WillToolbar({ filter, onFilter, state, onState, filterRef }: WillToolbarProps) {
  const texts = useTexts();
  const { willStates } = texts.signs;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-2 py-2">
      <TextField
        ref={filterRef}
        label={texts.wills.filter}
        isLabelHidden
        type="search"
        placeholder={texts.wills.filterPlaceholder}
        value={filter}
        onChange={onFilter}
        className="min-w-40 flex-1 basis-52 sm:max-w-80"
        tools={
          filter !== "" && (
            <IconButton label={texts.wills.clearFilter} icon={<X />} onClick={() => onFilter("")} />
          )
        }
      />
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">{texts.wills.chips}</legend>
        {WILL_STATES.map((one) => (
          <Chip
            key={one}
            name={willStates[one]}
            isOn={state === one}
            onToggle={() => onState(state === one ? "any" : one)}
          >
            <span className="inline-flex items-center gap-1.5">
              <span aria-hidden className="inline-flex">
                <WillBell state={one} />
              </span>
              {willStates[one]}
            </span>
          </Chip>
        ))}
      </fieldset>
    </div>
  );
}
