import type { Warning } from "../../../server/adapters/http/contract/sessions.ts";
import type { Clause } from "../../lib/clauses.ts";

/** Where the specification says what a client may not. */
export const WARNING_CLAUSES: Readonly<Record<Warning["code"], Clause>> = {
  "receive-maximum-exceeded": "3.3.4",
  "rate-exceeded": "3.14.2.1",
  "client-id-contested": "3.1.4",
};
