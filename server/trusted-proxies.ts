import { BlockList, isIP } from "node:net";
import { plainAddress } from "./adapters/transport/ip-address.ts";

const IPV6 = 6;
/** Bits of an address, by the version of IP. */
const BITS = { ipv4: 32, ipv6: 128 } as const;
const NETWORK = /^([^/%]+)(?:\/(\d{1,3}))?$/;

/** Whether an address is one of the trusted proxies. */
export type IsTrusted = (address: string) => boolean;

interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: keyof typeof BITS;
}

/** True for an IP address, and for a network of them in CIDR notation (RFC 4632 §3.1). */
export function isNetwork(text: string): boolean {
  return networkOf(text) !== undefined;
}

/** Asks whether an address is in one of `networks`, all of which are networks. */
export function trustOf(networks: readonly string[]): IsTrusted {
  const trusted = new BlockList();
  for (const { address, bits, family } of networks.flatMap((text) => networkOf(text) ?? [])) {
    trusted.addSubnet(address, bits, family);
  }
  return (written) => {
    // a link-local address names its interface too
    const address = plainAddress(written.split("%", 1)[0] ?? "");
    return address !== undefined && trusted.check(address, familyOf(address));
  };
}

function networkOf(text: string): Network | undefined {
  const [, address = "", written] = NETWORK.exec(text) ?? [];
  if (isIP(address) === 0) return undefined;
  const family = familyOf(address);
  const bits = written === undefined ? BITS[family] : Number(written);
  return bits > BITS[family] ? undefined : { address, bits, family };
}

function familyOf(address: string): keyof typeof BITS {
  return isIP(address) === IPV6 ? "ipv6" : "ipv4";
}
