import { useLogin } from "../bridge/hooks.ts";
import { isRoleEnough } from "../bridge/login.ts";
import { useTexts } from "../texts/use-texts.ts";

/** Why the one who is logged in may not do what takes this role; undefined: they may. */
export function useRoleBarrier(needed: "act" | "admin"): string | undefined {
  const texts = useTexts().login;
  const role = useLogin((view) => view.user?.role);
  return isRoleEnough(role, needed) ? undefined : texts.barriers[needed];
}
