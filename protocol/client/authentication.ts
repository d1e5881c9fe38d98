import { protocolError } from "../errors.ts";
import { type Auth, type Connack, PacketType, type Properties } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";

/** Enhanced authentication on one connection, the client's side (MQTT 5.0 §4.12): whose turn it is, and by which method. */
export class Authentication {
  readonly #method: string | undefined;
  /** `beginning`: CONNACK is awaited; `renewing`: the answer to a re-authentication is. */
  #phase: "beginning" | "done" | "renewing" = "beginning";
  #isChallenged = false;

  /** The method that CONNECT names; undefined: there is none, and no AUTH either way. */
  constructor(method: string | undefined) {
    this.#method = method;
  }

  /** The AUTH that answers the server's challenge [5 MQTT-4.12.0-3]. */
  answer(data: Uint8Array | undefined): Auth {
    const method = this.#named();
    if (!this.#isChallenged) throw protocolError("there is no challenge of the server to answer", "5 §4.12");
    this.#isChallenged = false;
    return authOf(ReasonCode.ContinueAuthentication, method, data);
  }

  /** The AUTH that begins a re-authentication, by the method of CONNECT [5 MQTT-4.12.1-1]. */
  renew(data: Uint8Array | undefined): Auth {
    const method = this.#named();
    if (this.#phase !== "done") throw protocolError("an authentication is under way", "5 §4.12.1");
    this.#phase = "renewing";
    return authOf(ReasonCode.ReAuthenticate, method, data);
  }

  /** Checks an AUTH of the server, which its owner is to see. */
  onAuth({ reasonCode, properties }: Auth): void {
    this.#check(properties, "AUTH");
    const isEnd = reasonCode === ReasonCode.Success && this.#phase === "renewing";
    const isChallenge = reasonCode === ReasonCode.ContinueAuthentication && this.#phase !== "done";
    if (!isEnd && !isChallenge) {
      throw protocolError(`nobody waits for an AUTH with reason code ${reasonCode}`, "5 §4.12"); // [5 MQTT-4.12.0-2]
    }
    this.#isChallenged = isChallenge;
    if (isEnd) this.#phase = "done";
  }

  /** Checks the CONNACK that accepts the connection. */
  onConnack({ properties }: Connack): void {
    if (this.#method !== undefined || properties.authenticationMethod !== undefined) {
      this.#check(properties, "CONNACK");
    }
    this.#phase = "done";
    this.#isChallenged = false;
  }

  /** [5 MQTT-4.12.0-7] */
  #named(): string {
    if (this.#method !== undefined) return this.#method;
    throw protocolError(
      "CONNECT has named no authentication method, so the client may send no AUTH",
      "5 MQTT-4.12.0-7",
    );
  }

  #check({ authenticationMethod }: Properties, packet: string): void {
    if (this.#method === undefined) {
      const message = `the server's ${packet} speaks of authentication, which CONNECT did not`;
      throw protocolError(message, "5 MQTT-4.12.0-6"); // [5 MQTT-4.12.0-6]
    }
    if (authenticationMethod !== this.#method) {
      const named = authenticationMethod === undefined ? "no method" : `the method ${authenticationMethod}`;
      const message = `the server's ${packet} names ${named}, CONNECT named ${this.#method}`;
      throw protocolError(message, "5 MQTT-4.12.0-5"); // [5 MQTT-4.12.0-5]
    }
  }
}

function authOf(reasonCode: ReasonCode, authenticationMethod: string, data: Uint8Array | undefined): Auth {
  const properties = { authenticationMethod, ...(data !== undefined && { authenticationData: data }) };
  return { type: PacketType.Auth, reasonCode, properties };
}
