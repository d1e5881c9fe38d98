import type { connectFlags as source } from "../en/connect-flags.ts";

export const connectFlags: typeof source = {
  title: "Qué se pidió, qué se concedió",
  asked: "CONNECT pidió",
  granted: "CONNACK concedió",
  recovered:
    "La sesión se leyó del disco tras un reinicio. Lo que pidió su CONNECT se sabrá cuando el cliente vuelva.",
  notInVersion: (version) => `no existe en ${version}`,
  lowered: "reducido",
  loweredTip: "El bróker concedió menos de lo que se pidió.",
  given: "dado",
  notGiven: "no dado",
  notSaid: "sin límite",
  off: "ninguno",
  names: {
    version: "Protocolo",
    cleanStart: "Clean start",
    cleanSession: "Clean session",
    sessionPresent: "Session present",
    keepAlive: "Keep alive",
    sessionExpiry: "Caducidad de la sesión",
    receiveMaximum: "Receive maximum",
    maximumPacketSize: "Tamaño máximo de paquete",
    topicAliasMaximum: "Máximo de alias de tema",
    problemInformation: "Pide información de problemas",
    responseInformation: "Pide información de respuesta",
    userName: "Nombre de usuario",
    password: "Contraseña",
    authenticationMethod: "Método de autenticación",
    will: "Testamento",
    userProperties: "Propiedades de usuario",
  },
  tips: {
    version: "La versión de MQTT que habla el cliente. El bróker responde en la misma, o se niega.",
    cleanStart:
      "Si se tira una sesión que hubiera y se empieza otra. Sin ello el cliente sigue con lo que tenía.",
    sessionPresent: "La respuesta del bróker: si tenía una sesión, y el cliente sigue con ella.",
    keepAlive:
      "El silencio más largo del cliente. Pasada vez y media, el bróker da la conexión por perdida. El bróker puede pedir uno más corto.",
    sessionExpiry:
      "Cuánto se guarda la sesión cuando acaba la conexión. 0: acaba con ella. El bróker puede conceder menos.",
    receiveMaximum:
      "Cuántos mensajes QoS 1 y 2 pueden estar en camino sin confirmar: hacia el cliente (izquierda), hacia el bróker (derecha).",
    maximumPacketSize: "El paquete más grande que se acepta: el cliente (izquierda), el bróker (derecha).",
    topicAliasMaximum:
      "Cuántos temas se pueden nombrar con un número en vez de su texto: hacia el cliente (izquierda), hacia el bróker (derecha).",
    problemInformation: "Si el cliente quiere las razones con palabras en negativas y errores.",
    responseInformation:
      "Si el cliente pide un prefijo para temas de respuesta. Este bróker da uno si se pone response-topic-prefix.",
    userName: "Si CONNECT traía un nombre de usuario.",
    password: "Si CONNECT traía una contraseña. No se guarda.",
    authenticationMethod:
      "Cómo demostró el cliente quién es, más allá de un nombre de usuario y una contraseña. Con SCRAM la contraseña misma nunca cruza la red.",
    will: "Si CONNECT traía un mensaje para el caso de que se pierda la conexión.",
    userProperties: "Nombres y valores que el cliente dice de sí mismo. El bróker no les da significado.",
  },
};
