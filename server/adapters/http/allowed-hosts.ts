const HOST = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::\d{1,5})?$/;
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

const IP_ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/;

/**
 * Whether a Host header names us: a loopback name or address with any port, or one of `allowedHosts` (a name, or a name
 * with a port). A foreign page that points its own name at our address (DNS rebinding) carries its own name here; an IP
 * address cannot be pointed elsewhere, and `areAddressesAllowed` takes each.
 */
export function isHostAllowed(
  host: string | undefined,
  allowedHosts: readonly string[],
  areAddressesAllowed = false,
): boolean {
  const asked = host?.toLowerCase();
  const name = asked === undefined ? undefined : HOST.exec(asked)?.[1];
  if (name === undefined) return false;
  if (LOOPBACK.test(name) || (areAddressesAllowed && IP_ADDRESS.test(name))) return true;
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
  return isOwnOrigin(origin, host) || allowedOrigins.some((allowed) => allowed.toLowerCase() === origin);
}

/** Whether an Origin header is that of our own page. */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  const ours = `${from.protocol}//${host}`;
  return URL.canParse(ours) && new URL(ours).host === from.host && from.host !== "";
}
