/** Why a data directory cannot be used. */
export type DataDirectoryProblem = "taken" | "newer" | "damaged";

/** A data directory that cannot be used; the message is a sentence for people, without its full stop. */
export class DataDirectoryError extends Error {
  readonly problem: DataDirectoryProblem;

  constructor(problem: DataDirectoryProblem, sentence: string) {
    super(sentence);
    this.name = "DataDirectoryError";
    this.problem = problem;
  }
}
