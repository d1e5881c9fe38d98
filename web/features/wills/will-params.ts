import { choiceParam, optionalTextParam, textParam } from "../../lib/url-state.ts";

/** The states of a will as the page names them (MQTT 5.0 §3.1.2.5). */
export const WILL_STATES = ["armed", "waiting", "fired", "cleared"] as const;
export type WillState = (typeof WILL_STATES)[number];
export type StateChoice = "any" | WillState;

/** How the view of wills is written in the address. */
export const willParams = {
  filter: textParam(),
  state: choiceParam<StateChoice>(["any", ...WILL_STATES], "any"),
  list: choiceParam(["now", "ended"], "now"),
  selected: optionalTextParam,
};

/** The lists that can hold a will in the chosen state. */
export function listsFor(state: StateChoice): { readonly isNow: boolean; readonly isEnded: boolean } {
  return {
    isNow: state === "any" || state === "armed" || state === "waiting",
    isEnded: state === "any" || state === "fired" || state === "cleared",
  };
}
