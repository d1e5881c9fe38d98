import { encodeInto } from "../../../protocol/codec/encode.ts";
import type { Framer } from "../../../protocol/codec/framer.ts";
import { MqttError } from "../../../protocol/errors.ts";
import type { Packet, ProtocolVersion } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { type ClientLink, type Context, type Reauthentication, tell } from "../context.ts";
import { describeError } from "../describe-error.ts";
import type { Authentication } from "../packets/connect/authenticate.ts";
import { dispatch } from "../packets/dispatch.ts";
import type { Refusal } from "../packets/refusal.ts";
import type { Subject } from "../ports/access.ts";
import type { ConnectFlags } from "../ports/inside.ts";
import type { DisconnectCause, WarningCode } from "../ports/observer.ts";
import type { Peer, Slice, Wire, WireHandler } from "../ports/wire.ts";
import type { Topic } from "../routing/topic.ts";
import type { Session } from "../session/session.ts";
import { warn } from "../warn.ts";
import { mustBeSafe, writeAcknowledgement } from "./acknowledgement.ts";
import { Entrance } from "./entrance.ts";
import { goodbye } from "./goodbye.ts";
import { KeepAlive, type KeptAlive } from "./keep-alive.ts";
import { NO_CONNECT } from "./no-connect.ts";
import { type OutboundAliases, outboundAliasesFor } from "./outbound-aliases.ts";
import { Outbox, type OutboxOwner } from "./outbox.ts";
import { type Reader, Reading } from "./reading.ts";
import { ReceiveQuota } from "./receive-quota.ts";

/** Who keeps account of the connections. */
export interface ConnectionOwner {
  /** It has got in, or will not: it is not pending any more. */
  onSettled(connection: Connection): void;
  /** The network connection is gone. */
  onClosed(connection: Connection): void;
}

/**
 * One network connection: bytes in, packets handled one after another, bytes out. It dies with its socket; what lives on
 * is the session. Whatever a packet does wrong ends here, in the one catch, and costs this connection alone.
 */
export class Connection implements WireHandler, ClientLink, Reader, OutboxOwner, KeptAlive {
  readonly peer: Peer;
  readonly outbox: Outbox;
  readonly quota: ReceiveQuota;
  warned: Set<WarningCode> | undefined = undefined;
  aliases: Map<number, Topic> | undefined = undefined;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
  version: ProtocolVersion = 4;
  isBridge = false;
  connect: ConnectFlags = NO_CONNECT;
  maximumPacketBytes = Number.POSITIVE_INFINITY;
  outboundAliases: OutboundAliases | undefined = undefined;
  heardAt = 0;
  packetsReceived = 0;
  packetsSent = 0;
  reauthentication: Reauthentication | undefined = undefined;
  turnedAway: Refusal | undefined = undefined;
  readonly #context: Context;
  readonly #wire: Wire;
  readonly #reading: Reading;
  readonly #owner: ConnectionOwner;
  /** There until it is in; then there is a session, and when both are gone the connection is closed. */
  #entrance: Entrance | undefined;
  #session: Session | undefined = undefined;
  #keepAlive: KeepAlive | undefined = undefined;

  constructor(context: Context, wire: Wire, owner: ConnectionOwner) {
    this.#context = context;
    this.#wire = wire;
    this.#owner = owner;
    this.peer = wire.peer;
    this.outbox = new Outbox(wire, context.flusher, context.slab, context.counters, this);
    this.#reading = new Reading(context, wire, this.outbox, this);
    this.quota = new ReceiveQuota(this.outbox, context.flusher);
    this.#entrance = new Entrance(context, this);
    this.acceptedAt = context.clock.now();
  }

  get isPending(): boolean {
    return this.#entrance !== undefined;
  }

  get clientId(): string | undefined {
    return this.#session?.clientId;
  }

  get isClosed(): boolean {
    return this.#session === undefined && this.#entrance === undefined;
  }

  get isHeard(): boolean {
    return this.#session !== undefined || this.#entrance?.isDeciding === false;
  }

  onBytes(chunk: Uint8Array): void {
    if (this.isClosed) return;
    this.#context.counters.bytesReceived += chunk.length;
    this.heardAt = this.#context.clock.now();
    this.#reading.push(chunk);
  }

  onPacket(framer: Framer): void {
    this.packetsReceived++;
    this.#context.counters.packetsReceived++;
    this.#context.flusher.beginPacket();
    this.#context.storeRoom.look();
    this.#context.tracer.running?.received(this, framer);
    try {
      if (this.#session !== undefined) dispatch(this.#context, this, this.#session, framer);
      else this.#entrance?.onPacket(framer);
    } catch (error) {
      this.fail(error, framer.packet);
    }
  }

  /** Only whole packets are a sign of life, not the bytes of one that is never finished [5 MQTT-3.1.2-22] [3 MQTT-3.1.2-24]. */
  onPackets(): void {
    this.#keepAlive?.heard(this.heardAt);
  }

  onSlowed(detail: string): void {
    if (this.#session !== undefined) warn(this.#context, this, this.#session, "rate-exceeded", detail);
  }

  onHeardAgain(): void {
    this.heardAt = this.#context.clock.now();
    this.#keepAlive?.heard(this.heardAt);
  }

  onWritable(): void {
    this.outbox.writable();
  }

  onClosed(error: Error | undefined): void {
    const detail = error?.message ?? "the network connection was closed without DISCONNECT";
    const reason = `closed before CONNECT was complete: ${detail}`;
    this.#entrance?.refused(ReasonCode.UnspecifiedError, reason, undefined, undefined, this.#reading.unread);
    this.#leave("connection-lost", undefined, detail);
    this.#owner.onClosed(this);
  }

  /** CONNECT was accepted: from here on packets go to the session. */
  open(session: Session, connect: ConnectFlags, maximumPacketBytes: number): void {
    const { limits, listenerLimits, clock } = this.#context;
    this.#session = session;
    this.#settleEntrance();
    this.quota.inherit(session.received);
    this.connect = connect;
    this.maximumPacketBytes = maximumPacketBytes;
    this.#reading.maximumPacketBytes = (listenerLimits.get(this.peer.listener) ?? limits).maximumPacketBytes;
    this.outboundAliases = outboundAliasesFor(connect, limits);
    const { grantedKeepAliveSeconds: seconds } = connect;
    if (seconds > 0) this.#keepAlive = new KeepAlive(clock, seconds, this);
  }

  onSilent(): void {
    const detail = `nothing heard for 1.5 × ${this.connect.grantedKeepAliveSeconds} s`;
    this.close("keep-alive-timeout", ReasonCode.KeepAliveTimeout, detail);
  }

  /** Reads on, for the AUTH that answers the challenge just sent (§4.12). */
  awaitAuth(authentication: Authentication): void {
    this.#entrance?.awaitAuth(authentication);
  }

  /** Reads nothing more until `resume`: somebody else decides whether this client may come in. */
  pause(): void {
    this.#entrance?.pause();
    this.#wire.pauseReading();
  }

  /** Goes on after `pause` with what was found out; a connection that has gone meanwhile stays gone. */
  resume(step: () => void): void {
    if (!this.#isDeciding) return;
    this.settle(step);
    // the step may have led to the next question
    if (!this.#isDeciding) this.#reading.goOn();
  }

  settle(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.fail(error);
    }
  }

  send(packet: Packet): void {
    if (this.isClosed) return;
    const { writer, counters } = this.#context;
    encodeInto(writer, packet, this.version);
    const { length } = writer;
    // [5 MQTT-3.1.2-24]
    if (length > this.maximumPacketBytes) {
      const message = `an answer of ${length} bytes is more than the client takes (${this.maximumPacketBytes})`;
      throw new MqttError(ReasonCode.PacketTooLarge, message, { clause: "5 MQTT-3.1.2-24" });
    }
    const at = this.outbox.reserve(length);
    this.outbox.finish(at, writer.copyTo(this.outbox.block, at));
    this.packetsSent++;
    counters.packetsSent++;
  }

  acknowledge(type: 4 | 5 | 6 | 7, packetId: number, reasonCode: ReasonCode): void {
    if (mustBeSafe(this.#context, type, this.#session)) this.outbox.gate();
    writeAcknowledgement(this.outbox, this.version, type, packetId, reasonCode);
    this.packetsSent++;
    this.#context.counters.packetsSent++;
  }

  close(cause: DisconnectCause, reasonCode: number, detail: string): void {
    if (this.isClosed) return;
    const isOurs = cause !== "normal" && cause !== "disconnect-with-will";
    if (this.#session !== undefined && this.version === 5 && isOurs && this.outbox.makeWay()) {
      this.#sayGoodbye(cause, reasonCode as ReasonCode, detail);
    }
    this.outbox.flush();
    this.#leave(cause, reasonCode, detail);
    this.#wire.end();
  }

  /** It had to be in by now. */
  timeOut(): void {
    this.refuse(ReasonCode.ProtocolError, this.#entrance?.missing ?? "", undefined);
  }

  /** Ends a connection that never got in, with CONNACK where the protocol has a code for it. */
  refuse(reasonCode: ReasonCode, reason: string, client: Subject | undefined, culprit?: Uint8Array): void {
    if (this.#entrance === undefined) return;
    this.#entrance.refused(reasonCode, reason, client, culprit, this.#reading.unread);
    this.outbox.flush();
    this.#leave("protocol-error", reasonCode, reason);
    this.#wire.end();
  }

  /** The one place where an error becomes the end of a connection; `culprit` is the packet that is to blame. */
  fail(error: unknown, culprit?: Uint8Array): void {
    if (error instanceof MqttError) {
      const detail = describeError(error);
      this.#context.tracer.malformed(this, error.reasonCode, detail, culprit);
      if (this.isPending) this.refuse(error.reasonCode, detail, undefined, culprit);
      else this.close("protocol-error", error.reasonCode, detail); // [5 MQTT-4.13.1-1] [5 MQTT-4.13.2-1] [3 MQTT-4.8.0-1]
      return;
    }
    const bug = this.#tellBug(error); // it costs this connection, and no other [3 MQTT-4.8.0-2]
    if (this.isPending) this.refuse(ReasonCode.UnspecifiedError, "an error of the broker's own", undefined);
    else this.close("internal-error", ReasonCode.UnspecifiedError, bug.message);
  }

  get #isDeciding(): boolean {
    return this.#entrance?.isDeciding === true;
  }

  /** A goodbye that cannot be sent is a fault of ours; the connection ends all the same, and only this one. */
  #sayGoodbye(cause: DisconnectCause, reasonCode: ReasonCode, detail: string): void {
    try {
      this.send(goodbye(this, this.#context.policy.redirect, cause, reasonCode, detail));
    } catch (error) {
      this.#tellBug(error);
    }
  }

  onWriting(slices: readonly Slice[], count: number): void {
    this.#context.tracer.running?.written(this, slices, count);
  }

  /** Nothing can be written any more. */
  onBroken(error: unknown): void {
    this.#leave("internal-error", undefined, this.#tellBug(error).message);
    this.#wire.destroy();
  }

  #tellBug(error: unknown): Error {
    const bug = error instanceof Error ? error : new Error(String(error));
    tell(this.#context, { type: "internalError", clientId: this.#session?.clientId, error: bug });
    return bug;
  }

  #leave(cause: DisconnectCause, reasonCode: number | undefined, detail: string): void {
    if (this.isClosed) return;
    this.#settleEntrance();
    const session = this.#session;
    this.#session = undefined;
    this.#keepAlive?.stop();
    this.#reading.stop();
    this.outbox.close();
    this.reauthentication = undefined;
    if (session !== undefined) this.#context.sessions.leave(session, this, cause, reasonCode, detail);
  }

  #settleEntrance(): void {
    if (this.#entrance === undefined) return;
    this.#entrance = undefined;
    this.#owner.onSettled(this);
  }

  onRoom(): void {
    this.#reading.onRoom();
    if (this.#session !== undefined) this.#context.outgoing.pump(this.#session);
  }
}
