/** Where every endpoint of the inside API lives. Names that may hold any character are asked for in the query. */
export const API_ROOT = "/api/v1";

/** Paths as the routes are declared, and as a client without a query calls them. */
export const apiPaths = {
  broker: `${API_ROOT}/broker`,
  sessions: `${API_ROOT}/sessions`,
  session: `${API_ROOT}/session`,
  sessionQueue: `${API_ROOT}/session/queue`,
  sessionDisconnect: `${API_ROOT}/session/disconnect`,
  subscriptions: `${API_ROOT}/subscriptions`,
  subscribers: `${API_ROOT}/subscribers`,
  retained: `${API_ROOT}/retained`,
  retainedMessage: `${API_ROOT}/retained/message`,
  /** Followed by `/` and the id of the undo. */
  retainedUndo: `${API_ROOT}/retained/undo`,
  wills: `${API_ROOT}/wills`,
  endedWills: `${API_ROOT}/wills/ended`,
  publish: `${API_ROOT}/publish`,
  demo: `${API_ROOT}/demo`,
  events: `${API_ROOT}/events`,
  access: `${API_ROOT}/access`,
  accessFile: `${API_ROOT}/access/file`,
  accessPreview: `${API_ROOT}/access/preview`,
  trace: `${API_ROOT}/trace`,
  traceEnd: `${API_ROOT}/trace/end`,
  tracePackets: `${API_ROOT}/trace/packets`,
  faultyPackets: `${API_ROOT}/trace/faulty`,
  reload: `${API_ROOT}/reload`,
  login: `${API_ROOT}/login`,
  logout: `${API_ROOT}/logout`,
  me: `${API_ROOT}/me`,
  openapi: `${API_ROOT}/openapi.json`,
} as const;

/** Outside the API: for probes and scrapers. */
export const HEALTH_PATH = "/healthz";
export const METRICS_PATH = "/metrics";

/** `path` with those of `query` that have a value. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? path : `${path}?${given.join("&")}`;
}
