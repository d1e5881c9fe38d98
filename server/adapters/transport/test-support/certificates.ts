import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its key, both PEM. */
export interface KeyPair {
  readonly certificate: Buffer;
  readonly key: Buffer;
}

/** An authority of a test's own, made with openssl in a directory of its own. */
export class Authority {
  readonly #directory = mkdtempSync(join(tmpdir(), "vitrina-ca-"));
  readonly certificate: Buffer;
  #issued = 0;

  constructor(name: string) {
    this.#openssl(
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-keyout",
      "ca.key",
      "-out",
      "ca.crt",
    );
    this.certificate = this.#read("ca.crt");
    writeFileSync(join(this.#directory, "index.txt"), "");
    writeFileSync(
      join(this.#directory, "ca.cnf"),
      "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n",
    );
  }

  /** A certificate for `subject`, in openssl's form `/O=…/CN=…`, good for this machine. */
  issue(subject: string): KeyPair {
    const name = `${++this.#issued}`;
    this.#openssl(
      "req",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-subj",
      subject,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
    );
    writeFileSync(join(this.#directory, "san"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    this.#openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "2",
      "-extfile",
      "san",
      "-out",
      `${name}.crt`,
    );
    return { certificate: this.#read(`${name}.crt`), key: this.#read(`${name}.key`) };
  }

  /** The list of revoked certificates, with these on it. */
  revoke(...pairs: readonly KeyPair[]): Buffer {
    for (const { certificate } of pairs) {
      writeFileSync(join(this.#directory, "revoked.crt"), certificate);
      this.#openssl(
        "ca",
        "-config",
        "ca.cnf",
        "-keyfile",
        "ca.key",
        "-cert",
        "ca.crt",
        "-revoke",
        "revoked.crt",
      );
    }
    this.#openssl(
      "ca",
      "-config",
      "ca.cnf",
      "-keyfile",
      "ca.key",
      "-cert",
      "ca.crt",
      "-gencrl",
      "-crldays",
      "2",
      "-out",
      "crl.pem",
    );
    return this.#read("crl.pem");
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }

  #openssl(...parameters: readonly string[]): void {
    execFileSync("openssl", parameters, { cwd: this.#directory, stdio: ["ignore", "ignore", "pipe"] });
  }

  #read(name: string): Buffer {
    return readFileSync(join(this.#directory, name));
  }
}
