import { once } from "node:events";

/** Characters that are gathered before they are written. */
const CHUNK_CHARACTERS = 65_536;

/** Lines to a stream that may be slower than they come: no more of them than a chunk are in memory. */
export class Lines {
  readonly #output: NodeJS.WritableStream;
  #gathered = "";

  constructor(output: NodeJS.WritableStream) {
    this.#output = output;
  }

  async write(line: string): Promise<void> {
    this.#gathered += `${line}\n`;
    if (this.#gathered.length >= CHUNK_CHARACTERS) await this.end();
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    const chunk = this.#gathered;
    this.#gathered = "";
    if (chunk !== "" && !this.#output.write(chunk)) await once(this.#output, "drain");
  }
}
