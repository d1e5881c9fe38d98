import { MqttError } from "../errors.ts";
import { PacketType, type Suback, type Unsuback } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import type { RequestDone } from "./client-options.ts";

/** A SUBSCRIBE or UNSUBSCRIBE that waits for its answer, or for a connection to be sent on. */
export interface Request {
  readonly packetId: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly answer: typeof PacketType.Suback | typeof PacketType.Unsuback;
  readonly filters: number;
  readonly done: RequestDone | undefined;
}

/** The client's unanswered SUBSCRIBE and UNSUBSCRIBE packets (MQTT 5.0 §3.8, §3.10). They die with the connection. */
export class Requests {
  readonly #send: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly #sent = new Map<number, Request>();
  readonly #waiting = new Map<number, Request>();
  #maximumPacketSize: number | undefined;

  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send;
  }

  isUsed(packetId: number): boolean {
    return this.#sent.has(packetId) || this.#waiting.has(packetId);
  }

  /** Sends the request, or lets it wait for a connection. */
  add(request: Request): void {
    if (this.#maximumPacketSize === undefined) this.#waiting.set(request.packetId, request);
    else this.#start(request, this.#maximumPacketSize);
  }

  open(maximumPacketSize: number): void {
    this.#maximumPacketSize = maximumPacketSize;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const request of waiting) this.add(request);
  }

  /** What was sent will not be answered any more; what was not is kept. */
  close(): void {
    this.#maximumPacketSize = undefined;
    const sent = [...this.#sent.values()];
    this.#sent.clear();
    for (const { done } of sent) done?.(undefined);
  }

  onAnswer(packet: Suback | Unsuback): void {
    const request = this.#sent.get(packet.packetId);
    if (request === undefined || request.answer !== packet.type) {
      throw new MqttError(ReasonCode.ProtocolError, `packet identifier ${packet.packetId} awaits no answer`);
    }
    const reasonCodes = hasNoCodes(packet) ? successes(request) : packet.reasonCodes;
    if (reasonCodes.length !== request.filters) {
      // [5 MQTT-3.8.4-6] [3 MQTT-3.8.4-5]
      const message = `${request.filters} filters were answered with ${reasonCodes.length} reason codes`;
      throw new MqttError(ReasonCode.ProtocolError, message, { clause: "5 MQTT-3.8.4-6" });
    }
    this.#sent.delete(packet.packetId);
    request.done?.(reasonCodes);
  }

  #start(request: Request, maximumPacketSize: number): void {
    // [5 MQTT-3.2.2-15]
    if (request.bytes.length > maximumPacketSize) {
      request.done?.(new Array<ReasonCode>(request.filters).fill(ReasonCode.PacketTooLarge));
      return;
    }
    this.#sent.set(request.packetId, request);
    this.#send(request.bytes);
  }
}

/** UNSUBACK of 3.x says nothing but that it was done (3.1.1 §3.11). */
function hasNoCodes(packet: Suback | Unsuback): boolean {
  return packet.type === PacketType.Unsuback && packet.reasonCodes.length === 0;
}

function successes(request: Request): readonly ReasonCode[] {
  return new Array<ReasonCode>(request.filters).fill(ReasonCode.Success);
}
