import { Languages, Moon, Sun, SunMoon } from "lucide-react";
import { chooseTheme, THEME_CHOICES, type ThemeChoice, useTheme } from "../lib/theme.ts";
import { chooseLanguage, LANGUAGES, type Language, useLanguage } from "../texts/language.ts";
import { useTexts } from "../texts/use-texts.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { Menu } from "../ui/menu.tsx";

const THEME_ICONS: Record<ThemeChoice, typeof Sun> = { system: SunMoon, light: Sun, dark: Moon };

/** Theme and language. */
export function AppearanceMenu() {
  const texts = useTexts().shell;
  const choice = useTheme((state) => state.choice);
  const language = useLanguage((state) => state.language);
  const Icon = THEME_ICONS[choice];
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label={texts.theme} icon={<Icon />} />}
        items={THEME_CHOICES.map((one) => ({
          id: one,
          title: texts.themes[one],
          isChecked: one === choice,
          run: () => chooseTheme(one),
        }))}
      />
      <Menu
        align="end"
        trigger={<IconButton label={texts.language} icon={<Languages />} />}
        items={(Object.keys(LANGUAGES) as Language[]).map((one) => ({
          id: one,
          title: LANGUAGES[one],
          isChecked: one === language,
          run: () => void chooseLanguage(one),
        }))}
      />
    </>
  );
}
