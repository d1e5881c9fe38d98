import { readUtf8 } from "../../../protocol/bytes/utf8.ts";
import { MqttError } from "../../../protocol/errors.ts";
import { DatabaseError } from "./database-error.ts";
import type { ClientRecord } from "./records.ts";

/**
 * Finds out whose sessions are. mosquitto 2.0 writes for a client without a user name the name of the client before it
 * again: once with whatever stands behind it in memory, which begins with a null character, and the next time alone. So a
 * name with a null character is none, and behind it the same name again is doubtful: whose it is stays unknown until the
 * client comes back.
 */
export class UserNames {
  #repeated: string | undefined;

  /** Of the client that comes next in the file. */
  next({
    userNameBytes,
    userNameAt,
  }: Pick<ClientRecord, "userNameBytes" | "userNameAt">): string | undefined {
    if (userNameBytes.length === 0) return undefined;
    const end = userNameBytes.indexOf(0);
    const name = textOf(end < 0 ? userNameBytes : userNameBytes.subarray(0, end), userNameAt);
    if (end >= 0) {
      this.#repeated = name;
      return undefined;
    }
    if (name === this.#repeated) return undefined;
    this.#repeated = undefined;
    return name;
  }
}

function textOf(bytes: Buffer, at: number): string {
  try {
    return readUtf8(bytes, 0, bytes.length);
  } catch (error) {
    if (!(error instanceof MqttError)) throw error;
    throw new DatabaseError(at, `a user name is no text of MQTT: ${error.message}`);
  }
}
