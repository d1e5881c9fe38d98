import { EventEmitter, once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { apiPaths } from "./contract/paths.ts";
import { REQUEST_END_SECONDS } from "./open-connections.ts";
import { openDoor, type TestDoor } from "./test-support/open-door.ts";

const clients: Socket[] = [];
const agent = new Agent({ keepAlive: true });

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

/** A client that never closes its side by itself. */
async function raw({ base }: TestDoor, text: string): Promise<Socket> {
  const client = connect({ port: Number(new URL(base).port), host: "127.0.0.1", allowHalfOpen: true });
  clients.push(client);
  await once(client, "connect");
  client.write(text);
  return client;
}

/** By a client that would ask more on the same connection. */
async function ask(url: string): Promise<IncomingMessage> {
  const [answer] = (await once(get(url, { agent }), "response")) as [IncomingMessage];
  return answer;
}

/** A request for a demo that starts when the test lets it, and is running by now. */
async function startSlowDemo() {
  const moments = new EventEmitter();
  const start = async (): Promise<void> => {
    moments.emit("begun");
    await once(moments, "end");
  };
  const demo = { isRunning: () => false, start, stop: () => Promise.resolve() };
  const door = await openDoor({ demo });
  const begun = once(moments, "begun");
  const answer = door.send("POST", apiPaths.demo, { running: true });
  await begun;
  return { door, answer, end: () => moments.emit("end") };
}

describe("closing the HTTP door", () => {
  it("does not wait for a client that has asked for nothing yet", async () => {
    const door = await openDoor();
    const client = await raw(door, "");
    await door.close();
    client.resume();
    await once(client, "end");
  });

  it("does not wait for a client that keeps its connection for further requests", async () => {
    const door = await openDoor();
    (await ask(door.base + apiPaths.broker)).resume();
    await door.close();
  });

  it("does not wait for a client whose event stream it ends", async () => {
    const door = await openDoor();
    const stream = await ask(door.base + apiPaths.events);
    stream.resume();
    await Promise.all([door.close(), once(stream, "end")]);
  });

  it("answers a request that is running", async () => {
    const { door, answer, end } = await startSlowDemo();
    const closed = door.close();
    end();
    expect((await answer).status).toBe(200);
    await closed;
  });

  it("ends a request that takes longer than it may", async () => {
    const { door, answer, end } = await startSlowDemo();
    const cut = expect(answer).rejects.toThrow("fetch failed");
    const closed = door.close();
    door.clock.advance(REQUEST_END_SECONDS);
    await Promise.all([closed, cut]);
    end();
  });
});
