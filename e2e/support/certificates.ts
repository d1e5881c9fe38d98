import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/**
 * Makes `name.crt` and `name.key` in a folder, good for this machine: a certificate for `subject` (openssl's form, `/CN=…`),
 * signed by `ca` of the same folder, or by itself.
 */
export function issueCertificate(folder: string, name: string, subject: string, ca?: string): void {
  const openssl = (...parameters: readonly string[]): void => {
    execFileSync("openssl", parameters, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  };
  const key = [...KEY, "-keyout", `${name}.key`];
  if (ca === undefined) {
    openssl("req", "-x509", ...key, "-subj", subject, "-days", "2", "-out", `${name}.crt`);
    return;
  }
  openssl("req", ...key, "-subj", subject, "-out", `${name}.csr`);
  writeFileSync(join(folder, "names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const by = ["-CA", `${ca}.crt`, "-CAkey", `${ca}.key`, "-CAcreateserial", "-days", "2"];
  openssl("x509", "-req", "-in", `${name}.csr`, ...by, "-extfile", "names", "-out", `${name}.crt`);
}
