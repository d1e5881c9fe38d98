import fc from "fast-check";
import { RetainHandling } from "../../../../protocol/packets.ts";
import {
  CLIENTS,
  type ConnectChoice,
  FILTERS,
  type FilterChoice,
  type MessageChoice,
  type Step,
  TOPICS,
  type WillChoice,
} from "./steps.ts";

/** What kind of weather a history has. */
export interface Weather {
  /** A durable store whose commits may be held. */
  readonly isStored: boolean;
  /** How often wires and sessions end; 1 is calm. */
  readonly storm: number;
  /** How often groups are joined; 1 is seldom. */
  readonly sharing: number;
}

const NEVER = 0xffff_ffff;
const BIG_DOES_NOT_FIT = 150;

const client = fc.nat(CLIENTS - 1);
const topic = fc.nat(TOPICS.length - 1);
const qos = fc.constantFrom<0 | 1 | 2>(0, 1, 1, 2, 2);
const seldom = fc.constantFrom(false, false, false, true);

function sometimes<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 });
}

const message: fc.Arbitrary<MessageChoice> = fc.record({
  topic,
  qos,
  retain: seldom,
  body: fc.constantFrom("text", "text", "text", "text", "text", "big", "empty"),
  expiry: fc.constantFrom(undefined, undefined, undefined, 2, 5),
  alias: fc.constantFrom(0, 0, 0, 1, 2),
});

const will: fc.Arbitrary<WillChoice> = fc.record({
  topic,
  qos,
  retain: seldom,
  delay: fc.constantFrom(0, 0, 2, 4),
  expiry: fc.constantFrom(undefined, undefined, 2),
});

const connect: fc.Arbitrary<ConnectChoice> = fc.record({
  client,
  version: fc.constantFrom<3 | 4 | 5>(5, 5, 5, 4, 3),
  cleanStart: seldom,
  expiry: fc.constantFrom(NEVER, NEVER, NEVER, 3, 5, 0),
  receiveMaximum: fc.integer({ min: 1, max: 5 }),
  maximumPacketSize: fc.constantFrom(undefined, undefined, BIG_DOES_NOT_FIT),
  topicAliasMaximum: fc.nat(3),
  keepAlive: fc.constantFrom(0, 0, 0, 2, 4),
  will: sometimes(will),
  isOver: fc.boolean(),
  ends: fc.constantFrom("read", "read", "read", "read", "unread", "lost", "half"),
});

function filterChoice(sharing: number): fc.Arbitrary<FilterChoice> {
  const plain = FILTERS.flatMap((filter, at) => (filter.startsWith("$share") ? [] : [at]));
  const shared = FILTERS.flatMap((filter, at) => (filter.startsWith("$share") ? [at] : []));
  const filter = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...plain) },
    { weight: sharing, arbitrary: fc.constantFrom(...shared) },
  );
  const choice = fc.record({
    filter,
    qos: fc.constantFrom<0 | 1 | 2>(0, 1, 2, 2),
    noLocal: seldom,
    retainAsPublished: seldom,
    retainHandling: fc.constantFrom(...Object.values(RetainHandling)),
  });
  // No Local is an error on a shared subscription, and with Retain As Published a copy from the group could not be told from a retained message
  return choice.map((each) =>
    shared.includes(each.filter) ? { ...each, noLocal: false, retainAsPublished: false } : each,
  );
}

function kinds<const K extends string>(...names: K[]): fc.Arbitrary<K> {
  return fc.constantFrom(...names);
}

/** One step of a history in this weather. */
export function arbitraryStep({ isStored, storm, sharing }: Weather): fc.Arbitrary<Step> {
  const filters = fc.array(filterChoice(sharing), { minLength: 1, maxLength: 2 });
  const messages = fc.array(message, { minLength: 1, maxLength: 4 });
  const cuts = fc.array(fc.nat(120), { maxLength: 2 });
  const of = <T extends Step>(weight: number, arbitrary: fc.Arbitrary<T>): fc.WeightedArbitrary<Step> => ({
    weight,
    arbitrary,
  });
  return fc.oneof(
    of(20, fc.record({ kind: kinds("publish"), client, messages, cuts })),
    of(
      18,
      fc.record({
        kind: kinds("read"),
        client,
        count: fc.constantFrom(1, 2, 3, 9),
        refuses: fc.constantFrom(false, false, false, false, false, true),
      }),
    ),
    of(
      6 + storm,
      connect.map((choice) => ({ kind: "connect" as const, ...choice })),
    ),
    of(
      7,
      fc.record({
        kind: kinds("subscribe"),
        client,
        filters,
        identifier: sometimes(fc.integer({ min: 1, max: 4 })),
      }),
    ),
    of(
      2,
      fc.record({
        kind: kinds("unsubscribe"),
        client,
        filters: fc.array(fc.nat(FILTERS.length - 1), { minLength: 1, maxLength: 2 }),
      }),
    ),
    of(storm, fc.record({ kind: kinds("lose", "late"), client })),
    of(3, fc.record({ kind: kinds("block", "unblock", "unblock"), client })),
    of(1, fc.record({ kind: kinds("ping", "kick", "endSession"), client })),
    of(
      1,
      fc.record({
        kind: kinds("disconnect"),
        client,
        withWill: fc.boolean(),
        expiry: fc.constantFrom(undefined, 0, 2),
      }),
    ),
    of(storm, fc.record({ kind: kinds("half"), client, what: kinds("publish", "subscribe", "answer") })),
    of(4, fc.record({ kind: kinds("advance"), seconds: fc.integer({ min: 1, max: 4 }) })),
    of(2, fc.record({ kind: kinds("together"), count: fc.integer({ min: 2, max: 4 }) })),
    ...(isStored ? [of(5, fc.record({ kind: kinds("hold", "release", "release") }))] : []),
  );
}
