import type { EngineParts } from "./engine-parts.ts";
import type { Command } from "./messages/commands.ts";
import { EVERY_SUBSCRIPTION } from "./stream/stream.ts";

type CommandOf<T extends Command["type"]> = Extract<Command, { type: T }>;
type CommandTable = { readonly [T in Command["type"]]: (engine: EngineParts, command: CommandOf<T>) => void };

/** What each command of the page does. */
export const commands: CommandTable = {
  attach: (engine, { broker, options, baseFilters, expandedPaths }) => {
    engine.connection.detach();
    engine.renewWorkspace();
    engine.broker = broker;
    engine.workspace.subscriptions.setBase(baseFilters);
    for (const path of expandedPaths) engine.workspace.tree.lists.wantExpanded(path);
    engine.connection.attach(options);
    engine.updateHold();
  },
  detach: ({ connection }) => connection.detach(),
  reconnectNow: ({ connection }) => connection.reconnectNow(),
  setBaseFilters: ({ workspace }, { baseFilters }) => workspace.subscriptions.setBase(baseFilters),
  pause: (engine, { isPaused }) => engine.pause(isPaused),
  frameDrawn: ({ pump }, { milliseconds }) => pump.drawn(milliseconds),

  viewTopics: ({ workspace }, { first, count }) => workspace.tree.view(first, count),
  toggle: ({ workspace }, { id, isExpanded }) => workspace.tree.toggle(id, isExpanded),
  expandBelow: ({ workspace }, { id }) => workspace.tree.expandBelow(id),
  collapseBelow: ({ workspace }, { id }) => workspace.tree.collapseBelow(id),
  select: ({ workspace }, { path }) => workspace.tree.select(path),
  filterTopics: ({ workspace }, { text }) => workspace.tree.filter(text),
  hold: (engine, { isHeld }) => {
    engine.isHeld = isHeld;
    engine.updateHold();
  },
  knownTopics: ({ workspace }, command) => workspace.tree.know(command),
  retainedCleared: ({ workspace }, { topics }) => workspace.retainedCleared(topics),
  retainedRestored: ({ workspace }, { topics }) => workspace.retainedRestored(topics),
  forgetTopics: (engine) => engine.forgetTopics(),

  viewHistory: ({ workspace }, { fromIndex, count }) => workspace.detail.viewHistory(fromIndex, count),
  viewBranch: ({ workspace }, { fromPosition, count }) => workspace.detail.viewBranch(fromPosition, count),
  clearHistory: ({ workspace }, { id }) => workspace.history.clear(id),
  historyBudget: ({ workspace }, { bytes }) => {
    workspace.history.budgetBytes = bytes;
  },

  subscribe: ({ workspace }, { subscription }) => workspace.subscriptions.setLive(subscription),
  unsubscribe: ({ workspace }, { key }) => workspace.subscriptions.removeLive(key),
  viewStream: ({ streamView }, { fromPosition, count }) => streamView.view(fromPosition, count),
  filterStream: ({ workspace }, { text, subscriptionKeys }) => {
    const { stream, subscriptions } = workspace;
    stream.filter(text, subscriptionKeys ? subscriptions.maskOfKeys(subscriptionKeys) : EVERY_SUBSCRIPTION);
  },
  clearStream: ({ workspace }) => workspace.stream.clear(),

  labStart: ({ lab }, { key, options }) => lab.start(key, options),
  labSubscribe: ({ lab }, { key, request, identifier }) => lab.subscribe(key, request, identifier),
  labUnsubscribe: ({ lab }, { key, filter }) => lab.unsubscribe(key, filter),
  labEnd: ({ lab }, { key, ending, sessionExpirySeconds }) => lab.end(key, ending, sessionExpirySeconds),
  labRemove: ({ lab }, { key }) => lab.remove(key),
  labOpen: ({ lab }, { key }) => lab.open(key),
};
