import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Auth, type Packet, PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { BrokerEnd } from "../test-support/byte-broker.ts";
import { TestPage } from "../test-support/test-page.ts";

const authenticationMethod = "SCRAM-SHA-256";
const PASSWORD = "pencil";
const SALT = Buffer.from("salt");
const ITERATIONS = 4096;

const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const data = (packet: Packet | undefined) =>
  Buffer.from((packet as Auth).properties.authenticationData ?? []).toString();

/** The signature of a server that knows the password (RFC 5802 §3). */
function signature(bareFirst: string, challenge: string, final: string): string {
  const salted = pbkdf2Sync(PASSWORD, SALT, ITERATIONS, 32, "sha256");
  const message = `${bareFirst},${challenge},${final.replace(/,p=.*/, "")}`;
  const proof = Buffer.from(/p=(.*)$/.exec(final)?.[1] ?? "", "base64");
  const clientKey = hmac(salted, "Client Key");
  const storedKey = createHash("sha256").update(clientKey).digest();
  const expected = hmac(storedKey, message).map((byte, i) => byte ^ (clientKey[i] ?? 0));
  expect(proof).toEqual(Buffer.from(expected));
  return `v=${hmac(hmac(salted, "Server Key"), message).toString("base64")}`;
}

interface Login {
  readonly page: TestPage;
  readonly end: BrokerEnd;
  readonly bareFirst: string;
  readonly nonce: string;
}

/** A page whose broker asks who it is. */
async function connecting(): Promise<Login> {
  const page = new TestPage();
  page.broker.deaf.add(PacketType.Connect);
  await page.attach({ userName: "user", password: PASSWORD, authenticationMethod });
  const { last } = page.broker;
  const bareFirst = data(last.received[0]).replace(/^n,,/, "");
  return { page, end: last, bareFirst, nonce: bareFirst.replace(/^.*,r=/, "") };
}

function challenge({ end }: Login, text: string): void {
  const properties = { authenticationMethod, authenticationData: Buffer.from(text) };
  end.say({ type: PacketType.Auth, reasonCode: ReasonCode.ContinueAuthentication, properties });
}

/** The derivation of the key is asynchronous, and not by our clock. */
async function answered({ page, end }: Login): Promise<string> {
  await expect
    .poll(() => {
      page.clock.settle();
      return end.received.length;
    })
    .toBe(2);
  return data(end.received[1]);
}

async function accept(login: Login, proof: (challenge: string, final: string) => string): Promise<void> {
  const text = `r=${login.nonce}server,s=${SALT.toString("base64")},i=${ITERATIONS}`;
  challenge(login, text);
  login.page.clock.settle();
  const final = await answered(login);
  const properties = { authenticationMethod, authenticationData: Buffer.from(proof(text, final)) };
  login.end.say({ type: PacketType.Connack, sessionPresent: false, reasonCode: 0, properties });
  await login.page.pass(0);
}

describe("a connection by SCRAM", () => {
  it("sends no password, and is there when both have proven themselves [5 MQTT-3.1.2-30]", async () => {
    const login = await connecting();
    expect(login.end.received[0]).not.toHaveProperty("password");
    expect(login.end.received[0]).not.toHaveProperty("userName");
    await accept(login, (text, final) => signature(login.bareFirst, text, final));
    expect(login.page.phase).toBe("connected");
    expect(login.page.seen.connection?.connection).toMatchObject({ granted: { authenticationMethod } });
  });

  it("is left where the broker does not know the password", async () => {
    const login = await connecting();
    await accept(login, () => "v=AAAA");
    expect(login.page.seen.connection?.connection).toEqual({
      phase: "closed",
      cause: { kind: "authentication-failed", problem: "signature" },
    });
    expect(login.end.received.at(-1)).toMatchObject({ type: PacketType.Disconnect });
  });

  it("is left where the challenge is none", async () => {
    const login = await connecting();
    challenge(login, "hello");
    await login.page.pass(0);
    expect(login.page.seen.connection?.connection).toMatchObject({
      cause: { kind: "authentication-failed", problem: "challenge" },
    });
  });
});
