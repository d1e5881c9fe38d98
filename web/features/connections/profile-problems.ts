import { topicFilterError, topicNameError } from "../../../protocol/topics/validate.ts";
import type { Profile } from "../../bridge/profiles.ts";
import type { BaseFilter } from "../../worker/messages.ts";

/** What keeps a profile from being used. */
export interface ProfileProblems {
  readonly url: "not-websocket" | "mixed-content" | undefined;
  readonly isWillTopicWrong: boolean;
  /** The first that is no topic filter. */
  readonly wrongFilter: string | undefined;
}

/** Checks a profile as it is typed. */
export function profileProblems(profile: Profile, isPageSecure: boolean): ProfileProblems {
  const { will } = profile;
  return {
    url: urlProblem(profile.url, isPageSecure),
    isWillTopicWrong: will !== undefined && topicNameError(will.topic) !== undefined,
    wrongFilter: profile.baseFilters.find(({ filter }) => topicFilterError(filter) !== undefined)?.filter,
  };
}

/** Whether it can be saved. */
export function isUsable(problems: ProfileProblems): boolean {
  return problems.url === undefined && !problems.isWillTopicWrong && problems.wrongFilter === undefined;
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
