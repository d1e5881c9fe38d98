import { navigate as toPath } from "wouter/use-browser-location";
import { basePath } from "./base-path.ts";

/** Goes to an address of the page; a `Link` does the same by itself. */
export function navigate(address: string): void {
  toPath(basePath() + address);
}
