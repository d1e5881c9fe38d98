import { chunksOverTcp, chunksOverWebSocket, chunksWithoutHandshake } from "./delivery.ts";
import { connectWith, type Login, loginOf } from "./login.ts";
import { mutate } from "./mutations.ts";
import { between, chance, pick, type Random, randomOf } from "./random.ts";
import { sessionOf } from "./session.ts";

/** Where an input is thrown. `tls-records`: at the door of TLS, by a client that does not begin as TLS asks. */
export type DoorName = "tcp" | "tls" | "tls-records" | "websocket";

/** How a connection ends that the broker has not ended: at once, hard (RST), or when so many others have come and gone. */
export type Ending = "finished" | "reset" | { readonly after: number };

/** One connection's worth of bytes. */
export interface Input {
  readonly index: number;
  readonly door: DoorName;
  readonly chunks: readonly Uint8Array[];
  /** Goes on after the first chunk, which is its CONNECT; the others follow. */
  readonly login: Login | undefined;
  readonly ending: Ending;
  /** How the session was spoilt. */
  readonly mutations: readonly string[];
}

/** The input of this index; nothing else has to be known to make it again. */
export function inputOf(seed: number, index: number): Input {
  const random = randomOf(seed, index);
  if (chance(random, 3)) return loginInput(random, index);
  const { packets, names } = mutate(random, sessionOf(random).packets, sessionOf(random).packets);
  const door = doorOf(random);
  const ending = chance(random, 15)
    ? "reset"
    : chance(random, 15)
      ? { after: between(random, 1, 100) }
      : "finished";
  return { index, door, chunks: CHUNKS[door](random, packets), login: undefined, ending, mutations: names };
}

const CHUNKS = {
  tcp: chunksOverTcp,
  tls: chunksOverTcp,
  "tls-records": chunksWithoutHandshake,
  websocket: chunksOverWebSocket,
} as const;

function doorOf(random: Random): DoorName {
  if (chance(random, 40)) return "websocket";
  if (chance(random, 80)) return "tcp";
  return chance(random, 80) ? "tls" : "tls-records";
}

/** A session that begins with a login by SCRAM; only what comes after the login is spoilt, beside the login itself. */
function loginInput(random: Random, index: number): Input {
  const login = loginOf(random);
  const connect = connectWith(random, login);
  const [first, second] = [sessionOf(random, 5), sessionOf(random, 5)].map(({ packets }) => packets.slice(1));
  const { packets, names } = mutate(random, first ?? [], second ?? []);
  const chunks = [connect, ...chunksOverTcp(random, packets)];
  const ending = { after: between(random, 1, 100) };
  return { index, door: pick(random, ["tcp", "tls"]), chunks, login, ending, mutations: names };
}

/** One line that says all of an input, its bytes in hex, the chunks apart. */
export function describeInput({ index, door, chunks, login, ending, mutations }: Input): string {
  const end = typeof ending === "string" ? ending : `open for ${ending.after} more`;
  const bytes = chunks.map((chunk) => Buffer.from(chunk).toString("hex")).join(" ");
  const how = mutations.join(" + ") || "valid";
  return `#${index} ${door}${login === undefined ? "" : ` ${JSON.stringify(login)}`}, ${how}, ${end}: ${bytes}`;
}
