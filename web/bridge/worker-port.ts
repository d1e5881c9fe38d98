import type {
  Answer,
  Command,
  Fault,
  Frame,
  FromWorker,
  QuestionKind,
  Questions,
  ToWorker,
} from "../worker/messages.ts";

/** What the bridge needs of a Worker; tests put the worker's classes behind it directly. */
export interface MessageEnd {
  postMessage(message: ToWorker, transfer?: Transferable[]): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
}

interface Pending {
  readonly resolve: (answer: Answer["answer"]) => void;
  readonly reject: (fault: Error) => void;
}

/** Sends commands to the worker, and brings its answers to whoever asked. */
export class WorkerPort {
  onFrame: (frame: Frame) => void = () => {};
  onFault: (fault: Fault) => void = () => {};
  readonly #end: MessageEnd;
  readonly #pending = new Map<number, Pending>();
  #lastRequestId = 0;

  constructor(end: MessageEnd) {
    this.#end = end;
    end.onmessage = (event) => this.#receive(event.data);
  }

  send(command: Command): void {
    this.#end.postMessage(command);
  }

  ask<K extends QuestionKind>(kind: K, question: Questions[K]["question"]): Promise<Questions[K]["answer"]> {
    const requestId = ++this.#lastRequestId;
    const message = { type: "ask", requestId, kind, question } as ToWorker;
    return new Promise((resolve, reject) => {
      this.#pending.set(requestId, { resolve: resolve as Pending["resolve"], reject });
      this.#end.postMessage(message);
    });
  }

  #receive(message: FromWorker): void {
    if (message.type === "frame") this.onFrame(message);
    else if (message.type === "answer") this.#take(message.requestId)?.resolve(message.answer);
    else {
      if (message.requestId !== undefined) this.#take(message.requestId)?.reject(new Error(message.message));
      this.onFault(message);
    }
  }

  #take(requestId: number): Pending | undefined {
    const pending = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    return pending;
  }
}
