import type { JsonNode } from "./json-text.ts";

/** One line of a JSON value drawn as a tree. */
export interface JsonRow {
  /** Like `a.b[0]`, as the charts and filters write it; the root is empty. */
  readonly path: string;
  readonly depth: number;
  /** Name of a member, or index of an item; undefined at the root. */
  readonly label: string | undefined;
  readonly node: JsonNode;
  /** Undefined: nothing to fold. */
  readonly isOpen: boolean | undefined;
}

const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

function memberPath(path: string, name: string): string {
  if (!PLAIN_NAME.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

/** How many members or items stand directly below. */
export function childCount(node: JsonNode): number {
  if (node.kind === "object") return node.members.length;
  return node.kind === "array" ? node.items.length : 0;
}

/** The lines that are visible with these paths folded. */
export function jsonRows(root: JsonNode, folded: ReadonlySet<string>): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (node: JsonNode, path: string, depth: number, label: string | undefined) => {
    const isOpen = childCount(node) === 0 ? undefined : !folded.has(path);
    rows.push({ path, depth, label, node, isOpen });
    if (!isOpen) return;
    if (node.kind === "object") {
      for (const { name, value } of node.members) add(value, memberPath(path, name), depth + 1, name);
    } else if (node.kind === "array") {
      for (const [index, item] of node.items.entries())
        add(item, `${path}[${index}]`, depth + 1, String(index));
    }
  };
  add(root, "", 0, undefined);
  return rows;
}
