import type { Authenticator, ExplainingAcl } from "../../core/ports/access.ts";

/** Lets every client in, and believes the user name that it gives itself: it is shown, and grants nothing. */
export const anonymous: Authenticator = {
  methods: new Map(),
  identify: ({ userName }) => ({ kind: "accepted", userName }),
};

/** Everybody may do everything; what belongs to the broker alone, the core refuses by itself. */
export const allowAll: ExplainingAcl = {
  mayPublish: () => true,
  maySubscribe: () => true,
  mayReceive: () => true,
  explain: () => ({ isAllowed: true, decider: { by: "no-file" }, partly: [], barredBy: undefined }),
};
