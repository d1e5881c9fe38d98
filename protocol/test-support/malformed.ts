import type { MalformedCase } from "./malformed-case.ts";
import { MALFORMED_CONNECTS } from "./malformed-connect.ts";
import { MALFORMED_PACKETS } from "./malformed-packets.ts";

/** Every kind of bytes that the specification forbids; whole in themselves, for memory and sockets alike. */
export const MALFORMED_CASES: readonly MalformedCase[] = [...MALFORMED_CONNECTS, ...MALFORMED_PACKETS];
