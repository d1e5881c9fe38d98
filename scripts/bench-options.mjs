/** How long a run of a benchmark is measured unless it is said. */
export const SECONDS = "3";

/** What stands between commas. @param {string | undefined} text */
export function list(text) {
  return text === undefined ? [] : text.split(",");
}

/** The first when there is no word of it. @param {string} name @param {string | undefined} text @param {string[]} known */
export function oneOf(name, text, known) {
  if (text === undefined) return known[0];
  if (!known.includes(text)) throw new Error(`${name} must be ${known.join(" or ")}, not "${text}".`);
  return text;
}

/** @param {string} text */
export function secondsOf(text) {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new Error(`--seconds must be a number above 0, not "${text}".`);
  return seconds;
}
