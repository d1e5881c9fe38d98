import { StartError, type StartErrorCode } from "../start-error.ts";

type ImportErrorCode = Extract<StartErrorCode, `import-${string}`>;

/** Why an import did not do its work, or not all of it. */
export function importFailure(code: ImportErrorCode, sentence: string): StartError {
  return new StartError(code, sentence);
}
