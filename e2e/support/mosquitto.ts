import { type Run, startClient, startSubscriber } from "./client-program.ts";
import type { Vitrina } from "./vitrina.ts";

/** `mosquitto_sub`; resolves when the broker has its subscription. Prints "topic payload". */
export function mosquittoSub(vitrina: Vitrina, parameters: readonly string[]): Promise<Run> {
  return startSubscriber("mosquitto_sub", vitrina, ["-F", "%t %p", ...parameters]);
}

/** `mosquitto_pub`, run to its end; the exit code is 0 when the broker took the message. */
export function mosquittoPub(port: number, parameters: readonly string[]): Promise<number | null> {
  return startClient("mosquitto_pub", port, parameters).exited;
}

/** `mosquitto_sub` that ends by itself (`-C n`); its output in lines. */
export async function mosquittoSubOnce(
  port: number,
  parameters: readonly string[],
  count: number,
): Promise<string[]> {
  const run = startClient("mosquitto_sub", port, ["-F", "%t %p %r", "-C", String(count), ...parameters]);
  const lines = await run.lines(count);
  await run.exited;
  return lines;
}
