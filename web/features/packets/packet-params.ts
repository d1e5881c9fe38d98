import { choiceParam, optionalTextParam, type ParamCodec, textParam } from "../../lib/url-state.ts";

/** The packets of a trace, or those that ended a connection. */
export const PACKET_LISTS = ["trace", "faulty"] as const;
export type PacketList = (typeof PACKET_LISTS)[number];

/** Kinds of packets that are shown or hidden together. */
export const PACKET_GROUPS = ["connect", "publish", "acknowledge", "subscribe", "ping"] as const;
export type PacketGroup = (typeof PACKET_GROUPS)[number];

/** Those that keep a connection alive say little, and are many. */
const SHOWN_AT_FIRST: readonly PacketGroup[] = PACKET_GROUPS.filter((group) => group !== "ping");
const NONE = "none";

const groups: ParamCodec<readonly PacketGroup[]> = {
  initial: SHOWN_AT_FIRST,
  parse: (text) => {
    const named = text.split(",");
    const known = PACKET_GROUPS.filter((group) => named.includes(group));
    return known.length > 0 || text === NONE ? known : undefined;
  },
  format: (shown) => PACKET_GROUPS.filter((group) => shown.includes(group)).join(",") || NONE,
};

/** How the view of packets is written in the address. */
export const packetParams = {
  list: choiceParam<PacketList>(PACKET_LISTS, "trace"),
  filter: textParam(),
  groups,
  selected: optionalTextParam,
};
