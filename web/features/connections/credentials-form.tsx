import { type FormEvent, useState } from "react";
import { useBridge } from "../../bridge/hooks.ts";
import { explainEnd } from "../../lib/connection-end.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { ConnectionEnd } from "../../worker/messages.ts";

/** Our own broker wants to know who asks. What is entered lasts until the page is reloaded. */
export function CredentialsForm({ cause }: { cause: ConnectionEnd }) {
  const texts = useTexts();
  const format = useFormat();
  const bridge = useBridge();
  const [userName, setUserName] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    bridge.attachOwn({ userName, password });
  };
  return (
    <form onSubmit={submit} className="m-2 flex flex-col gap-2 rounded-md bg-warn-ground px-3 py-2">
      <p role="status">
        <strong className="font-semibold">{texts.connections.credentials.title}.</strong>{" "}
        <span className="text-muted">{explainEnd(cause, texts.problems, format).why}</span>
      </p>
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label={texts.connections.userName}
          value={userName}
          onChange={setUserName}
          className="w-48"
          autoComplete="username"
        />
        <PasswordField
          label={texts.connections.password}
          value={password}
          onChange={setPassword}
          className="w-48"
        />
        <Button type="submit" kind="primary">
          {texts.connections.credentials.connect}
        </Button>
      </div>
    </form>
  );
}
