const HOST = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::\d{1,5})?$/;
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/**
 * Whether a Host header names us: a loopback name or address with any port, or one of `allowedHosts` (a name, or a name
 * with a port). A foreign page that points its own name at our address (DNS rebinding) carries its own name here.
 */
export function isHostAllowed(host: string | undefined, allowedHosts: readonly string[]): boolean {
  const asked = host?.toLowerCase();
  const name = asked === undefined ? undefined : HOST.exec(asked)?.[1];
  if (name === undefined) return false;
  if (LOOPBACK.test(name)) return true;
  return allowedHosts.some((allowed) => {
    const wanted = allowed.toLowerCase();
    return wanted === asked || wanted === name;
  });
}

/** Whether an Origin header is our own (the host the request went to) or one of `allowedOrigins`. */
export function isOriginAllowed(
  origin: string,
  host: string | undefined,
  allowedOrigins: readonly string[],
): boolean {
  return isSameHost(origin, host) || allowedOrigins.some((allowed) => allowed.toLowerCase() === origin);
}

function isSameHost(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  const ours = `${from.protocol}//${host}`;
  return URL.canParse(ours) && new URL(ours).host === from.host && from.host !== "";
}
