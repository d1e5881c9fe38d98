import { type JsonResult, readJson } from "../../lib/json-text.ts";
import { textOf } from "../../lib/payload.ts";
import type { ValueForm } from "./topic-params.ts";

/** JSON beyond this is not read as a tree: it would take longer than a reader waits. */
export const MAXIMUM_TREE_CHARACTERS = 2_000_000;
/** What a JSON text may begin with after white space; numbers and strings alone are shown as text. */
const JSON_START = /^\s*[[{]/;
const BASE64_LINE = 76;
/** Divisible by 3, so that the pieces of base64 join without padding. */
const BASE64_PIECE_BYTES = 24_576;

/** A character of UTF-8 has at most four bytes: so many of it may be left where a payload was cut. */
const UTF8_CUT_BYTES = 3;

/** The form that shows a payload as what it is: verified, never guessed. `isCut`: only its beginning is here. */
export function naturalForm(payload: Uint8Array, isCut = false): ValueForm {
  const text = isCut ? textOfStart(payload) : textOf(payload);
  if (text === undefined) return "hex";
  const mayBeJson = text.length <= MAXIMUM_TREE_CHARACTERS && JSON_START.test(text);
  return mayBeJson && readJson(text).isJson ? "json" : "text";
}

function textOfStart(payload: Uint8Array): string | undefined {
  for (let left = 0; left <= UTF8_CUT_BYTES; left++) {
    const text = textOf(payload.subarray(0, payload.length - left));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Bytes as text whatever they are; what is no UTF-8 stands as U+FFFD. */
export function lenientText(payload: Uint8Array): { readonly text: string; readonly isExact: boolean } {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(payload);
  return { text, isExact: !text.includes("\uFFFD") || isUtf8(payload) };
}

function isUtf8(payload: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(payload);
    return true;
  } catch {
    return false;
  }
}

/** The payload read as JSON. */
export function jsonOf(payload: Uint8Array): JsonResult {
  return readJson(lenientText(payload).text);
}

/** Base64 (RFC 4648 §4) in lines of 76 signs (RFC 2045 §6.8). */
export function base64Lines(payload: Uint8Array): string {
  let text = "";
  for (let at = 0; at < payload.length; at += BASE64_PIECE_BYTES) {
    text += btoa(String.fromCharCode(...payload.subarray(at, at + BASE64_PIECE_BYTES)));
  }
  return text.replace(new RegExp(`.{${BASE64_LINE}}(?=.)`, "g"), "$&\n");
}

/** Pieces of a long text that a browser lays out one by one; cut behind a line's end where there is one near. */
export function textPieces(text: string, length: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const wanted = start + length;
    const lineEnd = text.lastIndexOf("\n", wanted) + 1;
    const end =
      wanted >= text.length ? text.length : lineEnd > start ? lineEnd : wholeCharacter(text, wanted);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** Not between the halves of a character. */
function wholeCharacter(text: string, at: number): number {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff ? at + 1 : at;
}
