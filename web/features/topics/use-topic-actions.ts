import { useMemo } from "react";
import type { Bridge } from "../../bridge/bridge.ts";
import { useBridge } from "../../bridge/hooks.ts";
import { copyText } from "../../lib/clipboard.ts";
import { hexText } from "../../lib/hex.ts";
import { subscribeAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { textOf } from "../../lib/payload.ts";
import { openPublish } from "../../lib/publish-draft.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { TopicAction } from "./topic-actions.ts";
import { filterBelow, isSystemTopic, type TopicTarget } from "./topic-target.ts";
import type { RetainedClearing } from "./use-retained-clearing.ts";

type Words = Catalogue["topics"]["commands"];
type Clearing = Pick<RetainedClearing, "clear" | "askBelow">;

const always = () => true;

async function copyValue(bridge: Bridge, { id }: TopicTarget): Promise<void> {
  const message = await bridge.ask("readMessage", { topicId: id });
  if (message) await copyText(textOf(message.payload) ?? hexText(message.payload));
}

function takingActions(bridge: Bridge, words: Words): readonly TopicAction[] {
  return [
    {
      id: "publishHere",
      title: words.publishHere,
      keys: "shift+p",
      isOffered: ({ path }) => !isSystemTopic(path),
      run: ({ path }) => openPublish({ topic: path }),
    },
    {
      id: "subscribe",
      title: words.subscribe,
      keys: "shift+s",
      isOffered: always,
      run: ({ path, hasChildren }) =>
        navigate(subscribeAddress(hasChildren ? filterBelow(path) : path, location.search)),
    },
    {
      id: "copyTopic",
      title: words.copyTopic,
      keys: "shift+c",
      isGroupStart: true,
      isOffered: always,
      run: ({ path }) => void copyText(path),
    },
    {
      id: "copyValue",
      title: words.copyValue,
      keys: "shift+v",
      isOffered: ({ hasMessage }) => hasMessage,
      run: (target) => void copyValue(bridge, target),
    },
  ];
}

function unfoldActions(bridge: Bridge, words: Words): readonly TopicAction[] {
  return [
    {
      id: "expandBelow",
      title: words.expandBelow,
      keys: "shift+ArrowRight",
      isGroupStart: true,
      isOffered: ({ hasChildren }) => hasChildren,
      run: ({ id }) => bridge.send({ type: "expandBelow", id }),
    },
    {
      id: "collapseBelow",
      title: words.collapseBelow,
      keys: "shift+ArrowLeft",
      isOffered: ({ hasChildren }) => hasChildren,
      run: ({ id }) => bridge.send({ type: "collapseBelow", id }),
    },
  ];
}

function clearActions(clearing: Clearing, words: Words): readonly TopicAction[] {
  return [
    {
      id: "clearRetained",
      title: words.clearRetained,
      keys: "Delete",
      isGroupStart: true,
      isDangerous: true,
      isOffered: ({ path, isRetained }) => isRetained && !isSystemTopic(path),
      run: clearing.clear,
    },
    {
      id: "clearBelow",
      title: words.clearBelow,
      keys: "shift+Delete",
      isDangerous: true,
      isOffered: ({ path, hasChildren }) => hasChildren && !isSystemTopic(path),
      run: clearing.askBelow,
    },
  ];
}

/** Everything that can be done with a topic. */
export function useTopicActions({ clear, askBelow }: Clearing): readonly TopicAction[] {
  const bridge = useBridge();
  const words = useTexts().topics.commands;
  return useMemo(
    () => [
      ...takingActions(bridge, words),
      ...unfoldActions(bridge, words),
      ...clearActions({ clear, askBelow }, words),
    ],
    [bridge, words, clear, askBelow],
  );
}
