import { useMemo } from "react";
import { useBridge } from "../bridge/hooks.ts";
import { type Command, useCommands } from "../lib/commands.ts";
import { navigate } from "../lib/navigate.ts";
import { chooseTheme, THEME_CHOICES } from "../lib/theme.ts";
import type { Catalogue } from "../texts/en/catalogue.ts";
import { chooseLanguage, LANGUAGES, type Language } from "../texts/language.ts";
import { useTexts } from "../texts/use-texts.ts";
import { openOverlay } from "./overlays.tsx";
import { PAUSE_KEY } from "./pause-button.tsx";
import { RAIL_ROUTES, ROUTES } from "./routes.tsx";
import { addressOf } from "./view-memory.ts";

type Shell = Catalogue["shell"];

function viewCommands(texts: Shell): readonly Command[] {
  return ROUTES.map((route) => {
    const place = RAIL_ROUTES.indexOf(route);
    return {
      id: `view.${route.id}`,
      title: texts.goTo(texts.views[route.id]),
      section: texts.navigation,
      ...(place < 0 ? {} : { keys: String(place + 1) }),
      run: () => navigate(addressOf(route.path, location.search)),
    };
  });
}

function appearanceCommands(texts: Shell): readonly Command[] {
  const themes = THEME_CHOICES.map((choice) => ({
    id: `theme.${choice}`,
    title: `${texts.theme}: ${texts.themes[choice]}`,
    section: texts.general,
    run: () => chooseTheme(choice),
  }));
  const languages = (Object.keys(LANGUAGES) as Language[]).map((language) => ({
    id: `language.${language}`,
    title: `${texts.language}: ${LANGUAGES[language]}`,
    section: texts.general,
    run: () => void chooseLanguage(language),
  }));
  return [...themes, ...languages];
}

/** What can be done wherever the reader is. */
export function useAppCommands(): void {
  const texts = useTexts().shell;
  const bridge = useBridge();
  const commands = useMemo((): readonly Command[] => {
    const togglePause = () => {
      const { isPaused } = bridge.stores.connection.getState();
      bridge.send({ type: "pause", isPaused: !isPaused });
    };
    return [
      ...viewCommands(texts),
      {
        id: "palette",
        title: texts.palette,
        section: texts.general,
        keys: "mod+k",
        isGlobal: true,
        run: () => openOverlay("palette"),
      },
      { id: "pause", title: texts.pause, section: texts.general, keys: PAUSE_KEY, run: togglePause },
      {
        id: "reconnect",
        title: texts.reconnectNow,
        section: texts.general,
        run: () => bridge.send({ type: "reconnectNow" }),
      },
      {
        id: "shortcuts",
        title: texts.shortcuts,
        section: texts.general,
        keys: "?",
        run: () => openOverlay("shortcuts"),
      },
      ...appearanceCommands(texts),
    ];
  }, [texts, bridge]);
  useCommands(commands);
}
