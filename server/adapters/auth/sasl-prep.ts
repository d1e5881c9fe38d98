import saslprep from "@mongodb-js/saslprep";

/** User names and passwords in the one form in which they are compared (SASLprep, RFC 4013); undefined: not allowed, or empty. */
export function saslPrep(text: string): string | undefined {
  try {
    return saslprep(text) || undefined;
  } catch {
    return undefined; // the library throws plain errors, at an unpaired surrogate or a text without end too
  }
}
