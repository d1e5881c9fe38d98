import type { Acl, Authenticator } from "../../core/ports/access.ts";

/** Lets every client in, and believes the user name that it gives itself: it is shown, and grants nothing. */
export const anonymous: Authenticator = {
  methods: new Map(),
  identify: ({ userName }) => ({ kind: "accepted", userName }),
};

/** Everybody may do everything; what belongs to the broker alone, the core refuses by itself. */
export const allowAll: Acl = {
  mayPublish: () => true,
  maySubscribe: () => true,
  mayReceive: () => true,
};
