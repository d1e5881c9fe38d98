import type { PageConnection } from "./connection/page-connection.ts";
import type { FramePump } from "./frame-pump.ts";
import type { Lab } from "./lab/lab.ts";
import type { StreamView } from "./stream/stream-view.ts";
import type { Workspace } from "./workspace.ts";

/** What commands and questions act on. */
export interface EngineParts {
  readonly connection: PageConnection;
  readonly lab: Lab;
  readonly pump: FramePump;
  readonly streamView: StreamView;
  /** Of the broker attached now. */
  readonly workspace: Workspace;
  broker: "own" | "foreign";
  /** The pointer is over the list. */
  isHeld: boolean;
  /** Another broker: what the one before told is forgotten. */
  renewWorkspace(): void;
  /** Begins anew with the same broker: everything is subscribed again. */
  forgetTopics(): void;
  pause(isPaused: boolean): void;
  /** Nothing moves while the pointer is over the list, or in a pause. */
  updateHold(): void;
}
