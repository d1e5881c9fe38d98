import { useConnection } from "../../bridge/hooks.ts";
import { useInside } from "../../bridge/use-inside.ts";
import { mosquittoAddress } from "../../lib/terminal.ts";

/** How `mosquitto_sub` and `mosquitto_pub` are told where the broker of now is. */
export function useTerminalAddress(): string {
  const { data } = useInside("listeners", [], (inside, signal) => inside.broker(signal));
  const url = useConnection((state) => state.url);
  const isForeign = useConnection((state) => state.broker === "foreign");
  if (isForeign) return mosquittoAddress([], URL.canParse(url) ? new URL(url).hostname : location.hostname);
  return mosquittoAddress(data?.listeners ?? [], location.hostname);
}
