import { useCallback, useMemo, useRef } from "react";
import { type Command, useCommands } from "../../lib/commands.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { flagParam, optionalTextParam, type ParamCodec, textParam } from "../../lib/url-state.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Splitter } from "../../ui/splitter.tsx";
import { StreamPane } from "./stream-pane.tsx";
import { useSubscriptionList } from "./subscription-list.ts";
import { SubscriptionPane } from "./subscription-pane.tsx";

const filterParam = textParam();
const sideParam = flagParam();
/** Keys of subscriptions, with points between. */
const onlyParam: ParamCodec<string> = {
  initial: "",
  parse: (text) => (/^\d+(\.\d+)*$/.test(text) ? text : undefined),
  format: (value) => value,
};

/** Live subscriptions, each a real SUBSCRIBE, and the stream of what they bring. */
export function MessagesView() {
  const isNarrow = useIsNarrow();
  const list = useSubscriptionList();
  const [text, setText] = useUrlState("q", filterParam);
  const [onlyText, setOnlyText] = useUrlState("only", onlyParam);
  const [isSideShown, setSideShown] = useUrlState("side", sideParam);
  const [wished, setWished] = useUrlState("subscribe", optionalTextParam);
  const only = useMemo(() => (onlyText === "" ? [] : onlyText.split(".")), [onlyText]);
  const search = useRef<HTMLInputElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  useMessageCommands(search, filter);
  const setOnly = useCallback((keys: readonly string[]) => setOnlyText(keys.join(".")), [setOnlyText]);
  const changeText = useCallback((next: string) => setText(next, "replace"), [setText]);
  const closeSide = () => {
    setWished(undefined, "replace");
    setSideShown(false);
  };
  const side = (
    <SubscriptionPane
      list={list}
      only={only}
      onOnlyChange={setOnly}
      onBack={isNarrow ? closeSide : undefined}
      filterRef={filter}
      wished={wished}
      onWishDone={() => setWished(undefined, "replace")}
    />
  );
  const stream = (
    <StreamPane
      list={list}
      text={text}
      onText={changeText}
      only={only}
      onOnlyChange={setOnly}
      onSubscriptions={isNarrow ? () => setSideShown(true) : undefined}
      searchRef={search}
    />
  );
  if (isNarrow) return isSideShown || wished !== undefined ? side : stream;
  return (
    <Splitter
      name="messages"
      className="flex-1"
      panes={[
        { id: "subscriptions", content: side, size: "336px", minimumSize: "240px" },
        { id: "stream", content: stream, minimumSize: "360px" },
      ]}
    />
  );
}

function useMessageCommands(
  search: React.RefObject<HTMLInputElement | null>,
  filter: React.RefObject<HTMLInputElement | null>,
): void {
  const texts = useTexts().messages;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "messages.subscribe",
        title: texts.addHint,
        section: texts.title,
        keys: "s",
        hint: texts.addKey,
        run: () => filter.current?.focus(),
      },
      {
        id: "messages.search",
        title: texts.search,
        section: texts.title,
        keys: "/",
        hint: texts.searchKey,
        run: () => search.current?.focus(),
      },
    ],
    [texts, search, filter],
  );
  useCommands(commands);
}
