import { useConnection } from "../bridge/hooks.ts";
import type { InsideError } from "../bridge/inside-client.ts";
import { brokerParam } from "../lib/broker-param.ts";
import { setUrlState } from "../lib/use-url-state.ts";
import { useTexts } from "../texts/use-texts.ts";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";
import { ErrorNote } from "./error-note.tsx";

/** Instead of what only Vitrina's own broker can show, when the page is attached to another. */
export function InsideElsewhere() {
  const texts = useTexts().problems.inside;
  return (
    <EmptyState title={texts.elsewhere} text={`${texts.elsewhereWhy} ${texts.elsewhereWhat}`}>
      <div>
        <Button kind="primary" onClick={() => setUrlState("broker", brokerParam, undefined)}>
          {texts.attachOwn}
        </Button>
      </div>
    </EmptyState>
  );
}

export interface InsideFailureProps {
  readonly error: InsideError | undefined;
  /** When what is still on the screen was read; undefined: nothing is. */
  readonly loadedAt?: number | undefined;
  readonly onRetry: () => void;
}

/** The inside API did not answer, or refused; what was read before may still be on the screen. */
export function InsideFailure({ error, loadedAt, onRetry }: InsideFailureProps) {
  const texts = useTexts();
  const { failed, failedWhat, refused } = texts.problems.inside;
  const isRefused = error?.problem !== undefined;
  // the frame says already, over every view, that nothing is there to answer
  const isTold = useConnection(({ connection }) => "cause" in connection);
  if (isTold && !isRefused && loadedAt !== undefined) return null;
  return (
    <ErrorNote
      className="m-2"
      tone={loadedAt !== undefined ? "warn" : "bad"}
      what={isRefused ? refused : failed}
      why={error?.message}
      todo={loadedAt !== undefined ? failedWhat : undefined}
      actions={<Button onClick={onRetry}>{texts.shell.tryAgain}</Button>}
    />
  );
}
