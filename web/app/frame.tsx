import { useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { useSearch } from "wouter/use-browser-location";
import { ConnectionNotes } from "../features/connections/connection-notes.tsx";
import { useConnectionName } from "../features/connections/use-connection-name.ts";
import { PublishPanel } from "../features/publish/publish-panel.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Rail } from "./rail.tsx";
import { FIRST_PATH, RAIL_ROUTES, ROUTES } from "./routes.tsx";
import { StatusLine } from "./status-line.tsx";
import { StoreFailureNote } from "./store-failure.tsx";
import { TopBar } from "./top-bar.tsx";
import { useAppCommands } from "./use-app-commands.ts";
import { useAttachment } from "./use-attachment.ts";
import { ViewBoundary } from "./view-boundary.tsx";
import { addressOf, rememberView } from "./view-memory.ts";

/** Rail, top bar, view and status line; on a narrow screen the rail lies at the bottom. */
export function Frame() {
  const texts = useTexts().shell;
  useAttachment();
  useAppCommands();
  useViewMemory();
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto_auto] sm:grid-cols-[auto_minmax(0,1fr)] sm:grid-rows-[auto_minmax(0,1fr)_auto]">
      <a
        href="#view"
        className="absolute -top-20 left-2 z-60 rounded-md bg-raised px-3 py-1 shadow-raised focus:top-2"
      >
        {texts.skipToContent}
      </a>
      <Rail routes={RAIL_ROUTES} />
      <TopBar />
      <main
        id="view"
        tabIndex={-1}
        className="flex min-h-0 min-w-0 flex-col outline-none sm:col-start-2 sm:row-start-2"
      >
        <ConnectionNotes />
        <StoreFailureNote />
        <div className="flex min-h-0 flex-1 flex-col">
          <Views />
        </div>
        <PublishPanel />
      </main>
      <StatusLine />
    </div>
  );
}

function Views() {
  const texts = useTexts().shell;
  const search = useSearch();
  return (
    <Switch>
      <Route path="/">
        <Redirect to={addressOf(FIRST_PATH, search)} replace />
      </Route>
      {ROUTES.map(({ id, path, View }) => (
        <Route key={id} path={path}>
          <ViewBoundary name={texts.views[id]}>
            <h1 className="sr-only">{texts.views[id]}</h1>
            <View />
          </ViewBoundary>
        </Route>
      ))}
      <Route>
        <h1 className="sr-only">{texts.product}</h1>
        <EmptyState title={texts.unknownAddress} text={texts.unknownAddressWhat} />
      </Route>
    </Switch>
  );
}

/** Each view comes back as it was left, and names itself in the title of the tab. */
function useViewMemory(): void {
  const texts = useTexts().shell;
  const [path] = useLocation();
  const search = useSearch();
  const broker = useConnectionName();
  const route = ROUTES.find((one) => one.path === path);
  useEffect(() => {
    rememberView(path, search);
  }, [path, search]);
  useEffect(() => {
    const view = route === undefined ? [] : [texts.views[route.id]];
    document.title = [...view, broker, texts.product].join(" · ");
  }, [route, texts, broker]);
}
