import { Link, useLocation } from "wouter";
import { useSearch } from "wouter/use-browser-location";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "../ui/tip.ts";
import type { ViewRoute } from "./routes.tsx";
import { addressOf } from "./view-memory.ts";

/** The views: at the left, or at the bottom of a narrow screen. */
export function Rail({ routes }: { routes: readonly ViewRoute[] }) {
  const texts = useTexts().shell;
  const search = useSearch();
  const [path] = useLocation();
  return (
    <nav
      aria-label={texts.navigation}
      className="row-start-3 flex border-t bg-panel sm:col-start-1 sm:row-span-3 sm:row-start-1 sm:w-20 sm:flex-col sm:gap-1 sm:border-t-0 sm:border-r sm:px-1 sm:pt-2"
    >
      {routes.map(({ id, path: target, Icon }, index) => (
        <Link
          key={id}
          href={addressOf(target, search)}
          aria-current={path === target ? "page" : undefined}
          {...tip(texts.views[id], { keys: String(index + 1) })}
          className="focus-inset flex min-w-0 flex-auto flex-col items-center gap-0.5 rounded-md py-1.5 text-muted no-underline transition-colors duration-100 hover:bg-hover hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:text-accent-strong sm:flex-none"
        >
          {Icon && <Icon aria-hidden className="size-4.5" strokeWidth={1.75} />}
          <span className="max-w-full truncate text-xs">{texts.views[id]}</span>
        </Link>
      ))}
    </nav>
  );
}
