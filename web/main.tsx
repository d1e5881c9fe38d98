import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { createBrowserBridge } from "./bridge/browser-bridge.ts";
import { enterBasePath } from "./lib/base-path.ts";
import { listenToKeys } from "./lib/commands.ts";
import { followSystemTheme } from "./lib/theme.ts";
import "./styles.css";
import { startLanguage } from "./texts/language.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");

enterBasePath();
followSystemTheme();
listenToKeys();
const bridge = createBrowserBridge();
await startLanguage();
createRoot(root).render(
  <StrictMode>
    <App bridge={bridge} />
  </StrictMode>,
);
