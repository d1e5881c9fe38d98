import { optionalTextParam } from "./url-state.ts";

/** The profile that the page is attached to, by its id; absent: the broker that serves the page. */
export const brokerParam = optionalTextParam;
