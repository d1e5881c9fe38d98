import { lazy, Suspense } from "react";
import { create } from "zustand";
import { FaultList } from "./fault-list.tsx";
import { ShortcutSheet } from "./shortcut-sheet.tsx";

export type Overlay = "palette" | "shortcuts" | "faults";

const useOverlay = create<{ readonly open: Overlay | undefined }>(() => ({ open: undefined }));

/** Opens one of the panes over the page; the open one closes. */
export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ open: overlay });
}

function close(): void {
  useOverlay.setState({ open: undefined });
}

const Palette = lazy(() =>
  import("./command-palette.tsx").then((module) => ({ default: module.CommandPalette })),
);

/** Palette, sheet of shortcuts and list of faults. */
export function Overlays() {
  const open = useOverlay((state) => state.open);
  return (
    <>
      {open === "palette" && (
        <Suspense fallback={null}>
          <Palette onClose={close} />
        </Suspense>
      )}
      <ShortcutSheet isOpen={open === "shortcuts"} onClose={close} />
      <FaultList isOpen={open === "faults"} onClose={close} />
    </>
  );
}
