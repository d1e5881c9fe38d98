/** What is wrong with a database of mosquitto, and at which byte of the file. */
export class DatabaseError extends Error {
  constructor(at: number, sentence: string) {
    super(`at byte ${at}: ${sentence}`);
    this.name = "DatabaseError";
  }
}
