import type { ReactNode } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";

export interface SplitterPane {
  readonly id: string;
  readonly content: ReactNode;
  /** "40%" or "320px". */
  readonly size?: string;
  readonly minimumSize?: string;
}

export interface SplitterProps {
  /** Under this name the sizes are kept in the browser. */
  readonly name: string;
  readonly direction?: "horizontal" | "vertical";
  /** One alone fills the room; it stays as it is when the second comes and goes. */
  readonly panes: readonly [SplitterPane, SplitterPane] | readonly [SplitterPane];
  readonly className?: string;
}

/** Two panes, or one for now, and a line between them that can be moved, by pointer or arrow keys. */
export function Splitter({ name, direction = "horizontal", panes, className }: SplitterProps) {
  const texts = useTexts().kit;
  const [first, second] = panes;
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `vitrina.panes.${name}`,
    panelIds: panes.map((pane) => pane.id),
  });
  return (
    <Group
      id={name}
      orientation={direction}
      defaultLayout={defaultLayout}
      onLayoutChanged={onLayoutChanged}
      className={classNames("min-h-0 min-w-0", className)}
    >
      <SplitterPanel pane={first} />
      {second && (
        <Separator
          aria-label={texts.resizePanes}
          className={classNames(
            "relative bg-line outline-none transition-colors hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent",
            direction === "horizontal" ? "w-px" : "h-px",
          )}
        />
      )}
      {second && <SplitterPanel pane={second} />}
    </Group>
  );
}

function SplitterPanel({ pane }: { pane: SplitterPane }) {
  return (
    <Panel
      id={pane.id}
      defaultSize={pane.size}
      minSize={pane.minimumSize}
      className="flex min-h-0 min-w-0 flex-col"
    >
      {pane.content}
    </Panel>
  );
}
