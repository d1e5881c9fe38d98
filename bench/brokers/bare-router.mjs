import { createServer } from "node:net";

/*
 * What Node.js itself can do: node bare-router.mjs MQTT_PORT OTHER_PORT. A router of MQTT 3.1.1 at QoS 0 with nothing
 * around it: it reads each packet, looks topics up by name ("bench/#" is every topic), joins neighbouring packets for the
 * same subscriber, and writes once per subscriber and chunk. It checks nothing, keeps nothing, and believes everybody.
 */
const CONNECT = 1;
const PUBLISH = 3;
const SUBSCRIBE = 8;
const EVERY_TOPIC = "bench/#";
const [mqttPort, otherPort] = process.argv.slice(2);
const byTopic = new Map();

function onConnection(socket) {
  const subscriber = { socket, buffer: undefined, start: 0, end: 0, earlier: [] };
  const filters = [];
  let rest;
  socket.on("error", () => undefined);
  socket.on("close", () => {
    for (const filter of filters) byTopic.get(filter)?.delete(subscriber);
  });
  socket.on("data", (chunk) => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    const touched = [];
    let at = 0;
    for (let packet = packetAt(bytes, at); packet !== undefined; packet = packetAt(bytes, at)) {
      const { body, end } = packet;
      const type = bytes[at] >> 4;
      if (type === PUBLISH) publish(bytes, at, body, end, touched);
      else if (type === CONNECT) socket.write(Buffer.from([0x20, 2, 0, 0]));
      else if (type === SUBSCRIBE) {
        const filter = textAt(bytes, body + 2);
        filters.push(filter);
        byTopic.set(filter, (byTopic.get(filter) ?? new Set()).add(subscriber));
        socket.write(Buffer.from([0x90, 3, bytes[body], bytes[body + 1], 0]));
      }
      at = end;
    }
    rest = at < bytes.length ? bytes.subarray(at) : undefined;
    for (const each of touched) flush(each);
  });
}

/** Where the packet's variable header begins and the packet ends; undefined while it has not come whole. */
function packetAt(bytes, start) {
  let length = 0;
  for (let at = start + 1, shift = 0; at < bytes.length; at++, shift += 7) {
    length |= (bytes[at] & 0x7f) << shift;
    if (bytes[at] >= 0x80) continue;
    const end = at + 1 + length;
    return end > bytes.length ? undefined : { body: at + 1, end };
  }
  return undefined;
}

function textAt(bytes, at) {
  return bytes.latin1Slice(at + 2, at + 2 + bytes.readUInt16BE(at));
}

function publish(bytes, start, body, end, touched) {
  for (const each of byTopic.get(textAt(bytes, body)) ?? []) give(each, bytes, start, end, touched);
  for (const each of byTopic.get(EVERY_TOPIC) ?? []) give(each, bytes, start, end, touched);
}

function give(subscriber, bytes, start, end, touched) {
  if (subscriber.buffer === bytes && subscriber.end === start) {
    subscriber.end = end;
    return;
  }
  if (subscriber.buffer === undefined) touched.push(subscriber);
  else subscriber.earlier.push(subscriber.buffer.subarray(subscriber.start, subscriber.end));
  subscriber.buffer = bytes;
  subscriber.start = start;
  subscriber.end = end;
}

function flush(subscriber) {
  const { socket, earlier, buffer, start, end } = subscriber;
  socket.cork();
  for (const slice of earlier.splice(0)) socket.write(slice);
  socket.write(buffer.subarray(start, end));
  socket.uncork();
  subscriber.buffer = undefined;
}

const host = "127.0.0.1";
createServer({ noDelay: true }, onConnection).listen({ port: Number(mqttPort), host, backlog: 1024 });
// where the others speak WebSocket: it only says that the process is there
createServer((socket) => socket.destroy()).listen({ port: Number(otherPort), host });
process.on("SIGTERM", () => process.exit(0));
