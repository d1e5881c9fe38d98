import type { BrokerAddress } from "./import/broker-address.ts";
import type { LinkOptions } from "./import/broker-link.ts";
import { copyRetained } from "./import/copy-retained.ts";
import { importFailure } from "./import/import-failure.ts";
import { importRequest } from "./import/import-request.ts";
import { readKnownPassword, type Terminal } from "./read-password.ts";

const HELP = `Copies the retained messages of another broker into a running server.

Usage: vitrina import --from <broker> [--to <broker>] [options]

A broker is mqtt://[user[:password]@]host[:port], or the same with mqtts, ws or wss. A password that is not
there is asked for and not shown; when standard input is no terminal, it is the one line there.

--from           The broker to read from, with a user who may read all that is to be copied
--to             The server to write to (default mqtt://127.0.0.1:1883)
--topic          A topic filter; may stand several times (default #, everything)
--keep-existing  Leaves topics alone that have a retained message there already
--overwrite      Replaces their messages; without either, nothing is written if there are such topics
--dry-run        Reads and compares, and writes nothing
--ca             A file of certificates in PEM to believe instead of the system's, for mqtts and wss

Payload and properties are kept; each message is stored with QoS 1. The exit code is 1 when not every
message was copied, and 130 after Ctrl-C.`;

/** `vitrina import …`: returns what to print; throws StartError. */
export async function runImportCommand(args: readonly string[], terminal: Terminal): Promise<string> {
  const request = importRequest(args);
  if (request === undefined) return HELP;
  const { from, to, ca } = request;
  if (!terminal.isInteractive && isPasswordMissing(from) && isPasswordMissing(to)) {
    const sentence = "standard input brings one password, and both --from and --to need one";
    throw importFailure("import-command-invalid", sentence);
  }
  const { signal, stopListening } = stopOnCtrlC();
  try {
    const source: LinkOptions = { address: from, password: await passwordOf(from, terminal), ca, signal };
    const target: LinkOptions = { address: to, password: await passwordOf(to, terminal), ca, signal };
    return await copyRetained(request, source, target);
  } finally {
    stopListening();
  }
}

function isPasswordMissing({ userName, password }: BrokerAddress): boolean {
  return userName !== undefined && password === undefined;
}

async function passwordOf(address: BrokerAddress, terminal: Terminal): Promise<Uint8Array | undefined> {
  const { userName, password, name } = address;
  if (isPasswordMissing(address)) return readKnownPassword(`${userName} at ${name}`, terminal);
  return password === undefined ? undefined : Buffer.from(password);
}

/** The first Ctrl-C tells how far we came; a second one ends at once. */
function stopOnCtrlC() {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once("SIGINT", stop);
  return { signal: controller.signal, stopListening: () => process.removeListener("SIGINT", stop) };
}
