import { LogOut, UserRound } from "lucide-react";
import { useMemo } from "react";
import { useBridge, useLogin } from "../../bridge/hooks.ts";
import { type Command, useCommands } from "../../lib/commands.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";

/** Who is logged in, with their role, and the way out; nothing where no login is asked for. */
export function SignedIn() {
  const texts = useTexts();
  const { login } = useBridge();
  const user = useLogin((view) => view.user);
  const isIn = user !== undefined;
  const { signOut } = texts.login;
  const section = texts.shell.general;
  const commands = useMemo((): readonly Command[] => {
    // what was seen is to be gone: the page begins anew
    const run = () => void login.logOut().finally(() => location.reload());
    return isIn ? [{ id: "signOut", title: signOut, section, run }] : [];
  }, [isIn, signOut, section, login]);
  useCommands(commands);
  if (user === undefined) return null;
  const role = texts.login.roles[user.role];
  return (
    <Menu
      align="end"
      trigger={
        <Button
          kind="quiet"
          icon={<UserRound />}
          aria-label={texts.login.signedIn(user.name, role)}
          explanation={texts.login.signedIn(user.name, role)}
          className="max-w-48"
        >
          <span className="hidden min-w-0 truncate sm:inline">
            {user.name} · {role}
          </span>
        </Button>
      }
      items={commands.map(({ id, title, run }) => ({
        id,
        title,
        icon: <LogOut />,
        run: () => run?.(),
      }))}
    />
  );
}
