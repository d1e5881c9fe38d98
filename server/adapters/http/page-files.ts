import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

/** A file of the page as it is sent. */
export interface PageFile {
  readonly body: Buffer;
  readonly contentType: string;
  /** A strong validator (RFC 9110 §8.8.3). */
  readonly etag: string;
}

/** What the page's build makes; anything else is sent as bytes. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
const BYTES = "application/octet-stream";

/** The page's files by their addresses, read once: a request can name no other, and none is ever looked for by its name. */
export function readPageFiles(directory: string): ReadonlyMap<string, PageFile> {
  if (!existsSync(directory)) return new Map();
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [addressOf(relative(directory, path)), read(path)]));
}

function addressOf(path: string): string {
  return `/${path.split(sep).map(encodeURIComponent).join("/")}`;
}

function read(path: string): PageFile {
  const body = readFileSync(path);
  const digest = createHash("sha256").update(body).digest("base64url");
  return { body, contentType: CONTENT_TYPES[extname(path)] ?? BYTES, etag: `"${digest}"` };
}
