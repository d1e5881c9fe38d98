/** What stands before all pages but those of an overflow after its first: number, transaction, flags and bounds. */
export const PAGE_HEADER_BYTES = 24;
const TRANSACTION_AT = 8;
const FLAGS_AT = 18;
const LOWER_AT = 20;
const UPPER_AT = 22;
const OVERFLOW_PAGES_AT = 20;

/** Kinds of pages. */
export const BRANCH = 0x01;
/** Pages with records. */
export const LEAF = 0x02;
const OVERFLOW = 0x04;

const POINTER_BYTES = 2;
const NODE_HEADER_BYTES = 8;
const NODE_FLAGS_AT = 4;
const KEY_LENGTH_AT = 6;
const BIG = 0x01;
const BIG_BYTES = 24;
const BIG_PAGES_AT = 16;
const TWO_TO_16 = 2 ** 16;
const TWO_TO_32 = 2 ** 32;

/** A page's flags. */
export function pageFlags(page: Buffer): number {
  return page.readUInt16LE(FLAGS_AT);
}

/** The transaction that wrote a page. */
export function pageTransaction(page: Buffer): number {
  return number64(page, TRANSACTION_AT);
}

/** Whether a page's header is that of page `number`, of a kind, written by a transaction up to `latest`, with room for its nodes. */
export function isPage(page: Buffer, number: number, kind: number, latest: number): boolean {
  if (number64(page, 0) !== number || page.readUInt16LE(FLAGS_AT) !== kind) return false;
  if (pageTransaction(page) > latest) return false;
  const lower = page.readUInt16LE(LOWER_AT);
  const upper = page.readUInt16LE(UPPER_AT);
  return lower > 0 && lower % 2 === 0 && lower <= upper && upper <= page.length - PAGE_HEADER_BYTES;
}

/** How many nodes a page has. */
export function nodesOf(page: Buffer): number {
  return page.readUInt16LE(LOWER_AT) / POINTER_BYTES;
}

/** Where the room for nodes begins. */
export function nodesBegin(page: Buffer): number {
  return PAGE_HEADER_BYTES + page.readUInt16LE(UPPER_AT);
}

/** Where a node of a page begins; −1: not in the page's room for nodes. */
export function nodeAt(page: Buffer, index: number): number {
  const pointer = page.readUInt16LE(PAGE_HEADER_BYTES + POINTER_BYTES * index);
  const at = PAGE_HEADER_BYTES + pointer;
  if (pointer < page.readUInt16LE(UPPER_AT) || at + NODE_HEADER_BYTES > page.length) return -1;
  return at + NODE_HEADER_BYTES + page.readUInt16LE(at + KEY_LENGTH_AT) > page.length ? -1 : at;
}

/** Where the key of a node begins. */
export function keyAt(node: number): number {
  return node + NODE_HEADER_BYTES;
}

/** Where the key of a node ends, and its data begins. */
export function keyEnd(page: Buffer, node: number): number {
  return node + NODE_HEADER_BYTES + page.readUInt16LE(node + KEY_LENGTH_AT);
}

/** The page to which a node of a branch leads. */
export function childOf(page: Buffer, node: number): number {
  return page.readUInt32LE(node) + page.readUInt16LE(node + NODE_FLAGS_AT) * TWO_TO_32;
}

/** Bytes of the data of a node of a leaf. */
export function dataBytes(page: Buffer, node: number): number {
  return page.readUInt16LE(node) + page.readUInt16LE(node + 2) * TWO_TO_16;
}

/** Whether the data of a node lies in its page; undefined: it is as no store of ours has it. */
export function isInPage(page: Buffer, node: number): boolean | undefined {
  const flags = page.readUInt16LE(node + NODE_FLAGS_AT);
  if (flags === 0) return keyEnd(page, node) + dataBytes(page, node) <= page.length ? true : undefined;
  return flags === BIG && keyEnd(page, node) + BIG_BYTES <= page.length ? false : undefined;
}

/** The pages in which data that is too long for its page lies. */
export function overflowOf(page: Buffer, node: number): { readonly first: number; readonly pages: number } {
  const at = keyEnd(page, node);
  return { first: number64(page, at), pages: number64(page, at + BIG_PAGES_AT) };
}

/** Whether the header of an overflow is right. */
export function isOverflow(page: Buffer, number: number, pages: number): boolean {
  return (
    number64(page, 0) === number &&
    page.readUInt16LE(FLAGS_AT) === OVERFLOW &&
    page.readUInt32LE(OVERFLOW_PAGES_AT) === pages
  );
}

/** Beyond 2⁵³ a number is not exact, and no page has it. */
function number64(page: Buffer, at: number): number {
  return page.readUInt32LE(at) + page.readUInt32LE(at + 4) * TWO_TO_32;
}
