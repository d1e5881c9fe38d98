import { expect, it } from "vitest";
import { copyOf, fileNameOf } from "./payload-file.ts";

it("names a file after the topic, without what a file system refuses", () => {
  expect(fileNameOf("factory/line 2/température", "json")).toBe("factory_line_2_température.json");
  expect(fileNameOf("/../..", "hex")).toBe("payload.bin");
  expect(fileNameOf("a/".repeat(200), "text").length).toBeLessThan(110);
});

it("copies a payload in the form in which it is shown", () => {
  const payload = Uint8Array.of(0x41, 0x0a);
  expect(copyOf(payload, "hex")).toBe("41 0a");
  expect(copyOf(payload, "base64")).toBe("QQo=");
  expect(copyOf(payload, "text")).toBe("A\n");
});
