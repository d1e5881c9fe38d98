/** Groups of sixteen bits in an IPv6 address, and those that name a network: the rest is any host's own choice. */
const GROUPS = 8;
const NETWORK_GROUPS = 4;
const LOOPBACK = /^(127\.|::1$)/;

/**
 * Who counts as one address: an IPv4 address, or a whole IPv6 network of 64 bits, since each of its hosts can take as
 * many addresses as it likes (RFC 8981). Node.js gives addresses in their short form.
 */
export function addressGroup(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = (address.split("%")[0] as string).split("::");
  const before = groupsOf(head);
  const after = groupsOf(tail ?? "");
  const zeros = tail === undefined ? 0 : GROUPS - before.length - after.length;
  const all = [...before, ...Array<string>(Math.max(0, zeros)).fill("0"), ...after];
  return `${all.slice(0, NETWORK_GROUPS).join(":")}::/64`;
}

/** Programs of this machine: tests, the demo, a reverse proxy behind which everybody has the same address. */
export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK.test(address);
}

function groupsOf(part: string): string[] {
  return part === "" ? [] : part.split(":");
}
