import { choiceParam, optionalTextParam, type ParamCodec, textParam } from "../../lib/url-state.ts";

/** No topic holds it, so it stands for "no selection": the branch above `/a` has an empty path. */
const NOTHING = "\u0000";

/** The selected topic or branch. */
export const topicParam: ParamCodec<string | undefined> = {
  initial: undefined,
  parse: (text) => (text.includes(NOTHING) ? undefined : text),
  format: (value) => value ?? NOTHING,
};

/** What the filter box holds. */
export const filterParam = textParam();

export const TOPIC_TABS = ["value", "history", "chart", "properties", "who", "below"] as const;
export type TopicTab = (typeof TOPIC_TABS)[number];

/** The open tab of the detail. */
export const tabParam = choiceParam(TOPIC_TABS, "value");

export const VALUE_FORMS = ["json", "text", "hex", "base64"] as const;
export type ValueForm = (typeof VALUE_FORMS)[number];
export type ValueFormChoice = "auto" | ValueForm;

/** How values are shown; `auto`: as what they are. */
export const formParam = choiceParam<ValueFormChoice>(["auto", ...VALUE_FORMS], "auto");

/** The number of the payload that the chart shows; absent: the first that is there. */
export const fieldParam = optionalTextParam;

/** A part of time, milliseconds since the epoch. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The part of time that the chart shows; absent: all that is kept. */
export const rangeParam: ParamCodec<TimeRange | undefined> = {
  initial: undefined,
  parse: (text) => {
    const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
    const range = { from: Number(from), to: Number(to) };
    return range.from < range.to ? range : undefined;
  },
  format: (range) => (range === undefined ? "" : `${Math.floor(range.from)}-${Math.ceil(range.to)}`),
};
