import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { TlsIdentity } from "./adapters/transport/tls.ts";
import { flagOf } from "./config/names.ts";
import type { Settings } from "./config/settings.ts";
import { StartError } from "./start-error.ts";

/** The files of one door for TLS. */
type TlsFiles = Pick<Settings, "tlsCert" | "tlsKey" | "tlsCa" | "tlsCrl">;

/** The files of the TLS settings, read and tried; undefined without a certificate. `nameOf` is for messages. Throws StartError. */
export function readTlsIdentity(
  files: TlsFiles,
  nameOf: (setting: keyof TlsFiles) => string = flagOf,
): TlsIdentity | undefined {
  const { tlsCert, tlsKey, tlsCa, tlsCrl } = files;
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const read = (setting: keyof TlsFiles, path: string): Buffer => readFile(nameOf(setting), path);
  const identity = {
    certificate: read("tlsCert", tlsCert),
    key: read("tlsKey", tlsKey),
    authorities: tlsCa === undefined ? undefined : read("tlsCa", tlsCa),
    revoked: tlsCrl === undefined ? undefined : read("tlsCrl", tlsCrl),
  };
  attempt(`${nameOf("tlsCert")} ${tlsCert}`, () => createSecureContext({ cert: identity.certificate }));
  attempt(`${nameOf("tlsKey")} ${tlsKey}, as the key of ${tlsCert}`, () =>
    createSecureContext({ cert: identity.certificate, key: identity.key }),
  );
  if (identity.authorities !== undefined) {
    const ca = identity.authorities;
    // a secure context passes over what is no certificate, and would then trust nobody
    attempt(`${nameOf("tlsCa")} ${tlsCa}`, () => new X509Certificate(ca));
  }
  if (identity.revoked !== undefined) {
    const crl = identity.revoked;
    attempt(`${nameOf("tlsCrl")} ${tlsCrl}`, () => createSecureContext({ crl }));
  }
  return identity;
}

/** The same for the door of the page. */
export function readHttpIdentity({ httpTlsCert, httpTlsKey }: Settings): TlsIdentity | undefined {
  const files = { tlsCert: httpTlsCert, tlsKey: httpTlsKey, tlsCa: undefined, tlsCrl: undefined };
  return readTlsIdentity(files, (setting) => (setting === "tlsCert" ? "--http-tls-cert" : "--http-tls-key"));
}

function readFile(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isMissing ? "there is no such file" : (error as Error).message;
    throw new StartError("tls-file-unreadable", `${name}: ${path} cannot be read: ${reason}`);
  }
}

function attempt(what: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    throw new StartError("tls-file-invalid", `${what} cannot be used: ${(error as Error).message}`);
  }
}
