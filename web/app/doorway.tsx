import { useLogin } from "../bridge/hooks.ts";
import { LoginView } from "../features/login/login-view.tsx";
import { Frame } from "./frame.tsx";

/** The frame, for who is logged in or where no login is asked for; the address keeps the view meanwhile. */
export function Doorway() {
  const phase = useLogin((view) => view.phase);
  if (phase === "asking") return null;
  return phase === "in" ? <Frame /> : <LoginView />;
}
