/** Says on a terminal what is going on, in one line that is written anew; elsewhere nothing. */
export function showProgress(step: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${step}`);
}

export function endProgress(): void {
  showProgress("");
}
