/** Control, formatting (bidirectional ones too), private and lone surrogate characters, and line separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Characters of a client's text that are logged. */
const MAXIMUM_CHARACTERS = 256;
const HEX = 16;

/** A text of a client as it may stand in a log: it can neither break a line, nor steer a terminal, nor flood. */
export function printable(text: string): string {
  const shown =
    text.length > MAXIMUM_CHARACTERS
      ? `${text.slice(0, MAXIMUM_CHARACTERS)}… (${text.length} characters)`
      : text;
  return shown.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(HEX)}}`);
}
