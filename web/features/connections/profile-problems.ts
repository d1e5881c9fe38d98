import { topicFilterError } from "../../../protocol/topics/validate.ts";
import type { Profile } from "../../bridge/profiles.ts";
import { type ConnectProblems, connectProblems, isSendable } from "../../lib/connect-draft.ts";
import type { BaseFilter } from "../../worker/messages.ts";

/** What keeps a profile from being used. */
export interface ProfileProblems {
  readonly url: "not-websocket" | "mixed-content" | undefined;
  readonly connect: ConnectProblems;
  /** The first that is no topic filter. */
  readonly wrongFilter: string | undefined;
}

/** Checks a profile as it is typed. */
export function profileProblems(profile: Profile, isPageSecure: boolean): ProfileProblems {
  return {
    url: urlProblem(profile.url, isPageSecure),
    connect: connectProblems(profile),
    wrongFilter: profile.baseFilters.find(({ filter }) => topicFilterError(filter) !== undefined)?.filter,
  };
}

/** Whether it can be saved. */
export function isUsable(problems: ProfileProblems): boolean {
  return problems.url === undefined && isSendable(problems.connect) && problems.wrongFilter === undefined;
}

function urlProblem(text: string, isPageSecure: boolean): ProfileProblems["url"] {
  if (!URL.canParse(text)) return "not-websocket";
  const { protocol, host } = new URL(text);
  if ((protocol !== "ws:" && protocol !== "wss:") || host === "") return "not-websocket";
  return protocol === "ws:" && isPageSecure ? "mixed-content" : undefined;
}

/** Topic filters out of lines; what is already known keeps its QoS. */
export function filtersOf(text: string, before: readonly BaseFilter[]): readonly BaseFilter[] {
  const filters = text.split("\n").filter((line) => line.trim() !== "");
  return [...new Set(filters)].map(
    (filter) => before.find((known) => known.filter === filter) ?? { filter, qos: 0 },
  );
}
