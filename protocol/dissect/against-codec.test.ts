import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../codec/encode.ts";
import { MqttError } from "../errors.ts";
import type { ProtocolVersion } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { ALL_CASES } from "../test-support/all-cases.ts";
import { packetArbitraries } from "../test-support/arbitraries.ts";
import { coverageProblems } from "../test-support/coverage.ts";
import { decodeFirst } from "../test-support/decode-all.ts";
import { hex, toHex } from "../test-support/hex.ts";
import { MALFORMED_CASES } from "../test-support/malformed.ts";
import { mutate } from "../test-support/mutate.ts";
import { packetFromFields } from "../test-support/packet-from-fields.ts";
import { randomNumbers } from "../test-support/random-numbers.ts";
import { dissect } from "./dissect.ts";
import type { Fault, Field } from "./field.ts";
import { summarize } from "./summary.ts";

const ROUNDS = 10_000;
const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5];
const PACKETS = VERSIONS.flatMap((version) =>
  packetArbitraries(version).map(([name, packets]) => [name, version, packets] as const),
);
/** How large a packet may be is the receiver's limit, and no rule of the format. */
const READABLE = MALFORMED_CASES.filter(({ reasonCode }) => reasonCode !== ReasonCode.PacketTooLarge);

function everyField(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [field, ...everyField(field.parts)]);
}

/** What the dissection says otherwise than the codec. */
function differences(bytes: Uint8Array, version: ProtocolVersion): string[] {
  const dissection = dissect(bytes, version);
  const { fields, fault, isWhole } = dissection;
  const marked = everyField(fields).filter(({ isFault }) => isFault === true).length;
  const problems = coverageProblems(fields, bytes.length);
  if (marked !== (fault !== undefined && fault.offset < bytes.length ? 1 : 0))
    problems.push("its mark is wrong");
  if (fault !== undefined && fault.offset > bytes.length) problems.push("its fault is beyond the bytes");
  if (isWhole || fault === undefined) {
    const [said, refused] = [fault, refusalOf(bytes, version)].map(inWords);
    if (said !== refused) problems.push(`it says ${said}, and the codec ${refused}`);
  }
  return problems.map((problem) => `${toHex(bytes)} of version ${version}: ${problem}`);
}

function inWords(fault: Fault | MqttError | undefined): string {
  if (fault === undefined) return "nothing";
  return `${fault.reasonCode} at ${fault.offset}: ${fault.message} (${fault.clause})`;
}

function refusalOf(bytes: Uint8Array, version: ProtocolVersion): MqttError | undefined {
  try {
    decodeFirst(version, bytes);
    return undefined;
  } catch (error) {
    if (error instanceof MqttError) return error;
    throw error;
  }
}

describe("the dissector reads what the codec reads", () => {
  it.each(PACKETS)("%s of version %i: the same values, and every bit once", (_name, version, packets) => {
    fc.assert(
      fc.property(packets, (packet) => {
        const bytes = encode(packet, version);
        const dissection = dissect(bytes, version);
        expect(dissection.fault).toBeUndefined();
        expect(coverageProblems(dissection.fields, bytes.length)).toEqual([]);
        expect(packetFromFields(dissection)).toEqual(packet);
      }),
      { numRuns: 150, seed: 9 },
    );
  });

  it.each(ALL_CASES)("MQTT $version: $name", (each) => {
    const bytes = hex(each.hex);
    const dissection = dissect(bytes, each.version);
    expect(dissection.fault).toBeUndefined();
    expect(coverageProblems(dissection.fields, bytes.length)).toEqual([]);
    expect(packetFromFields(dissection)).toEqual(each.packet);
  });

  it.each(READABLE)("and refuses what it refuses: MQTT $version, $from: $name", (each) => {
    const direction = each.from === "client" ? "fromClient" : "fromServer";
    const { fault, fields } = dissect(hex(each.hex), each.version, direction);
    expect(fault).toMatchObject({ reasonCode: each.reasonCode });
    expect(coverageProblems(fields, hex(each.hex).length)).toEqual([]);
  });

  it("also of real packets with some bytes changed, cut off or put in", () => {
    const random = randomNumbers(10);
    const found: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const each = ALL_CASES[round % ALL_CASES.length];
      if (each !== undefined) found.push(...differences(mutate(hex(each.hex), random), each.version));
    }
    expect(found).toEqual([]);
  });

  it("also of any bytes", () => {
    const random = randomNumbers(11);
    const found: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = Uint8Array.from({ length: 1 + random(40) }, () => random(256));
      if (random(2) === 0) bytes[1] = Math.max(0, bytes.length - 2);
      found.push(...differences(bytes, VERSIONS[round % VERSIONS.length] ?? 5));
    }
    expect(found).toEqual([]);
  });

  it("and of packets that were cut at any byte says no fault", () => {
    const found: string[] = [];
    for (const each of ALL_CASES) {
      const whole = hex(each.hex);
      for (let length = 1; length < whole.length; length++) {
        const bytes = whole.subarray(0, length);
        if (dissect(bytes, each.version).fault !== undefined) found.push(`${each.name} at ${length}`);
        found.push(...differences(bytes, each.version));
        summarize(bytes, each.version);
      }
    }
    expect(found).toEqual([]);
  });
});
