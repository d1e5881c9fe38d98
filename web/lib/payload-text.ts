import { readJson } from "./json-text.ts";
import { bytesOf, textOf } from "./payload.ts";

/** How the text of the editor stands for bytes. */
export const PAYLOAD_MODES = ["json", "text", "hex", "base64"] as const;
export type PayloadMode = (typeof PAYLOAD_MODES)[number];

/** Why a text stands for no bytes, and where; places count from 1. */
export type PayloadProblem =
  | { readonly kind: "json"; readonly line: number; readonly column: number }
  | { readonly kind: "hexDigit"; readonly place: number; readonly part: string }
  | { readonly kind: "hexHalf"; readonly place: number }
  | { readonly kind: "base64Sign"; readonly place: number; readonly part: string }
  | { readonly kind: "base64Length" };

export type PayloadResult =
  | { readonly isValid: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly isValid: false; readonly problem: PayloadProblem };

const HEX_DIGIT = /[0-9a-fA-F]/;
const HEX_BASE = 16;
/** Longer hex texts are harder to read than base64 is. */
const MAXIMUM_HEX_BYTES = 4096;
/** Base64 writes three bytes with four signs (RFC 4648 §4). */
const SIGNS_IN_GROUP = 4;

function wrong(problem: PayloadProblem): PayloadResult {
  return { isValid: false, problem };
}

function readHex(text: string): PayloadResult {
  const bytes: number[] = [];
  let at = 0;
  while (at < text.length) {
    const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (/\s/.test(sign)) {
      at += 1;
      continue;
    }
    if (!HEX_DIGIT.test(sign)) return wrong({ kind: "hexDigit", place: at + 1, part: sign });
    const next = text.codePointAt(at + 1);
    const second = next === undefined ? " " : String.fromCodePoint(next);
    if (/\s/.test(second)) return wrong({ kind: "hexHalf", place: at + 1 });
    if (!HEX_DIGIT.test(second)) return wrong({ kind: "hexDigit", place: at + 2, part: second });
    bytes.push(Number.parseInt(sign + second, HEX_BASE));
    at += 2;
  }
  return { isValid: true, bytes: Uint8Array.from(bytes) };
}

function readBase64(text: string): PayloadResult {
  const stray = /[^A-Za-z0-9+/=\s]|=(?=[\s\S]*[^=\s])/u.exec(text);
  if (stray) return wrong({ kind: "base64Sign", place: stray.index + 1, part: stray[0] });
  const signs = text.replaceAll(/\s/g, "");
  const bare = signs.replace(/=+$/, "");
  const isPadded = bare.length < signs.length;
  const isWhole = isPadded
    ? signs.length % SIGNS_IN_GROUP === 0 && signs.length - bare.length <= 2
    : bare.length % SIGNS_IN_GROUP !== 1;
  return isWhole ? { isValid: true, bytes: bytesOf(bare) } : wrong({ kind: "base64Length" });
}

/** The bytes that a text stands for, or why it stands for none. JSON is sent as it was written. */
export function readPayload(text: string, mode: PayloadMode): PayloadResult {
  if (mode === "hex") return readHex(text);
  if (mode === "base64") return readBase64(text);
  if (mode === "json" && text !== "") {
    const result = readJson(text);
    if (!result.isJson) {
      return wrong({ kind: "json", line: result.problem.line, column: result.problem.column });
    }
  }
  return { isValid: true, bytes: new TextEncoder().encode(text) };
}

/** Bytes written with base64. */
export function base64Of(bytes: Uint8Array): string {
  let signs = "";
  for (const byte of bytes) signs += String.fromCharCode(byte);
  return btoa(signs);
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(HEX_BASE).padStart(2, "0")).join(" ");
}

/** Bytes as a text in one way of writing; undefined when they cannot be written so. */
export function writePayload(bytes: Uint8Array, mode: PayloadMode): string | undefined {
  if (mode === "hex") return hexOf(bytes);
  if (mode === "base64") return base64Of(bytes);
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  return mode === "text" || text === "" || readJson(text).isJson ? text : undefined;
}

function isStructured(text: string): boolean {
  return /^\s*[[{]/.test(text) && readJson(text).isJson;
}

/** The way of writing in which bytes are read best, and the text. */
export function bestText(bytes: Uint8Array): { readonly mode: PayloadMode; readonly text: string } {
  const text = textOf(bytes);
  if (text !== undefined) return { mode: isStructured(text) ? "json" : "text", text };
  const mode = bytes.length <= MAXIMUM_HEX_BYTES ? "hex" : "base64";
  return { mode, text: mode === "hex" ? hexOf(bytes) : base64Of(bytes) };
}
