import { describe, expect, it } from "vitest";
import { NEW_WILL } from "../lib/connect-draft.ts";
import { connectOptionsOf, type KeyValueStorage, newProfile, Profiles } from "./profiles.ts";

function memory(kept: Record<string, string> = {}): KeyValueStorage & { kept: Record<string, string> } {
  return {
    kept,
    getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => {
      kept[key] = value;
    },
  };
}

const profile = { ...newProfile("p1"), name: "Lab", url: "ws://lab/mqtt", password: "secret" };

describe("profiles", () => {
  it("are kept in the browser, their secrets only on request", () => {
    const storage = memory();
    const profiles = new Profiles(storage);
    profiles.save(profile);
    expect(profiles.find("p1")?.password).toBe("secret");
    expect(storage.kept["vitrina.profiles"]).not.toContain("secret");
    profiles.save({ ...profile, isPasswordKept: true });
    expect(new Profiles(storage).find("p1")?.password).toBe("secret");
    profiles.remove("p1");
    expect(new Profiles(storage).store.getState().profiles).toEqual([]);
  });

  it("survive a storage that is broken or forbidden", () => {
    expect(new Profiles(memory({ "vitrina.profiles": "{" })).store.getState().profiles).toEqual([]);
    const forbidden: KeyValueStorage = {
      getItem: () => null,
      setItem: () => {
        throw new Error("forbidden");
      },
    };
    const profiles = new Profiles(forbidden);
    profiles.save(profile);
    expect(profiles.find("p1")).toEqual(profile);
  });

  it("ask for what they say, and for no empty user name", () => {
    const options = connectOptionsOf(profile, "tab-1");
    expect(options).toMatchObject({ url: "ws://lab/mqtt", clientId: "tab-1", password: "secret" });
    expect("userName" in options).toBe(false);
    expect(connectOptionsOf({ ...profile, clientId: "mine" }, "tab-1").clientId).toBe("mine");
  });

  it("that an older page kept are filled up", () => {
    const will = { topic: "t", payload: "bye", qos: 1, retain: true, delaySeconds: 5 };
    const kept = JSON.stringify([{ id: "p1", url: "ws://lab/mqtt", keepAliveSeconds: 5, will }]);
    expect(new Profiles(memory({ "vitrina.profiles": kept })).find("p1")).toEqual({
      ...newProfile("p1"),
      url: "ws://lab/mqtt",
      keepAliveSeconds: 5,
      will: { ...NEW_WILL, ...will },
    });
  });
});
