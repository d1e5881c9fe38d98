import { randomOf } from "../fuzz/random.ts";
import { Auditor } from "./auditor.ts";
import type { Client, World } from "./client.ts";
import { Publisher, type PublisherPlan } from "./publisher.ts";
import { Receiver } from "./receiver.ts";
import { RetainedValues } from "./retained-values.ts";
import { Subscriber, type SubscriberPlan } from "./subscriber.ts";
import { WILL_FILTER, WillClient, type WillPlan } from "./will-client.ts";

const RETAINED_TOPICS = 6;

const PUBLISHERS: readonly PublisherPlan[] = [
  { id: "p0", version: 5, hasSession: true, topics: topicsOf("p0") },
  { id: "p1", version: 4, hasSession: true, topics: topicsOf("p1") },
  { id: "p2", version: 5, hasSession: false, topics: topicsOf("p2") },
  { id: "p3", version: 4, hasSession: false, topics: topicsOf("p3") },
];

const EVERYTHING = "torture/live/#";

/** Clients with ordinary subscriptions, each with the QoS that it asks for. */
const SUBSCRIBERS: readonly (SubscriberPlan & { readonly qos: 1 | 2 })[] = [
  {
    id: "s0",
    version: 5,
    qos: 2,
    filters: [EVERYTHING, "torture/live/p0/+"],
    passingFilters: ["+/live/p1/#"],
  },
  {
    id: "s1",
    version: 4,
    qos: 2,
    filters: ["torture/live/+/a", WILL_FILTER],
    passingFilters: ["torture/live/p1/#"],
  },
  { id: "s2", version: 4, qos: 1, filters: [EVERYTHING], passingFilters: [] },
  {
    id: "s3",
    version: 5,
    qos: 1,
    filters: [WILL_FILTER],
    passingFilters: ["torture/live/p2/a", "torture/live/+/b"],
  },
  {
    id: "s4",
    version: 5,
    qos: 2,
    expirySeconds: 3,
    filters: ["torture/live/p0/#", "torture/live/p3/b"],
    passingFilters: [],
  },
  {
    id: "s5",
    version: 5,
    qos: 2,
    expirySeconds: 2,
    filters: [WILL_FILTER],
    passingFilters: ["torture/live/p1/b"],
  },
];

/** Members of a shared subscription. */
const GROUPS = [
  { name: "g1", qos: 2, topicFilter: EVERYTHING, members: ["m0", "m1", "m2"] },
  { name: "g2", qos: 1, topicFilter: "torture/live/+/b", members: ["m3", "m4"] },
] as const;

const WILLS: readonly WillPlan[] = [
  { id: "w0", version: 5, qos: 2, hasSession: true, delaySeconds: 2 },
  { id: "w1", version: 5, qos: 1, hasSession: true, delaySeconds: 1 },
  { id: "w2", version: 5, qos: 2, hasSession: true, delaySeconds: 0 },
  { id: "w3", version: 5, qos: 2, hasSession: false, delaySeconds: 5 },
  { id: "w4", version: 4, qos: 2, hasSession: false, delaySeconds: 0 },
  { id: "w5", version: 4, qos: 1, hasSession: true, delaySeconds: 0 },
];

/** All clients of a run. */
export interface Cast {
  readonly clients: readonly Client[];
  readonly subscribers: readonly Subscriber[];
  readonly wills: readonly WillClient[];
  readonly auditor: Auditor;
}

/** The retained values that the publishers set, none of which is set yet. */
export function createRetainedValues(): RetainedValues {
  const retained = new RetainedValues();
  for (const { id } of PUBLISHERS)
    for (let n = 0; n < RETAINED_TOPICS; n++)
      retained.add(id, `torture/retained/${id}/${n}`, n % 2 === 0 ? 1 : 2);
  return retained;
}

/** Makes the clients; what each does goes by the seed. */
export function createCast(world: World, seed: number, retained: RetainedValues): Cast {
  let index = 0;
  const random = () => randomOf(seed, ++index);
  const receiver = (name: string, qos: 1 | 2, isShared: boolean) =>
    world.ledger.addReceiver(new Receiver(name, qos, isShared));
  const subscribers = SUBSCRIBERS.map(
    (plan) => new Subscriber(world, random(), plan, receiver(plan.id, plan.qos, false)),
  );
  const members = GROUPS.flatMap(({ name, qos, topicFilter, members: ids }) => {
    const group = receiver(name, qos, true);
    const filters = [`$share/${name}/${topicFilter}`];
    return ids.map(
      (id) => new Subscriber(world, random(), { id, version: 5, filters, passingFilters: [] }, group),
    );
  });
  const publishers = PUBLISHERS.map((plan) => new Publisher(world, random(), plan, retained));
  const wills = WILLS.map((plan) => new WillClient(world, random(), plan));
  const auditor = new Auditor(world, random(), retained);
  const all = [...subscribers, ...members];
  return { clients: [...all, ...publishers, ...wills, auditor], subscribers: all, wills, auditor };
}

function topicsOf(publisher: string): string[] {
  return ["a", "b", "c"].map((name) => `torture/live/${publisher}/${name}`);
}
