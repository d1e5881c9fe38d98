import type { LoginEvent } from "../adapters/http/login/login-events.ts";
import type { EventLine } from "./event-lines.ts";

/** The line that tells of a login of the page, or of a token of the API. No password or token is in an event. */
export function loginLine(event: LoginEvent): EventLine {
  const { address } = event;
  switch (event.type) {
    case "loggedIn": {
      const { user, role } = event;
      const message = "logged in to the page";
      return { level: "info", code: "page-login", message, fields: { user, role, address } };
    }
    case "loggedOut": {
      const { user, cause } = event;
      const message = "a login of the page is over";
      return { level: "info", code: "page-logout", message, fields: { user, cause, address } };
    }
    case "loginFailed": {
      const { user } = event;
      const message = "a login to the page failed";
      return { level: "warn", code: "page-login-failed", message, fields: { user, address } };
    }
    case "tokenUsed": {
      const { token, role } = event;
      const message = "a token of the API is used";
      return { level: "info", code: "api-token-used", message, fields: { token, role, address } };
    }
    case "tokenFailed": {
      const { token } = event;
      const message = "a token of the API does not count";
      return { level: "warn", code: "api-token-failed", message, fields: { token, address } };
    }
    case "heldOff": {
      const { what, seconds } = event;
      const message = "the next attempt from this address has to wait";
      return { level: "warn", code: "page-logins-held-off", message, fields: { what, address, seconds } };
    }
  }
}
