import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importRequest } from "./import-request.ts";

const FROM = ["--from", "mqtt://old"];

describe("the request of an import", () => {
  it("reads everything into a server of this machine by default", () => {
    expect(importRequest(FROM)).toMatchObject({
      from: { host: "old", port: 1883, isTls: false, path: undefined, userName: undefined },
      to: { host: "127.0.0.1", port: 1883 },
      filters: ["#"],
      onConflict: "refuse",
      isDryRun: false,
    });
  });

  it.each([
    ["mqtts://old", { host: "old", port: 8883, isTls: true, path: undefined, name: "mqtts://old:8883" }],
    ["ws://old:8080", { port: 8080, isTls: false, path: "/mqtt", name: "ws://old:8080/mqtt" }],
    ["wss://old/a?b", { port: 443, isTls: true, path: "/a?b" }],
    ["mqtt://[::1]:1884", { host: "::1", port: 1884, name: "mqtt://[::1]:1884" }],
    ["mqtt://a%40b:c%3Ad@old", { userName: "a@b", password: "c:d", name: "mqtt://old:1883" }],
  ])("knows the broker %s", (address, expected) => {
    expect(importRequest(["--from", address])).toMatchObject({ kind: "broker", from: expected });
  });

  it.each([
    ["mosquitto.db", "mosquitto.db"],
    ["/var/lib/x/old.data", "/var/lib/x/old.data"],
    ["file:///srv/a%20b.db", "/srv/a b.db"],
    ["file:old.db", "old.db"],
    [tmpdir(), join(tmpdir(), "mosquitto.db")],
  ])("knows the file %s", (from, path) => {
    expect(importRequest(["--from", from, "--data", "/srv/data", "--overwrite"])).toEqual({
      kind: "database",
      path,
      directory: "/srv/data",
      onConflict: "overwrite",
      isDryRun: false,
    });
  });

  it("is none when help is wanted", () => {
    expect(importRequest(["--help"])).toBeUndefined();
  });

  it.each([
    [[], "--from is missing"],
    [["--form", "mqtt://old"], "Unknown option '--form'. See vitrina import --help"],
    [["--from", "old"], '--from: "old" is no address of a broker; it looks like mqtt://'],
    [["--from", "http://ann:secret@old"], '--from: "http://…@old" is no address of a broker'],
    [["--from", "mqtt://ann:50%@old"], 'a "%" in the user or password begins an escape; write it as %25'],
    [[...FROM, "--topic", "a/#/b"], '--topic: "a/#/b": '],
    [[...FROM, "--topic", "$SYS/#"], "topics that begin with $ belong to their broker"],
    [[...FROM, "--keep-existing", "--overwrite"], "--keep-existing and --overwrite exclude each other"],
    [[...FROM, "--ca", "/no/such/file"], "--ca: ENOENT"],
    [[...FROM, "--data", "/srv"], "--data is for the import of a file"],
    [["--from", "a.db", "--topic", "b"], "--topic is for the import from a broker"],
    [["--from", "file://elsewhere/a.db"], "is no file of this machine"],
  ])("says what is wrong with %j", (args, sentence) => {
    expect(() => importRequest(args)).toThrow(
      expect.objectContaining({
        code: "import-command-invalid",
        message: expect.stringContaining(sentence),
      }),
    );
  });
});
