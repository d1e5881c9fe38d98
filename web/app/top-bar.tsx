import { Search } from "lucide-react";
import { SignedIn } from "../features/login/signed-in.tsx";
import { describeKeys } from "../lib/keys.ts";
import { useIsNarrow } from "../lib/media.ts";
import { useTexts } from "../texts/use-texts.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { AppearanceMenu } from "./appearance-menu.tsx";
import { ConnectionChip } from "./connection-chip.tsx";
import { openOverlay } from "./overlays.tsx";
import { PauseButton } from "./pause-button.tsx";
import { Traffic } from "./traffic.tsx";

/** The connection with its traffic, the palette, pause and appearance. */
export function TopBar() {
  const texts = useTexts().shell;
  const isNarrow = useIsNarrow();
  return (
    <header className="flex h-10 min-w-0 items-center gap-2 border-b bg-panel px-2 sm:col-start-2 sm:row-start-1">
      <ConnectionChip />
      {!isNarrow && <Traffic />}
      <span className="flex-1" />
      {isNarrow ? (
        <IconButton
          label={texts.palette}
          keys="mod+k"
          icon={<Search />}
          onClick={() => openOverlay("palette")}
        />
      ) : (
        <button
          type="button"
          onClick={() => openOverlay("palette")}
          className="flex h-6 w-56 min-w-0 items-center gap-2 rounded-md border border-line-strong bg-ground px-2 text-faint hover:border-faint"
        >
          <Search aria-hidden className="size-3.5 shrink-0" />
          <span className="min-w-0 flex-1 truncate text-left">{texts.palette}</span>
          <kbd className="font-sans text-sm">{describeKeys("mod+k")}</kbd>
        </button>
      )}
      <PauseButton />
      <SignedIn />
      <AppearanceMenu />
    </header>
  );
}
