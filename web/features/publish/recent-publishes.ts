import { PAYLOAD_MODES } from "../../lib/payload-text.ts";
import { readStored, writeStored } from "../../lib/storage.ts";
import { EMPTY_FORM, type PublishForm } from "./publish-form.ts";

/** A message that was published from this browser. */
export interface RecentPublish {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly form: PublishForm;
}

const STORED_NAME = "publish.recent";
export const MAXIMUM_RECENT = 20;
/** All recent ones together stay far below the 5 MB that a browser keeps for a page. */
export const MAXIMUM_RECENT_CHARACTERS = 20_000;

/** Whether a form is small enough to be kept. */
export function isKept(form: PublishForm): boolean {
  return JSON.stringify(form).length <= MAXIMUM_RECENT_CHARACTERS;
}

/** The list with one more at its start; the same message stands there once. */
export function withRecent(
  list: readonly RecentPublish[],
  form: PublishForm,
  at: number,
): readonly RecentPublish[] {
  if (!isKept(form)) return list;
  const text = JSON.stringify(form);
  const others = list.filter((recent) => JSON.stringify(recent.form) !== text);
  const id = list.reduce((highest, recent) => Math.max(highest, recent.id), 0) + 1;
  return [{ id, at, form }, ...others].slice(0, MAXIMUM_RECENT);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isRecent(value: unknown): value is RecentPublish {
  if (!isRecord(value) || typeof value.id !== "number" || typeof value.at !== "number") return false;
  const { form } = value;
  return (
    isRecord(form) &&
    typeof form.topic === "string" &&
    typeof form.payload === "string" &&
    PAYLOAD_MODES.some((mode) => mode === form.mode) &&
    [0, 1, 2].some((qos) => qos === form.qos) &&
    isRecord(form.properties) &&
    Array.isArray(form.properties.user)
  );
}

/** What a stored value holds of recent messages; what is not one is left out. */
export function recentOf(stored: unknown): readonly RecentPublish[] {
  if (!Array.isArray(stored)) return [];
  return stored
    .filter(isRecent)
    .slice(0, MAXIMUM_RECENT)
    .map((recent) => {
      const properties = { ...EMPTY_FORM.properties, ...recent.form.properties };
      return { ...recent, form: { ...EMPTY_FORM, ...recent.form, properties } };
    });
}

/** The recent messages that the browser keeps, newest first. */
export function readRecent(): readonly RecentPublish[] {
  return recentOf(readStored(STORED_NAME));
}

/** Keeps the list in the browser. */
export function writeRecent(list: readonly RecentPublish[]): void {
  writeStored(STORED_NAME, list);
}
