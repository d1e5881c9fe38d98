import { type BrokerAddress, Device } from "./device.ts";
import { HOUSE } from "./house.ts";
import { WORKSHOP } from "./workshop.ts";

/** The simulated house and workshop: real clients of this broker, started and stopped together. */
export class Demo {
  readonly #address: () => BrokerAddress;
  #devices: Device[] = [];

  /** `address` is asked at each start: the port is known only once the door is open. */
  constructor(address: () => BrokerAddress) {
    this.#address = address;
  }

  isRunning(): boolean {
    return this.#devices.length > 0;
  }

  async start(): Promise<void> {
    if (this.isRunning()) return;
    const address = this.#address();
    this.#devices = [...HOUSE, ...WORKSHOP].map((spec) => new Device(spec, address));
    for (const device of this.#devices) device.start();
  }

  /** Resolves when every device has cleared what it retained and said goodbye. */
  async stop(): Promise<void> {
    const devices = this.#devices;
    this.#devices = [];
    await Promise.all(devices.map((device) => device.stop()));
  }
}
