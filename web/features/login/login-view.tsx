import { type FormEvent, useEffect, useRef, useState } from "react";
import type { LoginRequest } from "../../../server/adapters/http/contract/login.ts";
import { useBridge, useLogin } from "../../bridge/hooks.ts";
import type { LoginResult } from "../../bridge/login.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { LoginFailure, useWait } from "./login-failure.tsx";

interface Attempt {
  readonly isRunning: boolean;
  readonly result: LoginResult | undefined;
  /** When the result came, milliseconds since the epoch. */
  readonly at: number;
}

/** Before the page shows anything: who asks. */
export function LoginView() {
  const texts = useTexts();
  const kind = useLogin((view) => view.kind);
  const isEnded = useLogin((view) => view.isEnded);
  useEffect(() => {
    document.title = `${texts.login.title} · ${texts.shell.product}`;
  }, [texts]);
  return (
    <main className="grid h-full place-items-center overflow-y-auto bg-ground p-4">
      <div className="flex w-full max-w-80 flex-col gap-3 rounded-lg border bg-panel p-4">
        <div>
          <p className="text-sm text-muted">{texts.shell.product}</p>
          <h1 className="text-lg font-semibold">{texts.login.title}</h1>
        </div>
        {isEnded && <p role="status">{texts.login.ended}</p>}
        {kind === "token" && <p className="text-sm text-muted">{texts.login.tokenWhat}</p>}
        <LoginForm kind={kind} />
      </div>
    </main>
  );
}

function LoginForm({ kind }: { kind: "none" | "password" | "token" }) {
  const texts = useTexts().login;
  const { login } = useBridge();
  const [name, setName] = useState("");
  const [secret, setSecret] = useState("");
  const [attempt, setAttempt] = useState<Attempt>({ isRunning: false, result: undefined, at: 0 });
  const first = useRef<HTMLInputElement>(null);
  const waitSeconds = useWait(attempt.result, attempt.at);
  useEffect(() => first.current?.focus(), []);
  const isToken = kind === "token";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (attempt.isRunning || waitSeconds > 0 || secret === "" || (!isToken && name === "")) return;
    setAttempt({ isRunning: true, result: undefined, at: 0 });
    const request: LoginRequest = isToken ? { token: secret.trim() } : { name, password: secret };
    const result = await login.logIn(request);
    setAttempt({ isRunning: false, result, at: Date.now() });
    if (result.outcome === "wrong") setSecret("");
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      {!isToken && (
        <TextField ref={first} label={texts.name} value={name} onChange={setName} autoComplete="username" />
      )}
      <PasswordField
        {...(isToken && { ref: first })}
        label={isToken ? texts.token : texts.password}
        value={secret}
        onChange={setSecret}
        autoComplete={isToken ? "off" : "current-password"}
      />
      <LoginFailure kind={kind} result={attempt.result} waitSeconds={waitSeconds} />
      <Button type="submit" kind="primary" className="h-8" disabled={attempt.isRunning || waitSeconds > 0}>
        {attempt.isRunning ? texts.checking : texts.submit}
      </Button>
    </form>
  );
}
