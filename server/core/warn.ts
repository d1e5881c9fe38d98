import { type ClientLink, type Context, tell } from "./context.ts";
import type { WarningCode } from "./ports/observer.ts";
import { historyOf, type Session } from "./session/session.ts";

/** Tells operators that a client errs, once per connection and kind; it goes on. */
export function warn(
  context: Context,
  link: ClientLink,
  session: Session,
  code: WarningCode,
  detail: string,
): void {
  if (link.warned?.has(code) === true) return;
  link.warned ??= new Set();
  link.warned.add(code);
  const at = context.clock.now();
  const { warnings } = historyOf(session);
  warnings.delete(code); // the newest stands last
  warnings.set(code, { at, code, detail });
  tell(context, { type: "clientWarned", clientId: session.clientId, code, detail });
}
