import type { Will } from "../../../protocol/packets.ts";

const SECOND = 1000;
const TURN = 2 * Math.PI;
const TENTHS = 10;

/** A value that swings around `middle`, once in `periodSeconds`; one decimal. */
export function wave(middle: number, swing: number, periodSeconds: number): number {
  const phase = ((Date.now() / SECOND) % periodSeconds) / periodSeconds;
  return Math.round((middle + swing * Math.sin(phase * TURN)) * TENTHS) / TENTHS;
}

/** A retained will that says "offline". */
export function offlineWill(topic: string, willDelayInterval = 0): Will {
  return {
    topic,
    payload: Buffer.from("offline"),
    qos: 1,
    retain: true,
    properties: willDelayInterval === 0 ? {} : { willDelayInterval },
  };
}

/** Samples of a vibration sensor as 32-bit floats, big-endian: a payload that is no text. */
export function vibration(samples: number): Uint8Array {
  const bytes = Buffer.alloc(samples * Float32Array.BYTES_PER_ELEMENT);
  for (let at = 0; at < samples; at++) {
    bytes.writeFloatBE(Math.sin(at / 3 + Date.now() / SECOND), at * Float32Array.BYTES_PER_ELEMENT);
  }
  return bytes;
}

/** A greyscale picture as a PGM file of about `side` × `side` bytes. */
export function picture(side: number): Uint8Array {
  const header = Buffer.from(`P5 ${side} ${side} 255\n`);
  const pixels = Buffer.alloc(side * side);
  const shift = Math.floor(Date.now() / SECOND);
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at % side) + Math.floor(at / side) + shift;
  return Buffer.concat([header, pixels]);
}
