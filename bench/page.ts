import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const PAGE = fileURLToPath(new URL("../docs/performance.md", import.meta.url));
const CHART = fileURLToPath(new URL("../docs/images/performance.svg", import.meta.url));

/** Replaces one measured section of docs/performance.md; the text around the marks is written by hand. */
export function writeSection(name: string, text: string): void {
  writeFileSync(PAGE, withSection(readFileSync(PAGE, "utf8"), name, text));
}

/** Throws when the page has lost the marks of that section. */
export function withSection(page: string, name: string, text: string): string {
  const begin = `<!-- ${name}: measured -->\n`;
  const end = `<!-- end of ${name} -->`;
  const [head, rest] = page.split(begin);
  const tail = rest?.slice(rest.indexOf(end));
  if (head === undefined || tail === undefined || !tail.startsWith(end))
    throw new Error(`docs/performance.md has lost the marks of a section: ${begin.trim()} … ${end}`);
  return `${head}${begin}\n${text}\n\n${tail}`;
}

export function writeChart(svg: string): void {
  mkdirSync(dirname(CHART), { recursive: true });
  writeFileSync(CHART, svg);
}
