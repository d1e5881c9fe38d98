import { Command as Cmdk } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { type Command, type FoundItem, type SearchSource, useCommandList } from "../lib/commands.ts";
import { describeKeys } from "../lib/keys.ts";
import { hasWords } from "../lib/words.ts";
import { useTexts } from "../texts/use-texts.ts";
import { bySection } from "./shortcut-sheet.tsx";

const SECTION_CLASS =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted";

interface FoundSection {
  readonly id: string;
  readonly section: string;
  readonly items: readonly FoundItem[];
}

/** Asks every source for each query; answers to older queries are dropped. */
function useFound(sources: readonly SearchSource[], query: string): readonly FoundSection[] | undefined {
  const [found, setFound] = useState<readonly FoundSection[]>();
  const latest = useRef(0);
  useEffect(() => {
    const request = ++latest.current;
    if (query.trim() === "") return setFound([]);
    setFound(undefined);
    Promise.all(
      sources.map(async ({ id, section, search }) => ({ id, section, items: await search(query) })),
    ).then((sections) => {
      if (request === latest.current) setFound(sections.filter(({ items }) => items.length > 0));
    });
  }, [sources, query]);
  return found;
}

/** Everything that can be done, and whatever the views can find, by its name. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const texts = useTexts().shell;
  const [query, setQuery] = useState("");
  const { commands, sources } = useCommandList();
  const found = useFound(sources, query);
  const fitting = commands.filter(
    ({ run, title, section }) => run !== undefined && hasWords(`${section} ${title}`, query),
  );
  const run: Run = (action) => {
    onClose();
    action?.();
  };
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.25)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="appear fixed top-[10vh] left-1/2 z-50 w-[min(38rem,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-lg bg-raised shadow-raised"
        >
          <Radix.Title className="sr-only">{texts.paletteTitle}</Radix.Title>
          <Cmdk shouldFilter={false} label={texts.paletteTitle} loop>
            <div className="flex h-10 items-center gap-2 border-b px-3">
              <Search aria-hidden className="size-4 text-faint" />
              <Cmdk.Input
                value={query}
                onValueChange={setQuery}
                className="h-full min-w-0 flex-1 bg-transparent outline-none coarse:text-[16px]"
              />
            </div>
            <Cmdk.List className="max-h-[min(26rem,60vh)] overflow-y-auto p-1">
              <Cmdk.Empty className="px-2 py-4 text-muted">
                {found === undefined ? texts.paletteSearching : texts.paletteEmpty(query)}
              </Cmdk.Empty>
              <FoundItems sections={found ?? []} onRun={run} />
              <FittingCommands commands={fitting} onRun={run} />
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type Run = (action: (() => void) | undefined) => void;

function FoundItems({ sections, onRun }: { sections: readonly FoundSection[]; onRun: Run }) {
  return sections.map(({ id, section, items }) => (
    <Cmdk.Group key={id} heading={section} className={SECTION_CLASS}>
      {items.map((item) => (
        <PaletteItem
          key={item.id}
          id={`${id}.${item.id}`}
          title={item.title}
          note={item.detail}
          isMonospace={item.isMonospace ?? false}
          onSelect={() => onRun(item.run)}
        />
      ))}
    </Cmdk.Group>
  ));
}

function FittingCommands({ commands, onRun }: { commands: readonly Command[]; onRun: Run }) {
  return bySection(commands).map(([section, list]) => (
    <Cmdk.Group key={section} heading={section} className={SECTION_CLASS}>
      {list.map((command) => (
        <PaletteItem
          key={command.id}
          id={command.id}
          title={command.title}
          note={command.keys === undefined ? undefined : describeKeys(command.keys)}
          isMonospace={false}
          onSelect={() => onRun(command.run)}
        />
      ))}
    </Cmdk.Group>
  ));
}

interface PaletteItemProps {
  readonly id: string;
  readonly title: string;
  readonly note: string | undefined;
  readonly isMonospace: boolean;
  readonly onSelect: () => void;
}

function PaletteItem({ id, title, note, isMonospace, onSelect }: PaletteItemProps) {
  return (
    <Cmdk.Item
      value={id}
      onSelect={onSelect}
      className="flex h-7 items-center gap-3 rounded-md px-2 data-[selected=true]:bg-selected coarse:h-10"
    >
      <span className={classNames("min-w-0 flex-1 truncate", isMonospace && "font-mono text-sm")}>
        {title}
      </span>
      {note !== undefined && <span className="text-sm text-faint">{note}</span>}
    </Cmdk.Item>
  );
}
