import { Check } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import { describeKeys } from "../lib/keys.ts";
import type { MenuItem } from "./menu-item.ts";

export const MENU_CLASS =
  "appear z-50 max-h-[min(24rem,80vh)] min-w-44 max-w-80 overflow-y-auto rounded-lg bg-raised p-1 shadow-raised";

const LINE_CLASS =
  "flex h-6 w-full items-center gap-2 rounded-sm px-2 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-selected coarse:h-9 [&_svg]:size-3.5";

interface ItemParts {
  readonly Item: ComponentType<{
    disabled?: boolean;
    className?: string;
    onSelect?: (event: Event) => void;
    children?: ReactNode;
  }>;
  readonly Separator: ComponentType<{ className?: string }>;
}

/** The lines of a menu; the same whether a button or the context opened it. */
export function MenuLines({ items, parts }: { items: readonly MenuItem[]; parts: ItemParts }) {
  const hasChecks = items.some((item) => item.kind !== "line" && item.isChecked !== undefined);
  return items.map((item) =>
    item.kind === "line" ? (
      <parts.Separator key={item.id} className="my-1 h-px bg-line" />
    ) : (
      <parts.Item
        key={item.id}
        disabled={item.isDisabled ?? false}
        className={classNames(LINE_CLASS, item.isDangerous && "text-bad")}
        onSelect={item.run}
      >
        {hasChecks && <span className="grid size-3.5 place-items-center">{item.isChecked && <Check />}</span>}
        {item.icon}
        <span className="min-w-0 flex-1 truncate">{item.title}</span>
        {item.isChecked && <span className="sr-only">✓</span>}
        {item.keys && <kbd className="pl-4 font-sans text-sm text-faint">{describeKeys(item.keys)}</kbd>}
      </parts.Item>
    ),
  );
}
