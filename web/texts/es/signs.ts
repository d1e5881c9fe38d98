import type { signs as source } from "../en/signs.ts";

export const signs: typeof source = {
  retained: "retenido",
  retainedTip: "Este tema tiene ahora un mensaje retenido: quien se suscriba lo recibe al momento.",
  retainedFlag: "RETAIN",
  retainedFlagTip: "Este mensaje llegó con la marca RETAIN.",
  durable: "duradera",
  durableTip:
    "La sesión queda cuando el cliente se va: se guardan las suscripciones y los mensajes QoS 1 y 2 hacen cola.",
  transient: "pasajera",
  transientTip: "La sesión acaba con su conexión: nada se guarda y nada hace cola.",
  qos: (level) => `QoS ${level}`,
  qosTips: [
    "QoS 0, como mucho una vez: se envía y se olvida.",
    "QoS 1, al menos una vez: se repite hasta que se confirma.",
    "QoS 2, exactamente una vez: un saludo de cuatro paquetes.",
  ],
  will: "testamento",
  willStates: { armed: "preparado", waiting: "en espera", fired: "publicado", cleared: "retirado" },
  willTips: {
    armed: "Hay un testamento preparado: el bróker lo publica si se pierde la conexión.",
    waiting:
      "La conexión se perdió; el testamento se publica al acabar su retardo, salvo que el cliente vuelva.",
    fired: "El testamento se publicó.",
    cleared: "El testamento se retiró: no se publicará.",
  },
  presence: { connected: "conectado", away: "ausente", expired: "caducado" },
  presenceTips: {
    connected: "El cliente está conectado ahora.",
    away: "El cliente se fue; su sesión lo espera.",
    expired: "La sesión ha acabado: nada espera al cliente.",
  },
  transports: { tcp: "TCP", tls: "TLS", ws: "WS", wss: "WSS" },
  transportTips: {
    tcp: "TCP sin cifrar.",
    tls: "TCP dentro de TLS: cifrado.",
    ws: "WebSocket sin cifrar.",
    wss: "WebSocket dentro de TLS: cifrado.",
  },
  directions: { in: "entra", out: "sale" },
  directionTips: { in: "Recibido.", out: "Enviado." },
  dup: "DUP",
  dupTip: "Enviado otra vez: el receptor puede haberlo tenido antes.",
};
