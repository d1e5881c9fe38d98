import { decode } from "../../protocol/codec/decode.ts";
import { Framer } from "../../protocol/codec/framer.ts";
import { MAXIMUM_PACKET_SIZE } from "../../protocol/limits.ts";
import { type Connack, type Packet, PacketType, type ProtocolVersion } from "../../protocol/packets.ts";
import { ConnectReturnCode, FIRST_ERROR_CODE, ReasonCode } from "../../protocol/reason-codes.ts";
import type { DoorName } from "./input.ts";
import { ServerFrames } from "./server-frames.ts";

/** Bytes of a CONNACK of MQTT 3.x; in 5.0 it has a property length too. */
const CONNACK_3_BYTES = 4;
const CODES = new Map<number, string>(Object.entries(ReasonCode).map(([name, code]) => [code, name]));
const RETURN_CODES = new Map<number, string>(
  Object.entries(ConnectReturnCode).map(([name, code]) => [code, name]),
);

/** What the broker says on one connection, and how it says that it ends. */
export class Answers {
  readonly #framer = new Framer(MAXIMUM_PACKET_SIZE);
  readonly #frames: ServerFrames | undefined;
  #version: ProtocolVersion | undefined;
  #isAccepted = false;
  #farewell: string | undefined;
  /** Why what came is nothing that a broker may send. */
  problem: string | undefined;
  /** What the broker says first in an exchange (MQTT 5.0 §4.12). */
  readonly challenge: Promise<Buffer>;
  readonly #door: DoorName;
  #onChallenge: (data: Buffer) => void = () => undefined;

  constructor(door: DoorName) {
    this.#door = door;
    this.challenge = new Promise((resolve) => {
      this.#onChallenge = resolve;
    });
    if (door === "websocket") this.#frames = new ServerFrames((bytes) => this.#read(bytes));
  }

  take(chunk: Uint8Array): void {
    if (this.problem !== undefined || this.#door === "tls-records") return;
    try {
      if (this.#frames === undefined) this.#read(chunk);
      else this.#frames.take(chunk);
    } catch (error) {
      this.problem = `the broker's answer cannot be read: ${(error as Error).message}`;
    }
  }

  get isLetIn(): boolean {
    return this.#isAccepted;
  }

  /** How the connection ended, by reason code where one was sent. */
  get end(): string {
    const told = this.#farewell ?? this.#frames?.farewell;
    if (told !== undefined) return told;
    if (this.#door === "tls-records") return "no TLS handshake";
    return this.#isAccepted ? "no reason sent, after CONNACK" : "no reason sent, before CONNACK";
  }

  #read(bytes: Uint8Array): void {
    const framer = this.#framer;
    framer.push(bytes);
    while (framer.next()) {
      const { buffer, start, body, end } = framer;
      this.#version ??= end - start === CONNACK_3_BYTES ? 4 : 5;
      this.#take(decode(buffer, start, body, end, this.#version, "fromServer"));
    }
  }

  #take(packet: Packet): void {
    if (packet.type === PacketType.Auth) {
      this.#onChallenge(Buffer.from(packet.properties.authenticationData ?? []));
    } else if (packet.type === PacketType.Disconnect)
      this.#farewell = `DISCONNECT ${named(packet.reasonCode)}`;
    else if (packet.type !== PacketType.Connack) return;
    else if (packet.reasonCode === ReasonCode.Success) this.#isAccepted = true;
    else this.#farewell = refusal(packet);
  }
}

function refusal({ reasonCode }: Connack): string {
  if (reasonCode >= FIRST_ERROR_CODE) return `CONNACK ${named(reasonCode)}`;
  return `CONNACK ${reasonCode} ${RETURN_CODES.get(reasonCode) ?? "?"} (MQTT 3.x)`;
}

function named(code: number): string {
  return `0x${code.toString(16).padStart(2, "0")} ${CODES.get(code) ?? "?"}`;
}
