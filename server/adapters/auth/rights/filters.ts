/** Whether there is a topic that both filters match (MQTT 5.0 §4.7). */
export function overlap(a: string, b: string): boolean {
  if (startsWithDollar(a) !== startsWithDollar(b)) return false;
  const left = a.split("/");
  const right = b.split("/");
  for (let at = 0; ; at++) {
    const mine = left[at];
    const yours = right[at];
    // also right behind what has ended: "a/#" matches "a" (§4.7.1.2)
    if (mine === "#" || yours === "#") return true;
    if (mine === undefined || yours === undefined) return mine === yours;
    if (mine !== yours && mine !== "+" && yours !== "+") return false;
  }
}

/** Whether `wide` matches every topic that `narrow` matches (MQTT 5.0 §4.7). */
export function covers(wide: string, narrow: string): boolean {
  if (startsWithDollar(wide) !== startsWithDollar(narrow)) return false;
  const outer = wide.split("/");
  const inner = narrow.split("/");
  for (let at = 0; ; at++) {
    const mine = outer[at];
    const yours = inner[at];
    if (mine === "#") return true;
    if (mine === undefined || yours === undefined) return mine === yours;
    if (yours === "#" || (mine !== "+" && mine !== yours)) return false;
  }
}

/** A filter whose first level begins with `$` matches only such topics, and any other matches none of them (§4.7.2). */
function startsWithDollar(filter: string): boolean {
  return filter.startsWith("$");
}
