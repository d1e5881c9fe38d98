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
/** The page itself, by its address. */
export const INDEX = "/index.html";
/** How the build writes in it an address below the base path. */
const RELATIVE = '="./';

/**
 * The page's files by their addresses, read once: a request can name no other, and none is ever looked for by its name. The
 * page itself has its base path written in, so that an address of any depth finds its files.
 */
export function readPageFiles(directory: string, basePath: string): ReadonlyMap<string, PageFile> {
  if (!existsSync(directory)) return new Map();
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.map((path) => {
      const address = addressOf(relative(directory, path));
      const written = readFileSync(path);
      const body = address === INDEX ? belowPath(written, basePath) : written;
      return [address, fileOf(path, body)];
    }),
  );
}

function addressOf(path: string): string {
  return `/${path.split(sep).map(encodeURIComponent).join("/")}`;
}

function belowPath(page: Buffer, basePath: string): Buffer {
  return Buffer.from(page.toString().replaceAll(RELATIVE, `="${basePath}`));
}

function fileOf(path: string, body: Buffer): PageFile {
  const digest = createHash("sha256").update(body).digest("base64url");
  return { body, contentType: CONTENT_TYPES[extname(path)] ?? BYTES, etag: `"${digest}"` };
}
