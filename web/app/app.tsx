import type { Bridge } from "../bridge/bridge.ts";
import { BridgeProvider } from "../bridge/hooks.ts";
import { TooltipLayer } from "../ui/tooltip-layer.tsx";
import { Frame } from "./frame.tsx";
import { Overlays } from "./overlays.tsx";

/** The page. */
export function App({ bridge }: { bridge: Bridge }) {
  return (
    <BridgeProvider bridge={bridge}>
      <Frame />
      <Overlays />
      <TooltipLayer />
    </BridgeProvider>
  );
}
