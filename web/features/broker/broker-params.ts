import { choiceParam, optionalTextParam, textParam } from "../../lib/url-state.ts";

export const OWN_TABS = ["overview", "limits", "system"] as const;
export const FOREIGN_TABS = ["overview", "system"] as const;
export type OwnTab = (typeof OWN_TABS)[number];
/** How the view of the broker is written in the address. */
export const brokerParams = {
  ownTab: choiceParam(OWN_TABS, "overview"),
  foreignTab: choiceParam(FOREIGN_TABS, "overview"),
  filter: textParam(),
  /** The $SYS topic that is drawn. */
  drawn: optionalTextParam,
};
