/** What was taken over of a database, and what was not. */
export interface Tally {
  retained: number;
  sessions: number;
  subscriptions: number;
  /** Waiting for clients. */
  waiting: number;
  /** Sent to clients and not acknowledged. */
  inFlight: number;
  /** Sent by clients at QoS 2, not released, and published now. */
  published: number;
  /** Sessions that ended before. */
  endedSessions: number;
  expiredMessages: number;
  /** Messages at QoS 0 that waited. */
  atQoS0: number;
  /** Retained messages at topics that begin with $. */
  internal: number;
  /** Things that refer to a message or a session that is not in the file. */
  missing: number;
  keptSessions: number;
  keptTopics: number;
}

/** Nothing yet. */
export function createTally(missing: number): Tally {
  return {
    retained: 0,
    sessions: 0,
    subscriptions: 0,
    waiting: 0,
    inFlight: 0,
    published: 0,
    endedSessions: 0,
    expiredMessages: 0,
    atQoS0: 0,
    internal: 0,
    missing,
    keptSessions: 0,
    keptTopics: 0,
  };
}
