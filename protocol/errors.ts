import { ReasonCode } from "./reason-codes.ts";

/** Where an error was found: byte offset from the start of the packet, and the clause of the specification it broke. */
export interface ErrorPlace {
  readonly offset?: number;
  readonly clause?: string;
}

/** The peer broke the protocol. Its reason code is what goes on the wire; thrown by codec and handlers, caught once per connection. */
export class MqttError extends Error {
  readonly reasonCode: ReasonCode;
  /** Byte offset from the start of the packet, or undefined where no single byte is to blame. */
  readonly offset: number | undefined;
  /** The statement that was broken, like "5 MQTT-1.5.4-2", or a section, like "5 §2.2.2". */
  readonly clause: string | undefined;

  constructor(reasonCode: ReasonCode, message: string, place: ErrorPlace = {}) {
    super(message);
    this.name = "MqttError";
    this.reasonCode = reasonCode;
    this.offset = place.offset;
    this.clause = place.clause;
  }
}

/** The peer did what the clause calls a Protocol Error. */
export function protocolError(message: string, clause: string): MqttError {
  return new MqttError(ReasonCode.ProtocolError, message, { clause });
}
