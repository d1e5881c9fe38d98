import type { SubscriptionRequest } from "../../../protocol/packets.ts";
import type { EnginePorts } from "../engine-ports.ts";
import type { ConnectOptions, OutgoingMessage, PublishResult } from "../messages/connection.ts";
import type { LabClientState, LabEnding, LabLog } from "../messages/lab.ts";
import { LabClient } from "./lab-client.ts";
import { PacketLog } from "./packet-log.ts";

/** What changed in the lab; undefined: nothing. */
export interface LabUpdate {
  readonly lab: readonly LabClientState[] | undefined;
  readonly labLog: LabLog | null | undefined;
}

/** The test clients of the page. */
export class Lab {
  readonly #ports: EnginePorts;
  readonly #events: { readonly onChange: () => void; readonly onInput: () => void };
  readonly #clients = new Map<string, LabClient>();
  #openKey: string | undefined;
  #isChanged = false;
  #sentLog = "";

  constructor(ports: EnginePorts, events: { readonly onChange: () => void; readonly onInput: () => void }) {
    this.#ports = ports;
    this.#events = events;
  }

  /** Connects a new client, or an old one once more: asked for the same, it resumes its session. */
  start(key: string, options: ConnectOptions): void {
    const before = this.#clients.get(key);
    before?.end("cut");
    const client = before?.isSameAs(options) ? before : this.#make(key, options, before?.log);
    this.#clients.set(key, client);
    client.start();
  }

  subscribe(key: string, request: SubscriptionRequest, identifier: number | undefined): void {
    void this.#clients.get(key)?.subscribe(request, identifier);
  }

  unsubscribe(key: string, filter: string): void {
    this.#clients.get(key)?.unsubscribe(filter);
  }

  publish(key: string, message: OutgoingMessage): Promise<PublishResult> {
    const client = this.#clients.get(key);
    return client?.publish(message) ?? Promise.resolve({ outcome: "failed", why: "not-connected" });
  }

  end(key: string, ending: LabEnding, sessionExpirySeconds?: number): void {
    this.#clients.get(key)?.end(ending, sessionExpirySeconds);
  }

  remove(key: string): void {
    this.#clients.get(key)?.end("cut");
    this.#clients.delete(key);
    this.#changed();
  }

  /** Its log is wanted from now on; undefined: none. */
  open(key: string | undefined): void {
    this.#openKey = key;
  }

  packetBytes(key: string, sequence: number): Uint8Array<ArrayBuffer> | undefined {
    return this.#clients.get(key)?.log.bytesOf(sequence);
  }

  work(until: number): boolean {
    let isMore = false;
    for (const client of this.#clients.values()) isMore = client.work(until) || isMore;
    return isMore;
  }

  update(): LabUpdate {
    const lab = this.#isChanged ? [...this.#clients.values()].map((client) => client.state) : undefined;
    this.#isChanged = false;
    return { lab, labLog: this.#log() };
  }

  #make(key: string, options: ConnectOptions, log = new PacketLog()): LabClient {
    return new LabClient(this.#ports, key, options, log, {
      onChange: () => this.#changed(),
      onInput: this.#events.onInput,
    });
  }

  #log(): LabLog | null | undefined {
    const client = this.#openKey === undefined ? undefined : this.#clients.get(this.#openKey);
    const signature = client ? `${client.key} ${client.log.sequence}` : "";
    if (signature === this.#sentLog) return undefined;
    this.#sentLog = signature;
    return client ? client.log.forPage(client.key) : null;
  }

  #changed(): void {
    this.#isChanged = true;
    this.#events.onChange();
  }
}
