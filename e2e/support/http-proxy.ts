import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** How a reverse proxy for HTTP passes requests on. */
export interface HttpProxyWays {
  /** The paths that it hands on; others are not found. */
  readonly below?: string;
  /** Whether it takes that path away before it does. */
  readonly isStripping?: boolean;
  /** For whom it says that it asks, read at each request. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

export interface HttpProxy {
  readonly port: number;
  close(): Promise<void>;
}

const NOT_FOUND = 404;
const BAD_GATEWAY = 502;

/** A reverse proxy in front of a port of this machine, WebSocket included; the Host header stays. */
export async function startHttpProxy(target: number, ways: HttpProxyWays = {}): Promise<HttpProxy> {
  const { below = "/", isStripping = false, headers = () => ({}) } = ways;
  const ask = (from: IncomingMessage) => {
    const { url: path = "/", method = "GET" } = from;
    const passed = isStripping ? `/${path.slice(below.length)}` : path;
    const options = { port: target, host: "127.0.0.1", path: passed, method, agent: false };
    return request({ ...options, headers: { ...from.headers, ...headers() } });
  };
  const isServed = ({ url = "/" }: IncomingMessage): boolean => url.startsWith(below);
  const sockets = new Set<Socket>();
  const server = createServer((from, to) => {
    if (!isServed(from)) return void to.writeHead(NOT_FOUND).end();
    const upstream = ask(from);
    upstream.on("error", () => (to.headersSent ? to.destroy() : void to.writeHead(BAD_GATEWAY).end()));
    upstream.on("response", (answer) =>
      answer.pipe(to.writeHead(answer.statusCode ?? BAD_GATEWAY, answer.headers)),
    );
    to.on("close", () => upstream.destroy());
    from.pipe(upstream);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (from, socket: Socket) => {
    socket.on("error", () => undefined);
    if (!isServed(from)) return void socket.end(`HTTP/1.1 ${NOT_FOUND} Not Found\r\n\r\n`);
    const upstream = ask(from);
    upstream.on("error", () => socket.destroy());
    upstream.on("response", ({ statusCode }) => socket.end(`HTTP/1.1 ${statusCode} Refused\r\n\r\n`));
    upstream.on("upgrade", (answer, other) => join(answer, socket, other));
    upstream.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Two ends of a connection that has left HTTP. */
function join({ rawHeaders, statusCode }: IncomingMessage, client: Socket, upstream: Socket): void {
  const lines = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : [],
  );
  client.write([`HTTP/1.1 ${statusCode} Switching Protocols`, ...lines, "", ""].join("\r\n"));
  upstream.on("error", () => client.destroy());
  upstream.on("close", () => client.destroy());
  client.on("close", () => upstream.destroy());
  client.pipe(upstream).pipe(client);
}
