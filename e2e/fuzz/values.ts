import type { Properties } from "../../protocol/packets.ts";
import { mayCarry, type PropertyCarrier } from "../../protocol/properties.ts";
import {
  PROPERTY_DEFINITIONS,
  type PropertyDefinition,
  PropertyKind,
} from "../../protocol/property-definitions.ts";
import { between, chance, pick, type Random, times } from "./random.ts";

const LEVELS = ["a", "b", "temperature", "", "Ünïcödé", "𝄞", "x".repeat(120), "$", "-"];
const WORDS = ["", "text/plain", "é", "a b", "{}", "y".repeat(300)];
/** Few, so that clients of one run meet: they take each other's sessions over and hear each other. */
const CLIENT_IDS = 40;
const SHARED_GROUPS = 3;

/** Below `fuzz`, so that nothing reaches the topics of the control pair. */
export function topicName(random: Random): string {
  return ["fuzz", ...times(between(random, 1, 4), () => pick(random, LEVELS))].join("/");
}

/** Any filter: plain, with wildcards, shared, or of the broker's own topics. */
export function topicFilter(random: Random): string {
  const plain = topicName(random);
  const filters = [
    plain,
    "fuzz/#",
    "fuzz/+/b",
    "fuzz/a/+/#",
    `$share/g${random(SHARED_GROUPS)}/${plain}`,
    "$share/g/#",
    "$SYS/#",
    "#",
    "+/+",
  ];
  return pick(random, filters);
}

/** A client id of few, or none. */
export function clientIdOf(random: Random): string {
  return chance(random, 10) ? "" : `fuzz-${random(CLIENT_IDS)}`;
}

/** Mostly short, seldom longer than what a chunk holds. */
export function bytesOf(random: Random): Uint8Array {
  const length = chance(random, 2) ? random(60_000) : random(80);
  return Uint8Array.from({ length }, () => random(256));
}

export function textOf(random: Random): string {
  return pick(random, WORDS);
}

/** Values with which a session can go on; a number from the whole range would end most of them. */
const USEFUL: Partial<Record<keyof Properties, (random: Random) => unknown>> = {
  topicAlias: (random) => between(random, 1, 10),
  topicAliasMaximum: (random) => pick(random, [0, 1, 5, 65_535]),
  receiveMaximum: (random) => pick(random, [1, 2, 20, 65_535]),
  maximumPacketSize: (random) => pick(random, [1, 30, 100, 1_000, 0xffff_ffff]),
  sessionExpiryInterval: (random) => pick(random, [0, 1, 3, 0xffff_ffff]),
  messageExpiryInterval: (random) => pick(random, [0, 1, 60, 0xffff_ffff]),
  willDelayInterval: (random) => pick(random, [0, 1, 60]),
};

/** What stands in AUTH and in a CONNECT that begins an exchange is chosen there; a client sends no server reference. */
const CHOSEN_ELSEWHERE: ReadonlySet<keyof Properties> = new Set([
  "authenticationMethod",
  "authenticationData",
  "serverReference",
] as const);

/** Some of the properties that this packet, or the will, may carry. */
export function propertiesOf(
  random: Random,
  carrier: PropertyCarrier,
  without: readonly (keyof Properties)[] = [],
): Properties {
  const properties: Record<string, unknown> = {};
  for (const definition of PROPERTY_DEFINITIONS) {
    const { name } = definition;
    if (!mayCarry(carrier, definition) || CHOSEN_ELSEWHERE.has(name) || without.includes(name)) continue;
    if (chance(random, 20)) properties[name] = propertyValue(random, definition);
  }
  return properties;
}

function propertyValue(random: Random, definition: PropertyDefinition): unknown {
  const useful = USEFUL[definition.name];
  if (useful !== undefined) return useful(random);
  const one = (): unknown => valueOfKind(random, definition);
  if (!definition.isList) return one();
  return definition.name === "userProperties" ? times(between(random, 1, 4), one) : [one()];
}

function valueOfKind(random: Random, { kind, minimum, isTopic }: PropertyDefinition): unknown {
  switch (kind) {
    case PropertyKind.Byte:
      return random(2);
    case PropertyKind.TwoByteInteger:
      return between(random, minimum, 0xffff);
    case PropertyKind.FourByteInteger:
      return between(random, minimum, 0xffff_fffe);
    case PropertyKind.VariableByteInteger:
      return pick(random, [1, 127, 128, 16_384, 268_435_455]);
    case PropertyKind.String:
      return isTopic ? topicName(random) : textOf(random);
    case PropertyKind.Binary:
      return bytesOf(random);
    case PropertyKind.StringPair:
      return [textOf(random), textOf(random)];
  }
}
