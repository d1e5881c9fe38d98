import type { BrokerAddress } from "./import/broker-address.ts";
import type { LinkOptions } from "./import/broker-link.ts";
import { copyRetained } from "./import/copy-retained.ts";
import { importFailure } from "./import/import-failure.ts";
import { type BrokerImport, importRequest } from "./import/import-request.ts";
import { importDatabase } from "./import/mosquitto/import-database.ts";
import { readKnownPassword, type Terminal } from "./read-password.ts";

const HELP = `Takes over what another broker has: the retained messages of a running one, or all that stands in
mosquitto's database.

Usage: vitrina import --from <broker> [--to <broker>] [options]
       vitrina import --from <file> [--data <directory>] [options]

A broker is mqtt://[user[:password]@]host[:port], or the same with mqtts, ws or wss. A password that is not
there is asked for and not shown; when standard input is no terminal, it is the one line there.
A file is mosquitto's, mostly /var/lib/mosquitto/mosquitto.db, of which retained messages, sessions,
subscriptions and all that waits for clients are taken over. Stop mosquitto first, so that it is written whole;
no server may run on the data directory.

--from           The broker to read from, with a user who may read all that is to be copied; or the file
--keep-existing  Leaves alone what is there already: retained messages of the same topics, in a data
                 directory sessions of the same client ids too
--overwrite      Replaces it; without either, nothing is written if there is any
--dry-run        Reads and compares, and writes nothing

From a broker:
--to             The server to write to (default mqtt://127.0.0.1:1883)
--topic          A topic filter; may stand several times (default #, everything)
--ca             A file of certificates in PEM to believe instead of the system's, for mqtts and wss

From a file:
--data           The data directory (default: VITRINA_DATA, else ./data)

From a broker payload and properties are kept, and each message is stored with QoS 1; the exit code is 1 when
not every message was copied, and 130 after Ctrl-C. From a file everything is taken over or nothing, and what
was in the data directory before is set aside there under the name replaced-<time>.`;

/** `vitrina import …`: returns what to print; throws StartError. */
export async function runImportCommand(args: readonly string[], terminal: Terminal): Promise<string> {
  const request = importRequest(args);
  if (request === undefined) return HELP;
  return request.kind === "broker" ? importFromBroker(request, terminal) : importDatabase(request, terminal);
}

async function importFromBroker(request: BrokerImport, terminal: Terminal): Promise<string> {
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
