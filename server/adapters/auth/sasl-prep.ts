import saslprep from "@mongodb-js/saslprep";

/** User names and passwords in the one form in which they are compared (SASLprep, RFC 4013); undefined: not allowed, or empty. */
export function saslPrep(text: string): string | undefined {
  try {
    return saslprep(text) || undefined;
  } catch {
    return undefined; // the library throws plain errors, at an unpaired surrogate or a text without end too
  }
}

/** A password from the wire or from standard input, in the form in which it is compared; undefined: never a right one. */
export function preparedPassword(bytes: Uint8Array): string | undefined {
  try {
    return saslPrep(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
