const LEVEL_WIDTH = 5;
/** A value that can stand without quotes. */
const PLAIN = /^[^\s"=\\]+$/;

/** A line of the log for people: time, level, message, then the fields; a stack below. */
export function textLine({ time, level, msg, err, ...fields }: Readonly<Record<string, unknown>>): string {
  const head = `${clockTime(String(time))} ${String(level).padEnd(LEVEL_WIDTH)} ${msg}`;
  const told = Object.entries(fields).map(([name, value]) => ` ${name}=${valueText(value)}`);
  return `${head}${told.join("")}\n${stackText(err)}`;
}

/** `2026-11-25T00:12:34.567Z` without its letters. */
function clockTime(iso: string): string {
  return iso.replace("T", " ").replace("Z", "");
}

function valueText(value: unknown): string {
  return typeof value === "string" && PLAIN.test(value) ? value : JSON.stringify(value);
}

function stackText(error: unknown): string {
  if (typeof error !== "object" || error === null || !("stack" in error)) return "";
  return `${String(error.stack)
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n")}\n`;
}
