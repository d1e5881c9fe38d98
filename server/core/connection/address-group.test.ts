import { describe, expect, it } from "vitest";
import { addressGroup, isLoopbackAddress } from "./address-group.ts";

describe("who counts as one address", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::2", "0:0:0:0::/64"],
    ["2001:db8::", "2001:db8:0:0::/64"],
  ])("%s is of %s", (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });

  it("knows the addresses of this machine", () => {
    expect(["127.0.0.1", "127.9.9.9", "::1", "12.7.0.1", "::11"].map(isLoopbackAddress)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
