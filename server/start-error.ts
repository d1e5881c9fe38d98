/** Why the server does not start: told in one sentence, without a stack. The code is a row of docs/errors.md. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, sentence: string) {
    super(sentence);
    this.name = "StartError";
    this.code = code;
  }
}

export type StartErrorCode =
  | "setting-unknown"
  | "setting-invalid"
  | "config-file-unreadable"
  | "anonymous-not-allowed"
  | "page-needs-login"
  | "data-not-kept"
  | "address-in-use"
  | "address-not-available"
  | "port-not-permitted"
  | "listen-failed";
