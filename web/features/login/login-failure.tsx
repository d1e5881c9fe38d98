import type { LoginResult } from "../../bridge/login.ts";
import { useNow } from "../../lib/ticker.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { ErrorNote } from "../../ui/error-note.tsx";

const SECOND = 1000;

/** How long the next attempt has to wait, in seconds, counting down; 0: not at all. */
export function useWait(result: LoginResult | undefined, at: number): number {
  const now = useNow();
  if (result?.outcome !== "too-many") return 0;
  return Math.max(0, Math.ceil((at + result.waitSeconds * SECOND - now) / SECOND));
}

export interface LoginFailureProps {
  readonly kind: "none" | "password" | "token";
  readonly result: LoginResult | undefined;
  readonly waitSeconds: number;
}

/** Why an attempt failed, and what to do. */
export function LoginFailure({ kind, result, waitSeconds }: LoginFailureProps) {
  const texts = useTexts().login;
  const format = useFormat();
  switch (result?.outcome) {
    case undefined:
    case "in":
      return null;
    case "wrong":
      return kind === "token" ? (
        <ErrorNote what={texts.wrongToken} todo={texts.used} />
      ) : (
        <ErrorNote what={texts.wrong} />
      );
    case "too-many": {
      const left = format.duration(waitSeconds * SECOND);
      const why = waitSeconds > 0 ? texts.tooManyWhat(left) : texts.tooManyOver;
      return <ErrorNote tone="warn" what={texts.tooMany} why={why} />;
    }
    case "busy":
      return <ErrorNote tone="warn" what={texts.busy} todo={texts.busyWhat} />;
    case "unreachable":
      return <ErrorNote what={texts.unreachable} todo={texts.unreachableWhat} />;
  }
}
