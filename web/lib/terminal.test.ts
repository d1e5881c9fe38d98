import { expect, it } from "vitest";
import { mosquittoAddress } from "./terminal.ts";

const tcp = { name: "mqtt", transport: "tcp", host: "127.0.0.1", port: 18_830 } as const;
const ws = { name: "http", transport: "ws", host: "127.0.0.1", port: 8080, path: "/mqtt" } as const;

it("names the door that mosquitto's programs can use", () => {
  expect(mosquittoAddress([ws, tcp], "localhost")).toBe("-h 127.0.0.1 -p 18830");
});

it("names the machine as the reader's browser does when the door is open on every interface", () => {
  expect(mosquittoAddress([{ ...tcp, host: "0.0.0.0" }], "broker.lan")).toBe("-h broker.lan -p 18830");
  expect(mosquittoAddress([], "broker.lan")).toBe("-h broker.lan -p 1883");
});
