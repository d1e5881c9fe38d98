import { expect, it } from "vitest";
import { RecordLog } from "./record-log.ts";
import { storedMessageOf } from "./stored-message.ts";

it("holds copies only, so that handing them over takes nothing from the log", () => {
  const log = new RecordLog();
  const buffer = new Uint8Array([7, 8, 9]);
  const packet = { buffer, propertiesStart: 0, propertiesEnd: 2, payloadStart: 2, end: 3 };
  const head = { at: 0, node: 1, index: 1, flags: 0, mark: 0, previous: -1 };
  const address = log.append(head, packet);
  const message = storedMessageOf(log, address, "t", (bytes) => ({ correlationData: bytes }));
  structuredClone(message, {
    transfer: [message.payload.buffer, message.properties.correlationData?.buffer] as ArrayBuffer[],
  });
  expect([...log.properties(address), ...log.payload(address)]).toEqual([7, 8, 9]);
});
