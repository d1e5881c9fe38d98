import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";

export interface Tab<T extends string> {
  readonly value: T;
  readonly title: string;
  /** A count or size beside the title. */
  readonly note?: ReactNode;
  readonly content: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** At the right end of the row of tabs. */
  readonly tools?: ReactNode;
  readonly className?: string;
}

/** Tabs over one pane; only the open one is drawn. */
export function Tabs<T extends string>({ label, tabs, value, onChange, tools, className }: TabsProps<T>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((one) => one.value === next);
        if (tab) onChange(tab.value);
      }}
      className={classNames("flex min-h-0 flex-col", className)}
    >
      <div className="flex h-8 shrink-0 items-center border-b pr-2">
        <Radix.List
          aria-label={label}
          className="flex h-full min-w-0 flex-1 overflow-x-auto [scrollbar-width:none]"
        >
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="focus-inset flex shrink-0 items-center gap-1.5 px-3 text-muted hover:text-ink data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-2px_0_var(--accent)]"
            >
              {tab.title}
              {tab.note !== undefined && <span className="text-sm text-faint">{tab.note}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {tools}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="focus-inset min-h-0 flex-1 overflow-auto">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
