import { useEffect, useMemo, useRef } from "react";
import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";
import { consequencesOf } from "./consequences.ts";
import type { ClientActions } from "./use-client-actions.ts";

export interface ClientConfirmProps {
  readonly session: SessionDetail;
  readonly actions: ClientActions;
}

/** Says in place what an action would do, and does it on request. */
export function ClientConfirm({ session, actions }: ClientConfirmProps) {
  const texts = useTexts();
  const format = useFormat();
  const { asked, confirm, giveUp } = actions;
  const barriers = { disconnect: useRoleBarrier("act"), end: useRoleBarrier("admin") };
  const action = asked?.clientId === session.clientId ? asked.action : undefined;
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef<Element>(undefined);
  const sentences = useMemo(
    () => (action === undefined ? [] : consequencesOf(session, action, texts.clients.actions, format)),
    [session, action, texts, format],
  );
  useEffect(() => {
    if (action === undefined) return;
    before.current = document.activeElement ?? undefined;
    button.current?.focus();
    return () => {
      if (before.current instanceof HTMLElement) before.current.focus();
    };
  }, [action]);
  if (asked === undefined || action === undefined) return null;
  const words = texts.clients.actions;
  const title = action === "disconnect" ? words.disconnectTitle : words.endTitle;
  const barrier = barriers[action];
  if (barrier !== undefined)
    return <ErrorNote className="m-2" what={words.notAllowed} why={barrier} onDismiss={giveUp} />;
  if (asked.phase === "failed") {
    return (
      <ErrorNote
        className="m-2"
        what={action === "disconnect" ? words.failedDisconnect : words.failedEnd}
        why={asked.error?.message}
        onDismiss={giveUp}
      />
    );
  }
  return (
    <fieldset
      aria-label={title(session.clientId)}
      className="appear m-2 flex flex-col gap-2 rounded-md bg-warn-ground px-3 py-2"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        giveUp();
      }}
    >
      <p className="break-words">
        <strong className="font-semibold">{title(session.clientId)}</strong> {sentences.join(" ")}
      </p>
      <div className="flex gap-2">
        <Button
          ref={button}
          kind={action === "end" ? "danger" : "plain"}
          disabled={asked.phase === "running"}
          onClick={confirm}
        >
          {words[action]}
        </Button>
        <Button kind="quiet" onClick={giveUp}>
          {texts.kit.cancel}
        </Button>
      </div>
    </fieldset>
  );
}
