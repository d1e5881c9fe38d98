import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

/** Answers a request to upgrade with an HTTP error and one sentence, and closes. */
export function refuseUpgrade(socket: Socket, status: number, sentence: string): void {
  const body = `${sentence}\n`;
  // The peer may be gone already; there is nobody to tell then.
  socket.on("error", () => socket.destroy());
  socket.once("finish", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "Connection: close",
      "Content-Type: text/plain; charset=utf-8",
      "X-Content-Type-Options: nosniff",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}
