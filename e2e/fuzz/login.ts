import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { encode } from "../../protocol/codec/encode.ts";
import { PacketType } from "../../protocol/packets.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import { between, chance, pick, type Random } from "./random.ts";
import { clientIdOf, propertiesOf } from "./values.ts";

/** The user that the broker of the fuzz knows. */
export const USER = { name: "ann", password: "pencil" } as const;

const METHOD = "SCRAM-SHA-256";
const KEY_BYTES = 32;
/** What a nonce may hold (RFC 5802 §7): printable, and no comma. */
const FIRST_LETTER = 0x2d;
const LAST_LETTER = 0x7e;
const LONGEST_NONCE = 48;
/** The GS2 header in base64, and what stands there if the client errs. */
const BINDINGS = [...Array<string>(12).fill("biws"), "eSws", "", "=", "biws,r=x"];
const EXTENSIONS = ["", "", "", "", ",x=y", ",x", ",\0=y"];

/** A login by SCRAM-SHA-256. What its second message says depends on what the broker answers to the first. */
export interface Login {
  readonly nonce: string;
  readonly password: string;
  readonly binding: string;
  readonly extensions: string;
  /** The byte of the second message that is spoilt; undefined for none. */
  readonly spoilt: number | undefined;
}

/** A login that is right in four of ten cases. */
export function loginOf(random: Random): Login {
  return {
    nonce: nonceOf(random),
    password: chance(random, 90) ? USER.password : "pen",
    binding: pick(random, BINDINGS),
    extensions: pick(random, EXTENSIONS),
    spoilt: chance(random, 10) ? random(200) : undefined,
  };
}

/** A client's own nonce. */
export function nonceOf(random: Random): string {
  const letters = Array.from({ length: between(random, 1, LONGEST_NONCE) }, () =>
    between(random, FIRST_LETTER, LAST_LETTER),
  );
  return String.fromCharCode(...letters);
}

/** The CONNECT with which a login begins. */
export function connectWith(random: Random, { nonce }: Login): Uint8Array {
  const properties = propertiesOf(random, PacketType.Connect, ["maximumPacketSize"]);
  const authenticationData = Buffer.from(`n,,${firstOf(nonce)}`);
  return encode(
    {
      type: PacketType.Connect,
      version: 5,
      clientId: clientIdOf(random),
      cleanStart: chance(random, 40),
      keepAliveSeconds: 0,
      properties: { ...properties, authenticationMethod: METHOD, authenticationData },
    },
    5,
  );
}

/** The AUTH with which it goes on, once the broker has said its half (RFC 5802 §3). */
export function proofOf(
  { nonce, password, binding, extensions, spoilt }: Login,
  challenge: Buffer,
): Uint8Array {
  const serverFirst = challenge.toString();
  const [, wholeNonce = "", salt = "", iterations = ""] = /^r=(.*),s=(.*),i=(.*)$/.exec(serverFirst) ?? [];
  const clientKey = hmac(saltedPassword(password, salt, Number(iterations)), "Client Key");
  const withoutProof = `c=${binding},r=${wholeNonce}${extensions}`;
  const storedKey = createHash("sha256").update(clientKey).digest();
  const signature = hmac(storedKey, `${firstOf(nonce)},${serverFirst},${withoutProof}`);
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
  const authenticationData = Buffer.from(`${withoutProof},p=${proof.toString("base64")}`);
  if (spoilt !== undefined) {
    const at = spoilt % authenticationData.length;
    authenticationData[at] = (authenticationData[at] ?? 0) ^ 1;
  }
  return encode(
    {
      type: PacketType.Auth,
      reasonCode: ReasonCode.ContinueAuthentication,
      properties: { authenticationMethod: METHOD, authenticationData },
    },
    5,
  );
}

/** client-first-message-bare. */
function firstOf(nonce: string): string {
  return `n=${USER.name},r=${nonce}`;
}

const salted = new Map<string, Buffer>();

/** The dear part, which is the same each time. */
function saltedPassword(password: string, salt: string, iterations: number): Buffer {
  const name = `${password} ${salt} ${iterations}`;
  const known =
    salted.get(name) ?? pbkdf2Sync(password, Buffer.from(salt, "base64"), iterations, KEY_BYTES, "sha256");
  salted.set(name, known);
  return known;
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
