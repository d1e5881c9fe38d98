import { StartError } from "./start-error.ts";

/** Which door did not open, in the words of the settings. */
export interface Door {
  /** What stands before the sentence; empty where the flags say enough. */
  readonly label: string;
  readonly host: string;
  readonly port: number;
  readonly hostFlag: string;
  readonly portFlag: string;
}

/** Why a door did not open, in one sentence that names the setting. */
export function listenFailure(error: unknown, { label, host, port, hostFlag, portFlag }: Door): StartError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "EADDRINUSE":
      return new StartError(
        "address-in-use",
        `${label}Port ${port} on ${host} is taken by another program. Stop it, or choose another port with ${portFlag}`,
      );
    case "EACCES":
      return new StartError(
        "port-not-permitted",
        `${label}Port ${port} may not be used by this user. Choose one above 1023 with ${portFlag}`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return new StartError(
        "address-not-available",
        `${label}${hostFlag} ${host}: this machine has no such address`,
      );
    default:
      return new StartError(
        "listen-failed",
        `${label}Port ${port} on ${host} cannot be opened: ${String(error)}`,
      );
  }
}
