const PREVIEW_BYTES = 160;
/** A character of UTF-8 has at most four bytes: as many as may be cut off at the end of a preview. */
const UTF8_CUT_BYTES = 3;
const FIRST_CONTINUATION = 0x80;
const LAST_CONTINUATION = 0xbf;
const WHITE_SPACE = /\s+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/;

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The start of a payload as one line of text. */
export interface Preview {
  readonly preview: string;
  readonly previewKind: "text" | "bytes" | "empty";
  readonly isPreviewCut: boolean;
}

/** Text if the start of the payload is text; never a guess beyond that. */
export function previewOf(payload: Uint8Array): Preview {
  if (payload.length === 0) return { preview: "", previewKind: "empty", isPreviewCut: false };
  const isPreviewCut = payload.length > PREVIEW_BYTES;
  const text = decodeStart(payload, PREVIEW_BYTES);
  if (text === undefined || CONTROL.test(text)) return { preview: "", previewKind: "bytes", isPreviewCut };
  return { preview: text.replace(WHITE_SPACE, " "), previewKind: "text", isPreviewCut };
}

/** The text of UTF-8 bytes; undefined if they are not. */
export function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text of the first bytes, about `length` of them; undefined if they are not UTF-8. */
export function decodeStart(bytes: Uint8Array, length: number): string | undefined {
  return decodeStrictly(bytes.length > length ? wholeCharacters(bytes, length) : bytes);
}

/** The first `length` bytes, less those of a character that would be cut. */
function wholeCharacters(bytes: Uint8Array, length: number): Uint8Array {
  let end = length;
  for (let back = 0; back < UTF8_CUT_BYTES && isContinuation(bytes[end]!); back++) end--;
  return bytes.subarray(0, end);
}

function isContinuation(byte: number): boolean {
  return byte >= FIRST_CONTINUATION && byte <= LAST_CONTINUATION;
}
