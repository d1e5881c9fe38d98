import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { TlsIdentity } from "./adapters/transport/tls.ts";
import type { Settings } from "./config/settings.ts";
import { StartError } from "./start-error.ts";

/** The files of the TLS settings, read and tried; undefined without --tls-cert. Throws StartError. */
export function readTlsIdentity({ tlsCert, tlsKey, tlsCa, tlsCrl }: Settings): TlsIdentity | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const identity = {
    certificate: read("--tls-cert", tlsCert),
    key: read("--tls-key", tlsKey),
    authorities: tlsCa === undefined ? undefined : read("--tls-ca", tlsCa),
    revoked: tlsCrl === undefined ? undefined : read("--tls-crl", tlsCrl),
  };
  attempt(`--tls-cert ${tlsCert}`, () => createSecureContext({ cert: identity.certificate }));
  attempt(`--tls-key ${tlsKey}, as the key of ${tlsCert}`, () =>
    createSecureContext({ cert: identity.certificate, key: identity.key }),
  );
  if (identity.authorities !== undefined) {
    const ca = identity.authorities;
    // a secure context passes over what is no certificate, and would then trust nobody
    attempt(`--tls-ca ${tlsCa}`, () => new X509Certificate(ca));
  }
  if (identity.revoked !== undefined) {
    const crl = identity.revoked;
    attempt(`--tls-crl ${tlsCrl}`, () => createSecureContext({ crl }));
  }
  return identity;
}

function read(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isMissing ? "there is no such file" : (error as Error).message;
    throw new StartError("tls-file-unreadable", `${flag}: ${path} cannot be read: ${reason}`);
  }
}

function attempt(what: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    throw new StartError("tls-file-invalid", `${what} cannot be used: ${(error as Error).message}`);
  }
}
