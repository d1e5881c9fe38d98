/** How a piece of view state is written in the address. The initial value is left out. */
export interface ParamCodec<T> {
  readonly initial: T;
  /** Undefined: not understood, the initial value stands. */
  parse(text: string): T | undefined;
  format(value: T): string;
}

/** A text; empty when absent. */
export function textParam(initial = ""): ParamCodec<string> {
  return { initial, parse: (text) => text, format: (value) => value };
}

/** A text that may be absent: a selection. */
export const optionalTextParam: ParamCodec<string | undefined> = {
  initial: undefined,
  parse: (text) => text,
  format: (value) => value ?? "",
};

/** On or off. */
export function flagParam(initial = false): ParamCodec<boolean> {
  return {
    initial,
    parse: (text) => (text === "1" ? true : text === "0" ? false : undefined),
    format: (value) => (value ? "1" : "0"),
  };
}

/** A finite number. */
export function numberParam(initial: number): ParamCodec<number> {
  return {
    initial,
    parse: (text) => {
      const value = Number(text);
      return text.trim() !== "" && Number.isFinite(value) ? value : undefined;
    },
    format: (value) => String(value),
  };
}

/** One of a few words. */
export function choiceParam<const T extends string>(choices: readonly T[], initial: T): ParamCodec<T> {
  return {
    initial,
    parse: (text) => choices.find((choice) => choice === text),
    format: (value) => value,
  };
}

/** A column and its direction, "-" before it for descending. */
export interface Sort {
  readonly column: string;
  readonly direction: "ascending" | "descending";
}

/** A sorted column out of those that exist. */
export function sortParam(columns: readonly string[], initial: Sort): ParamCodec<Sort> {
  return {
    initial,
    parse: (text) => {
      const isDescending = text.startsWith("-");
      const column = isDescending ? text.slice(1) : text;
      if (!columns.includes(column)) return undefined;
      return { column, direction: isDescending ? "descending" : "ascending" };
    },
    format: (value) => (value.direction === "descending" ? "-" : "") + value.column,
  };
}

/** Reads one piece of state out of a search text. */
export function readParam<T>(search: string, name: string, codec: ParamCodec<T>): T {
  const text = new URLSearchParams(search).get(name);
  if (text === null) return codec.initial;
  return codec.parse(text) ?? codec.initial;
}

/** The search text with one piece of state changed; without "?", empty when nothing differs from the initial view. */
export function writeParam<T>(search: string, name: string, codec: ParamCodec<T>, value: T): string {
  const params = new URLSearchParams(search);
  const text = codec.format(value);
  if (text === codec.format(codec.initial)) params.delete(name);
  else params.set(name, text);
  return readable(params);
}

/** The search text with a parameter taken over or left out. */
export function carryParams(search: string, names: readonly string[]): string {
  const from = new URLSearchParams(search);
  const carried = new URLSearchParams();
  for (const name of names) {
    const text = from.get(name);
    if (text !== null) carried.set(name, text);
  }
  return readable(carried);
}

/** Topics stay legible: "/" and ":" need no escape in a query (RFC 3986 §3.4). */
function readable(params: URLSearchParams): string {
  return params.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%24", "$");
}
