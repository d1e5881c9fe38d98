import {
  BellRing,
  Binary,
  FlaskConical,
  Gauge,
  KeyRound,
  ListTree,
  type LucideIcon,
  MessagesSquare,
  MonitorSmartphone,
} from "lucide-react";
import { type ComponentType, lazy } from "react";
import type { Catalogue } from "../texts/en/catalogue.ts";

/** A view of the page and its address. */
export interface ViewRoute {
  /** Its name is `shell.views[id]`, its digit its place on the rail. */
  readonly id: keyof Catalogue["shell"]["views"];
  readonly path: string;
  /** Its sign on the rail; absent: not on the rail. */
  readonly Icon?: LucideIcon;
  readonly View: ComponentType;
}

/** All views, in the order of the rail. Each is loaded when it is first opened. */
export const ROUTES: readonly ViewRoute[] = [
  {
    id: "topics",
    path: "/topics",
    Icon: ListTree,
    View: lazy(() =>
      import("../features/topics/topics-view.tsx").then((module) => ({ default: module.TopicsView })),
    ),
  },
  {
    id: "messages",
    path: "/messages",
    Icon: MessagesSquare,
    View: lazy(() =>
      import("../features/messages/messages-view.tsx").then((module) => ({ default: module.MessagesView })),
    ),
  },
  {
    id: "clients",
    path: "/clients",
    Icon: MonitorSmartphone,
    View: lazy(() =>
      import("../features/clients/clients-view.tsx").then((module) => ({ default: module.ClientsView })),
    ),
  },
  {
    id: "packets",
    path: "/packets",
    Icon: Binary,
    View: lazy(() =>
      import("../features/packets/packets-view.tsx").then((module) => ({ default: module.PacketsView })),
    ),
  },
  {
    id: "wills",
    path: "/wills",
    Icon: BellRing,
    View: lazy(() =>
      import("../features/wills/wills-view.tsx").then((module) => ({ default: module.WillsView })),
    ),
  },
  {
    id: "lab",
    path: "/lab",
    Icon: FlaskConical,
    View: lazy(() => import("../features/lab/lab-view.tsx").then((module) => ({ default: module.LabView }))),
  },
  {
    id: "broker",
    path: "/broker",
    Icon: Gauge,
    View: lazy(() =>
      import("../features/broker/broker-view.tsx").then((module) => ({ default: module.BrokerView })),
    ),
  },
  {
    id: "access",
    path: "/access",
    Icon: KeyRound,
    View: lazy(() =>
      import("../features/access/access-view.tsx").then((module) => ({ default: module.AccessView })),
    ),
  },
  {
    id: "connections",
    path: "/connections",
    View: lazy(() =>
      import("../features/connections/connections-view.tsx").then((module) => ({
        default: module.ConnectionsView,
      })),
    ),
  },
];

/** The views on the rail. */
export const RAIL_ROUTES = ROUTES.filter((route) => route.Icon !== undefined);

/** Where the page begins. */
export const FIRST_PATH = (RAIL_ROUTES[0] ?? ROUTES[0])?.path ?? "/";
