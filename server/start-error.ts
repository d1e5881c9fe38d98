/** Every code with which the start or a command may end; rows of docs/errors.md. */
export const START_ERROR_CODES = [
  "setting-unknown",
  "setting-invalid",
  "config-file-unreadable",
  "anonymous-not-allowed",
  "anonymous-contradiction",
  "client-id-contradiction",
  "acl-file-invalid",
  "tls-incomplete",
  "tls-file-unreadable",
  "tls-file-invalid",
  "data-directory-taken",
  "data-directory-newer",
  "data-directory-damaged",
  "data-directory-unusable",
  "users-file-unreadable",
  "users-file-invalid",
  "users-file-unwritable",
  "users-command-invalid",
  "data-command-invalid",
  "backup-failed",
  "restore-failed",
  "password-invalid",
  "import-command-invalid",
  "import-broker-failed",
  "import-conflict",
  "import-spool-failed",
  "import-interrupted",
  "import-incomplete",
  "import-file-unusable",
  "import-data-failed",
  "redirect-without-target",
  "demo-barred",
  "proxies-missing",
  "address-in-use",
  "address-not-available",
  "port-not-permitted",
  "listen-failed",
] as const;

export type StartErrorCode = (typeof START_ERROR_CODES)[number];

/** Why the server does not start, or a command did not do its work: told in one sentence, without a stack. The code is a row of docs/errors.md. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, sentence: string) {
    super(sentence);
    this.name = "StartError";
    this.code = code;
  }
}
