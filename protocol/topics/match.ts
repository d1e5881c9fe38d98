import { hasWildcard } from "./wildcards.ts";

/** Whether a topic filter matches a topic name (MQTT 5.0 §4.7). Both are valid, and compared as they are [5 MQTT-4.7.3-4] [3 MQTT-4.7.3-4]. */
export function matches(filter: string, topic: string): boolean {
  // a leading wildcard matches no topic that begins with $ [5 MQTT-4.7.2-1] [3 MQTT-4.7.2-1]
  if (topic.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"))) return false;
  let f = 0;
  let t = 0;
  for (;;) {
    if (filter[f] === "#") return true;
    const filterEnd = levelEnd(filter, f);
    const topicEnd = levelEnd(topic, t);
    const isAny = filterEnd - f === 1 && filter[f] === "+";
    if (!isAny && !sameLevel(filter, f, filterEnd, topic, t, topicEnd)) return false;
    if (filterEnd === filter.length) return topicEnd === topic.length;
    // "a/#" matches "a" too: # includes the parent level (§4.7.1.2)
    if (topicEnd === topic.length) return filterEnd === filter.length - 2 && filter.endsWith("#");
    f = filterEnd + 1;
    t = topicEnd + 1;
  }
}

/** A function that asks for one filter many times; quicker than `matches` where the filter is exact or only ends in #. */
export function compileFilter(filter: string): (topic: string) => boolean {
  if (!hasWildcard(filter)) return (topic) => topic === filter;
  if (filter === "#") return (topic) => !topic.startsWith("$");
  const branch = filter.endsWith("/#") ? filter.slice(0, -1) : "";
  if (branch === "" || hasWildcard(branch)) return (topic) => matches(filter, topic);
  const parent = branch.slice(0, -1);
  return (topic) => topic.startsWith(branch) || topic === parent;
}

function levelEnd(topic: string, start: number): number {
  const end = topic.indexOf("/", start);
  return end < 0 ? topic.length : end;
}

function sameLevel(
  filter: string,
  f: number,
  filterEnd: number,
  topic: string,
  t: number,
  topicEnd: number,
): boolean {
  if (filterEnd - f !== topicEnd - t) return false;
  for (let i = f; i < filterEnd; i++) {
    if (filter.charCodeAt(i) !== topic.charCodeAt(t + i - f)) return false;
  }
  return true;
}
