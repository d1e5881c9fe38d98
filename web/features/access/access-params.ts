import { choiceParam, textParam } from "../../lib/url-state.ts";

export const ACCESS_TABS = ["question", "file"] as const;
export type AccessTab = (typeof ACCESS_TABS)[number];
export const ACTIONS = ["publish", "subscribe", "receive"] as const;

/** How the view of rights is written in the address: the question is all in it. */
export const accessParams = {
  tab: choiceParam(ACCESS_TABS, "question"),
  clientId: textParam(),
  user: textParam(),
  action: choiceParam(ACTIONS, "publish"),
  topic: textParam(),
};
