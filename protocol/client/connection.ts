import { Framer } from "../codec/framer.ts";
import { PublishView } from "../codec/publish.ts";
import { MAXIMUM_REMAINING_LENGTH } from "../limits.ts";
import { Authentication } from "./authentication.ts";
import type { ClientOptions } from "./client-options.ts";
import { KeepAlive } from "./keep-alive.ts";

/** The longest fixed header (MQTT 5.0 §2.1). */
const MAXIMUM_HEADER_BYTES = 5;

/** What dies with the wire. `connecting`: CONNACK is awaited. */
export interface Connection {
  phase: "connecting" | "connected";
  readonly framer: Framer;
  /** Filled again for every PUBLISH. */
  readonly view: PublishView;
  keepAlive: KeepAlive;
  readonly authentication: Authentication;
}

/** A connection on which CONNECT was just sent; it takes packets up to the size that CONNECT names [5 MQTT-3.1.2-24]. */
export function openConnection({ keepAliveSeconds, properties }: ClientOptions): Connection {
  const maximum = properties?.maximumPacketSize ?? MAXIMUM_HEADER_BYTES + MAXIMUM_REMAINING_LENGTH;
  return {
    phase: "connecting",
    framer: new Framer(maximum),
    view: new PublishView(),
    keepAlive: new KeepAlive(keepAliveSeconds),
    authentication: new Authentication(properties?.authenticationMethod),
  };
}
