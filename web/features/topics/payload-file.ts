import { hexText } from "../../lib/hex.ts";
import type { ValueForm } from "./topic-params.ts";
import { base64Lines, lenientText } from "./value-forms.ts";

const EXTENSIONS: Record<ValueForm, string> = { json: "json", text: "txt", hex: "bin", base64: "bin" };
const MAXIMUM_NAME_CHARACTERS = 100;

/** What a file with the payload of a topic is called. */
export function fileNameOf(topic: string, natural: ValueForm): string {
  const name = topic.replaceAll(/[^\p{L}\p{N}._-]+/gu, "_").slice(-MAXIMUM_NAME_CHARACTERS);
  return `${name.replace(/^[._]+/, "") || "payload"}.${EXTENSIONS[natural]}`;
}

/** What is copied of a payload that is shown in this form. */
export function copyOf(payload: Uint8Array, form: ValueForm): string {
  if (form === "hex") return hexText(payload);
  if (form === "base64") return base64Lines(payload).replaceAll("\n", "");
  return lenientText(payload).text;
}
