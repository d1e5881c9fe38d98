import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { TextField, type TextFieldProps } from "./text-field.tsx";

export interface Suggestion {
  /** What the text becomes. */
  readonly value: string;
  readonly note?: ReactNode;
  /** More follows: the list stays open. */
  readonly isPrefix?: boolean;
}

export interface SuggestFieldProps extends Omit<TextFieldProps, "onKeyDown"> {
  /** Answers with what could be meant; memoise it. */
  readonly suggest: (text: string) => Promise<readonly Suggestion[]>;
  /** Enter without a suggestion chosen. */
  readonly onSubmit?: () => void;
  /** The list opens upwards: at the bottom of the screen. */
  readonly isAbove?: boolean;
}

/** A line of text that is completed from what has been seen. ↓ opens, Tab or Enter takes, Escape closes. */
export function SuggestField(props: SuggestFieldProps) {
  const { suggest, onSubmit, isAbove = false, value, onChange, ...field } = props;
  const listId = useId();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const items = useSuggestions(suggest, value, isOpen);
  const chosen = items[active];

  const change = (text: string) => {
    onChange(text);
    setOpen(true);
    setActive(-1);
  };
  const take = (item: Suggestion) => {
    onChange(item.value);
    setActive(-1);
    setOpen(item.isPrefix === true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((before) => Math.max(-1, Math.min(items.length - 1, before + step)));
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen && isOpen) take(chosen);
    else if (event.key === "Enter" && onSubmit && !event.ctrlKey && !event.metaKey) onSubmit();
    else if (event.key === "Escape" && isOpen) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isListShown = isOpen && items.length > 0;
  return (
    <div className={classNames("relative min-w-0", field.className)}>
      <TextField
        {...field}
        className={undefined}
        role="combobox"
        aria-expanded={isListShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isListShown && chosen ? `${listId}-${active}` : undefined}
        value={value}
        onChange={change}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      {isListShown && (
        <SuggestionList
          id={listId}
          label={field.label}
          items={items}
          active={active}
          isAbove={isAbove}
          onTake={take}
        />
      )}
    </div>
  );
}

/** Asks again for each text; an answer that comes too late is dropped. */
function useSuggestions(
  suggest: (text: string) => Promise<readonly Suggestion[]>,
  text: string,
  isOpen: boolean,
): readonly Suggestion[] {
  const [items, setItems] = useState<readonly Suggestion[]>([]);
  const latest = useRef(0);
  useEffect(() => {
    if (!isOpen) return;
    const request = ++latest.current;
    suggest(text).then((found) => {
      if (request === latest.current) setItems(found);
    });
  }, [suggest, text, isOpen]);
  return items;
}

interface SuggestionListProps {
  readonly id: string;
  readonly label: string;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly isAbove: boolean;
  readonly onTake: (item: Suggestion) => void;
}

function SuggestionList({ id, label, items, active, isAbove, onTake }: SuggestionListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className={classNames(
        "appear absolute right-0 left-0 z-30 max-h-72 min-w-60 overflow-y-auto rounded-lg bg-raised p-1 shadow-raised",
        isAbove ? "bottom-full mb-1" : "top-full mt-1",
      )}
    >
      {items.map((item, index) => (
        <div
          key={item.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className="flex h-6 items-center gap-2 rounded-sm px-2 hover:bg-hover aria-selected:bg-selected coarse:h-9"
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(item);
          }}
        >
          <span className="min-w-0 flex-1 truncate font-mono text-sm">{item.value}</span>
          {item.note !== undefined && <span className="text-sm text-faint">{item.note}</span>}
        </div>
      ))}
    </div>
  );
}
