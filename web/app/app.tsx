import { Router } from "wouter";
import type { Bridge } from "../bridge/bridge.ts";
import { BridgeProvider } from "../bridge/hooks.ts";
import { basePath } from "../lib/base-path.ts";
import { TooltipLayer } from "../ui/tooltip-layer.tsx";
import { Doorway } from "./doorway.tsx";
import { Overlays } from "./overlays.tsx";

/** The page. */
export function App({ bridge }: { bridge: Bridge }) {
  return (
    <BridgeProvider bridge={bridge}>
      <Router base={basePath()}>
        <Doorway />
        <Overlays />
      </Router>
      <TooltipLayer />
    </BridgeProvider>
  );
}
