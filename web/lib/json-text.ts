/** A value of a JSON text. Numbers and strings keep the letters they were written with: nothing is rounded. */
export type JsonNode =
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "string" | "number" | "atom"; readonly text: string };

export interface JsonMember {
  readonly name: string;
  readonly value: JsonNode;
}

/** Where a text stops being JSON. Line and column count from 1. */
export interface JsonProblem {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export type JsonResult =
  | { readonly isJson: true; readonly node: JsonNode }
  | { readonly isJson: false; readonly problem: JsonProblem };

/** Deeper texts are not read as JSON: nobody reads them, and the stack is finite. */
const MAXIMUM_DEPTH = 500;

const WHITE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ATOM = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** Characters below it are to be escaped in a string (RFC 8259 §7). */
const FIRST_PLAIN_CODE = 0x20;

class Stop extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super("not JSON");
    this.offset = offset;
  }
}

/** Reads RFC 8259 texts and keeps what JSON.parse loses: long numbers, doubled names, the order of names. */
class JsonReader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonNode {
    const node = this.#value(0);
    this.#take(WHITE);
    if (this.#offset < this.#text.length) throw new Stop(this.#offset);
    return node;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#offset += found.length;
    return found;
  }

  #accept(sign: string): boolean {
    this.#take(WHITE);
    if (this.#text[this.#offset] !== sign) return false;
    this.#offset++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#accept(sign)) throw new Stop(this.#offset);
  }

  /** By hand: a pattern would need a stack as deep as the string is long. */
  #string(): string | undefined {
    if (this.#text[this.#offset] !== '"') return undefined;
    const start = this.#offset++;
    while (this.#offset < this.#text.length) {
      const sign = this.#text[this.#offset];
      if (sign === '"') return this.#text.slice(start, ++this.#offset);
      if (sign === "\\") {
        if (this.#take(ESCAPE) === undefined) throw new Stop(this.#offset);
      } else if (this.#text.charCodeAt(this.#offset) < FIRST_PLAIN_CODE) throw new Stop(this.#offset);
      else this.#offset++;
    }
    throw new Stop(this.#offset);
  }

  #value(depth: number): JsonNode {
    if (depth > MAXIMUM_DEPTH) throw new Stop(this.#offset);
    if (this.#accept("{")) return { kind: "object", members: this.#members(depth) };
    if (this.#accept("[")) return { kind: "array", items: this.#items(depth) };
    const text = this.#string();
    if (text !== undefined) return { kind: "string", text };
    const number = this.#take(NUMBER);
    if (number !== undefined) return { kind: "number", text: number };
    const atom = this.#take(ATOM);
    if (atom === undefined) throw new Stop(this.#offset);
    return { kind: "atom", text: atom };
  }

  #members(depth: number): readonly JsonMember[] {
    const members: JsonMember[] = [];
    if (this.#accept("}")) return members;
    do {
      this.#take(WHITE);
      const name = this.#string();
      if (name === undefined) throw new Stop(this.#offset);
      this.#expect(":");
      members.push({ name: stringOf(name), value: this.#value(depth + 1) });
    } while (this.#accept(","));
    this.#expect("}");
    return members;
  }

  #items(depth: number): readonly JsonNode[] {
    const items: JsonNode[] = [];
    if (this.#accept("]")) return items;
    do items.push(this.#value(depth + 1));
    while (this.#accept(","));
    this.#expect("]");
    return items;
  }
}

/** The characters that a string of a JSON text stands for. */
export function stringOf(text: string): string {
  return JSON.parse(text) as string;
}

function problemAt(text: string, offset: number): JsonProblem {
  const before = text.slice(0, offset);
  return { offset, line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** Reads a JSON text, or says where it stops being one. */
export function readJson(text: string): JsonResult {
  try {
    return { isJson: true, node: new JsonReader(text).read() };
  } catch (error) {
    if (error instanceof Stop) return { isJson: false, problem: problemAt(text, error.offset) };
    throw error;
  }
}

/** The text of a value again, indented by two spaces or, with 0, on one line. */
export function writeJson(node: JsonNode, indent = 2, level = 0): string {
  if (node.kind !== "object" && node.kind !== "array") return node.text;
  const colon = indent > 0 ? ": " : ":";
  const parts =
    node.kind === "array"
      ? node.items.map((item) => writeJson(item, indent, level + 1))
      : node.members.map(
          ({ name, value }) => JSON.stringify(name) + colon + writeJson(value, indent, level + 1),
        );
  const [open, close] = node.kind === "array" ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  if (indent === 0) return open + parts.join(",") + close;
  const pad = " ".repeat(indent * (level + 1));
  return `${open}\n${parts.map((part) => pad + part).join(",\n")}\n${" ".repeat(indent * level)}${close}`;
}
