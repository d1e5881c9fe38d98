import { carryParams } from "./url-state.ts";

/** What holds for the whole page: which broker it looks at. */
const SHARED = ["broker"] as const;

/** The address of a view with some of its state, on the broker that `search` names. */
export function viewAddress(path: string, search: string, params: Readonly<Record<string, string>>): string {
  const shared = carryParams(search, SHARED);
  const own = carryParams(new URLSearchParams(params).toString(), Object.keys(params));
  const query = [shared, own].filter((part) => part !== "").join("&");
  return query === "" ? path : `${path}?${query}`;
}

/** The address of a session in the view of clients, on the broker that `search` names. */
export function clientAddress(clientId: string, search: string): string {
  return viewAddress("/clients", search, { client: clientId });
}

/** The address of a topic in the tree. */
export function topicAddress(topic: string, search: string): string {
  return viewAddress("/topics", search, { topic });
}

/** The address of the wills of a client. */
export function willsAddress(clientId: string, search: string): string {
  return viewAddress("/wills", search, { q: clientId });
}

/** The view of rights, asking what a client may do. */
export function accessAddress(clientId: string, userName: string | undefined, search: string): string {
  return viewAddress("/access", search, {
    client: clientId,
    ...(userName !== undefined && { user: userName }),
  });
}

/** The view of messages, with its form for a live subscription filled. */
export function subscribeAddress(filter: string, search: string): string {
  return viewAddress("/messages", search, { subscribe: filter });
}
