import { describe, expect, it } from "vitest";
import type { ConnectFlags } from "../../../server/adapters/http/contract/sessions.ts";
import type { Limits } from "../../../server/adapters/http/contract.ts";
import { formatOf } from "../../lib/format.ts";
import { english } from "../../texts/en/catalogue.ts";
import { connectRows } from "./connect-rows.ts";
import { connectFlags } from "./test-support/session.ts";

const LIMITS = { receiveMaximum: 1000, maximumPacketBytes: "unlimited", topicAliasMaximum: 10 } as Limits;

function rowsOf(connect: ConnectFlags) {
  const rows = connectRows(connect, LIMITS, { texts: english, format: formatOf("en") });
  return (id: string) => rows.find((row) => row.id === id);
}

describe("what was asked beside what was granted", () => {
  it("marks what the broker lowered", () => {
    const row = rowsOf(connectFlags({ sessionExpirySeconds: "unlimited", grantedKeepAliveSeconds: 30 }));
    expect(row("sessionExpiry")).toMatchObject({ asked: "never", isLowered: true });
    expect(row("sessionExpiry")?.granted).toMatch(/^1.h$/);
    expect(row("keepAlive")).toMatchObject({ isLowered: true });
    expect(row("version")).toMatchObject({ isLowered: false });
  });

  it("sets the limits of the client beside those of the broker", () => {
    const row = rowsOf(connectFlags({ receiveMaximum: 20 }));
    expect(row("receiveMaximum")).toMatchObject({ asked: "20", granted: "1,000" });
    expect(row("maximumPacketSize")).toMatchObject({ asked: "no limit", granted: "no limit" });
  });

  it("knows what MQTT 3.1.1 does not have, and its name for Clean Start", () => {
    const row = rowsOf(connectFlags({ version: 4, cleanStart: true, sessionExpirySeconds: 0 }));
    expect(row("cleanSession")).toMatchObject({ asked: "yes" });
    expect(row("cleanStart")).toBeUndefined();
    for (const id of ["sessionExpiry", "receiveMaximum", "problemInformation"]) {
      expect(row(id)?.asked).toBeUndefined();
    }
  });

  it("says that there is no keep alive when it is 0", () => {
    const row = rowsOf(connectFlags({ keepAliveSeconds: 0, grantedKeepAliveSeconds: 0 }));
    expect(row("keepAlive")).toMatchObject({ asked: "off", granted: "off", isLowered: false });
  });

  it("tells by which method a client proved who it is, where there can be one", () => {
    const name = "authenticationMethod";
    const proved = rowsOf(connectFlags({ authenticationMethod: "SCRAM-SHA-256" }));
    expect(proved(name)).toMatchObject({ asked: "SCRAM-SHA-256", granted: "SCRAM-SHA-256" });
    expect(rowsOf(connectFlags())(name)).toMatchObject({ asked: "not given", granted: undefined });
    expect(rowsOf(connectFlags({ version: 4 }))(name)?.asked).toBeUndefined();
  });
});
