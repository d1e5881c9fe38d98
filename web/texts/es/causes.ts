import type { causes as source } from "../en/causes.ts";

export const causes: typeof source = {
  ends: {
    normal: {
      word: "se fue a propósito",
      text: "El cliente envió DISCONNECT 0x00: se fue a propósito, así que su testamento se retiró.",
    },
    "disconnect-with-will": {
      word: "se fue, con testamento",
      text: "El cliente envió DISCONNECT 0x04: se fue a propósito y pidió que su testamento se publicara igualmente.",
    },
    "connection-lost": {
      word: "conexión perdida",
      text: "La conexión de red se cerró sin DISCONNECT: un fallo, un cable suelto, una red que desapareció.",
    },
    "keep-alive-timeout": {
      word: "quedó en silencio",
      text: "No llegó ningún paquete entero del cliente durante vez y media su keep alive, y el bróker cerró la conexión.",
    },
    "protocol-error": {
      word: "error de protocolo",
      text: "El cliente envió algo que MQTT no permite, y el bróker cerró la conexión.",
    },
    "re-authentication-failed": {
      word: "reautenticación fallida",
      text: "El cliente empezó a autenticarse de nuevo y no lo logró, y el bróker cerró la conexión (DISCONNECT 0x87).",
    },
    "taken-over": {
      word: "relevado",
      text: "Llegó otra conexión con el mismo id de cliente. Solo puede haber una, y el bróker cerró la anterior.",
    },
    administrative: {
      word: "desconectado por un operador",
      text: "Un operador desconectó al cliente aquí o por la API (DISCONNECT 0x98).",
    },
    "session-ended": {
      word: "sesión terminada",
      text: "Su sesión se terminó mientras estaba conectado, y la conexión se fue con ella.",
    },
    "server-shutdown": {
      word: "bróker detenido",
      text: "El bróker se detuvo, y se lo dijo al cliente (DISCONNECT 0x8B, o 0x9C o 0x9D con otro servidor).",
    },
    "internal-error": {
      word: "fallo del bróker",
      text: "El propio bróker falló en esta conexión. Su registro dice dónde; por favor, comunícalo.",
    },
  },
  due: {
    "delay-elapsed": {
      word: "fin del retardo",
      text: "No volvió antes de que acabara el retardo del testamento.",
    },
    "session-ended": {
      word: "fin de la sesión",
      text: "Su sesión acabó antes que el retardo: un testamento nunca sobrevive a su sesión.",
    },
  },
  both: (end, due) => `${end}, ${due}`,
  cleared: {
    normal: {
      word: "se fue a propósito",
      text: "El cliente envió DISCONNECT 0x00: quien se va a propósito no deja testamento.",
    },
    "client-returned": {
      word: "el cliente volvió",
      text: "El cliente se conectó de nuevo antes de que acabara el retardo, y no hace falta avisar a nadie.",
    },
    deleted: { word: "borrado", text: "Lo borró un operador." },
  },
  drops: {
    "queue-full": {
      word: "cola llena",
      text: "Ya esperaban para este cliente tantos mensajes como se permiten.",
    },
    "queue-bytes-full": {
      word: "cola demasiado grande",
      text: "Ya esperaban para este cliente tantos bytes como se permiten.",
    },
    "all-queues-full": {
      word: "todas las colas llenas",
      text: "Ya esperaban para todos los clientes juntos tantos mensajes como se permiten, y el cliente no tomaba los suyos según llegaban.",
    },
    "all-queues-bytes-full": {
      word: "todas las colas demasiado grandes",
      text: "Ya esperaban para todos los clientes juntos tantos bytes como se permiten, y el cliente no tomaba los suyos según llegaban.",
    },
    "memory-full": {
      word: "memoria llena",
      text: "Al bróker no le quedaba memoria para mensajes que esperan, y el cliente no tomaba los suyos según llegaban.",
    },
    "store-full": {
      word: "almacén lleno",
      text: "El bróker no puede escribir en su directorio de datos, y ya tenía en memoria tanto como se permite; el mensaje no se pudo guardar para el cliente, y a quien lo publicó no se le pudo decir.",
    },
    "outbox-full": {
      word: "demasiado lento",
      text: "El cliente lee más despacio de lo que llegan los mensajes; los de QoS 0 que no caben en la espera de su conexión se descartan.",
    },
    "packet-too-large": {
      word: "demasiado grande para el cliente",
      text: "El cliente dijo en CONNECT qué tamaño de paquete acepta, y el mensaje es mayor.",
    },
    expired: {
      word: "caducado",
      text: "Quien publicó dio al mensaje un tiempo de vida, y acabó antes de que el cliente lo tomara.",
    },
    "not-authorized": { word: "sin permiso", text: "El cliente no puede recibir este tema." },
    "session-ended": {
      word: "sesión terminada",
      text: "La sesión terminó con mensajes en espera.",
    },
    "offline-qos-0": {
      word: "ausente con QoS 0",
      text: "El cliente estaba ausente, y los mensajes QoS 0 no se guardan para nadie.",
    },
  },
  setting: (flag) => `Límite: ${flag}`,
};
