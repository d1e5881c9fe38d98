import { PacketType } from "../../protocol/packets.ts";
import { mutateProperties } from "./property-mutations.ts";
import { between, chance, pick, type Random, shuffled, times } from "./random.ts";

type Packets = readonly Uint8Array[];

/** Makes other packets of a session's; `other` is a second session, of which parts may be taken. */
type Mutation = (random: Random, packets: Packets, other: Packets) => Packets;

/** Bytes that are no UTF-8, or none that MQTT allows (MQTT 5.0 §1.5.4). */
const BAD_TEXT = ["c080", "eda080", "ff", "f4908080", "00", "e282", "f8888080", "80", "edb080", "efbfbf"];
/** Remaining lengths: the extremes of each size, beyond the largest, too long a form, and one that never ends. */
const LENGTHS = ["00", "01", "7f", "8001", "ff7f", "808001", "ffff7f", "80808001", "ffffff7f"];
const BROKEN_LENGTHS = ["8000", "ffffffff", "ffffffff7f", "80808000", "8080808001"];
const FIELDS = ["0000", "0001", "7fff", "8000", "ffff", "ffffffff"];
const FIRST_LETTER = 0x61;
const MOST_SMALL_PACKETS = 400;
const MOST_CHANGED_BYTES = 12;

/** Every way in which a session is spoilt, by its name in the report. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  bits: inOne((random, packet) => {
    const bytes = packet.slice();
    for (let i = between(random, 1, 8); i > 0; i--) {
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
    return bytes;
  }),
  inserted: inOne((random, packet) => {
    const bytes = Uint8Array.from({ length: between(random, 1, MOST_CHANGED_BYTES) }, () => random(256));
    return replaced(packet, random(packet.length + 1), 0, bytes);
  }),
  deleted: inOne((random, packet) =>
    replaced(packet, random(packet.length), between(random, 1, MOST_CHANGED_BYTES)),
  ),
  repeated: inOne((random, packet) => {
    const at = random(packet.length);
    return replaced(packet, at, 0, packet.slice(at, at + between(random, 1, MOST_CHANGED_BYTES)));
  }),
  "remaining length": inOne((random, packet) =>
    replaced(
      packet,
      1,
      lengthBytes(packet),
      hex(pick(random, chance(random, 70) ? LENGTHS : BROKEN_LENGTHS)),
    ),
  ),
  "length of a field": inOne((random, packet) => {
    const field = hex(pick(random, FIELDS));
    return replaced(packet, between(random, 2, packet.length), field.length, field);
  }),
  text: inOne((random, packet) => {
    const bad = hex(pick(random, BAD_TEXT));
    return replaced(packet, letterIn(random, packet), bad.length, bad);
  }),
  properties: inOne(mutateProperties),
  truncated: (random, packets) => {
    const bytes = Buffer.concat(packets);
    return [bytes.subarray(0, random(bytes.length + 1))];
  },
  spliced: (random, packets, other) => {
    const [head, tail] = [Buffer.concat(packets), Buffer.concat(other)];
    return [head.subarray(0, random(head.length + 1)), tail.subarray(random(tail.length + 1))];
  },
  "of another session": (random, packets, other) => [
    ...packets.slice(0, between(random, 0, packets.length)),
    ...other.slice(random(other.length + 1)),
  ],
  order: (random, [connect, ...rest]) => [connect ?? new Uint8Array(0), ...shuffled(random, rest)],
  doubled: (random, packets) =>
    packets.flatMap((packet) => (chance(random, 30) ? [packet, packet] : [packet])),
  "without CONNECT": (_random, packets) => packets.slice(1),
  withheld: (random, packets) => [
    ...packets.slice(0, random(packets.length + 1)),
    Buffer.concat([Uint8Array.of(random(256)), hex("ffffff7f"), new Uint8Array(random(64))]),
  ],
  flood: (random, packets) => {
    const at = random(packets.length) + 1;
    const small = smallPacket(random);
    return [...packets.slice(0, at), ...times(random(MOST_SMALL_PACKETS), () => small), ...packets.slice(at)];
  },
};

/** A spoilt session and how it was spoilt; one in twenty is left as it is. */
export function mutate(
  random: Random,
  packets: Packets,
  other: Packets,
): { packets: Packets; names: string[] } {
  const names = chance(random, 5) ? [] : times(pick(random, [1, 1, 1, 2, 3]), () => pick(random, ALL));
  const spoilt = names.reduce((before, name) => MUTATIONS[name]?.(random, before, other) ?? before, packets);
  return { packets: spoilt, names };
}

const ALL = Object.keys(MUTATIONS);

/** The mutation of one packet of a session, whichever. */
function inOne(change: (random: Random, packet: Uint8Array) => Uint8Array): Mutation {
  return (random, packets) => {
    const chosen = random(Math.max(packets.length, 1));
    return packets.map((packet, at) =>
      at === chosen && packet.length > 2 ? change(random, packet) : packet,
    );
  };
}

function replaced(
  packet: Uint8Array,
  at: number,
  count: number,
  by: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return Buffer.concat([packet.subarray(0, at), by, packet.subarray(at + count)]);
}

function lengthBytes(packet: Uint8Array): number {
  return packet.subarray(1, 5).findIndex((byte) => byte < 0x80) + 1;
}

/** The position of a letter, which lies in a text most likely. */
function letterIn(random: Random, packet: Uint8Array): number {
  const from = random(packet.length);
  const letter = packet.findIndex((byte, at) => at >= from && byte >= FIRST_LETTER);
  return letter < 0 ? from : letter;
}

function smallPacket(random: Random): Uint8Array {
  const puback = Uint8Array.of(PacketType.Puback << 4, 2, 0, 1);
  return pick(random, [hex("c000"), hex("3003000161"), hex("300400016100"), hex("32050001610001"), puback]);
}

function hex(digits: string): Uint8Array {
  return Buffer.from(digits, "hex");
}
