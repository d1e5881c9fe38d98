/** Whether a filter has a wildcard (MQTT 5.0 §4.7.1). */
export function hasWildcard(filter: string): boolean {
  return /[+#]/.test(filter);
}

/** What is wrong with the wildcards of a filter, or undefined (MQTT 5.0 §4.7.1). */
export function wildcardError(filter: string): string | undefined {
  const hash = filter.indexOf("#");
  if (hash >= 0 && hash !== filter.length - 1) return "# must be the last character of a topic filter"; // [5 MQTT-4.7.1-1] [3 MQTT-4.7.1-2]
  if (hash > 0 && filter[hash - 1] !== "/") return "# must stand alone in its level of a topic filter"; // [5 MQTT-4.7.1-1] [3 MQTT-4.7.1-2]
  for (let at = filter.indexOf("+"); at >= 0; at = filter.indexOf("+", at + 1)) {
    const standsAlone =
      (at === 0 || filter[at - 1] === "/") && (at === filter.length - 1 || filter[at + 1] === "/");
    if (!standsAlone) return "+ must stand alone in its level of a topic filter"; // [5 MQTT-4.7.1-2] [3 MQTT-4.7.1-3]
  }
  return undefined;
}
