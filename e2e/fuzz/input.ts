import { chunksOverTcp, chunksOverWebSocket } from "./delivery.ts";
import { mutate } from "./mutations.ts";
import { between, chance, randomOf } from "./random.ts";
import { sessionOf } from "./session.ts";

/** How a connection ends that the broker has not ended: at once, hard (RST), or when so many others have come and gone. */
export type Ending = "finished" | "reset" | { readonly after: number };

/** One connection's worth of bytes. */
export interface Input {
  readonly index: number;
  readonly door: "tcp" | "websocket";
  readonly chunks: readonly Uint8Array[];
  readonly ending: Ending;
  /** How the session was spoilt. */
  readonly mutations: readonly string[];
}

/** The input of this index; nothing else has to be known to make it again. */
export function inputOf(seed: number, index: number): Input {
  const random = randomOf(seed, index);
  const { packets, names } = mutate(random, sessionOf(random).packets, sessionOf(random).packets);
  const isWebSocket = chance(random, 40);
  const chunks = isWebSocket ? chunksOverWebSocket(random, packets) : chunksOverTcp(random, packets);
  const ending = chance(random, 15)
    ? "reset"
    : chance(random, 15)
      ? { after: between(random, 1, 100) }
      : "finished";
  return { index, door: isWebSocket ? "websocket" : "tcp", chunks, ending, mutations: names };
}

/** One line that says all of an input, its bytes in hex, the chunks apart. */
export function describeInput({ index, door, chunks, ending, mutations }: Input): string {
  const end = typeof ending === "string" ? ending : `open for ${ending.after} more`;
  const bytes = chunks.map((chunk) => Buffer.from(chunk).toString("hex")).join(" ");
  return `#${index} ${door}, ${mutations.join(" + ") || "valid"}, ${end}: ${bytes}`;
}
