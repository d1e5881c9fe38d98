import type { access as source } from "../en/access.ts";
import { pluralIn } from "../plural.ts";

const plural = pluralIn("es");

export const access: typeof source = {
  tabs: { label: "Permisos", question: "¿Puede…?", file: "El fichero", fileChanged: "cambiado" },
  form: {
    label: "Quién quiere hacer qué",
    clientId: "Id de cliente",
    user: "Usuario",
    userNone: "sin usuario",
    action: "Quiere",
    actions: { publish: "publicar en", subscribe: "suscribirse a", receive: "recibir de" },
    topic: "Tema",
    filter: "Filtro de temas",
    ask: "Preguntar",
    needsClient: "Diga qué cliente; puede ser uno que aún no esté.",
    badTopic: "No es un nombre de tema: está vacío o lleva + o #.",
    badFilter: "No es un filtro de temas: # solo puede ser su último nivel, + solo uno entero.",
  },
  asking: "Preguntando al bróker…",
  verdict: {
    yes: "Sí, puede",
    no: "No, no puede",
    who: (clientId, user) =>
      user === undefined ? `${clientId}, sin usuario,` : `${clientId}, usuario ${user},`,
    what: { publish: "publica en", subscribe: "se suscribe a", receive: "recibe de" },
    because: {
      "no-file":
        "No hay fichero ACL: quien entra puede hacerlo todo. Solo los temas $SYS los escribe únicamente el bróker.",
      "no-line": "Ninguna línea del fichero habla de ello, y lo que ninguna línea nombra no está permitido.",
      "brokers-topic":
        "Los temas que empiezan por $SYS los escribe solo el bróker, diga lo que diga una línea.",
    },
    line: (line) => `Decide la línea ${line}.`,
    filled: (filter) => `Rellenada para este cliente dice ${filter}`,
    pageRole: (role) =>
      `Es un usuario de la página: decide el papel «${role}», no el fichero. Todos leen; «actuar» y «administrar» publican.`,
    pageNobody:
      "La página no tiene ese usuario, y ningún otro cliente recibe un nombre que empiece por page:.",
    setting: (detail) => `Un ajuste decide antes de preguntar por los permisos: ${detail}.`,
    settingCode: "Al cliente se le responde",
    barred: {
      "client-id": "Ningún patrón vale para este cliente: su id lleva +, # o /, que los ensancharían.",
      "user-name": "Ningún patrón vale para este cliente: su usuario lleva +, # o /, que los ensancharían.",
    },
    deciding: "decide",
    partly: "Qué pasa por este filtro",
    partlyWhat:
      "Una suscripción se acepta si algo puede pasar por ella; cada mensaje se pregunta de nuevo. Líneas que dejan pasar una parte o la retienen:",
    through: "deja pasar",
    back: "retiene",
    lineWord: "Línea",
    morePartly: (count) => `Las primeras 100 de ${count} líneas.`,
    around: "El fichero alrededor de esta línea",
  },
  start: {
    title: "Quien entra puede hacerlo todo",
    text: "Un fichero ACL dice quién puede publicar y recibir qué. Sin él no se retiene nada.",
    write: "Escriba un fichero, en el formato de mosquitto",
    serve: "Arranque el servidor con él",
    tryIt: "O escriba antes líneas abajo y vea qué cortarían de lo que hay ahora.",
    tryAction: "Probar un fichero",
  },
  hint: {
    title: "¿Puede este cliente hacer eso?",
    text: "Pregunte por cualquier cliente, tema y acción. El bróker responde como respondería al paquete, con la línea que decide.",
  },
  file: {
    loading: "Leyendo el fichero…",
    same: (path) => `${path} en el disco es lo que vale.`,
    changed: (path) => `${path} en el disco no es lo que vale`,
    changedWhat: "Se cambió y no se ha vuelto a leer. Abajo está lo que haría.",
    unreadable: "El fichero del disco no se puede leer",
    unreadableWhat: "Sigue valiendo lo que se leyó antes.",
    reload: "Leer de nuevo los ficheros",
    reloadTip: "Lee los ficheros de usuarios, permisos y certificados, como SIGHUP.",
    reloading: "Leyendo…",
    reloaded: (count) =>
      `Leídos de nuevo. ${plural(count, "cliente desconectado", "clientes desconectados")} porque el usuario ya no está o tiene otra contraseña.`,
    reloadFailed: "No se ha leído nada de nuevo",
    dismiss: "Ocultar",
    editor: "Fichero ACL propuesto",
    ask: "¿Qué haría?",
    asking: "Preguntando por todo lo que hay…",
    revert: "Deshacer los cambios",
    copy: "Copiar el texto",
    copyNote: "La página no escribe el fichero: copie el texto en él y después lea de nuevo los ficheros.",
    edited: "El texto ha cambiado desde entonces: pregunte de nuevo.",
  },
  preview: {
    title: "Qué haría",
    same: "Es el texto que vale ahora: no cambiaría nada.",
    none: "No se cortaría nada de lo que hay ahora.",
    problems: (count) => `${plural(count, "línea ilegible", "líneas ilegibles")}`,
    problemsWhat: "El fichero se rechazaría entero, y seguiría valiendo lo que vale ahora.",
    failed: "El bróker no pudo decir qué haría",
    sessions: (count) => `${plural(count, "sesión perdería", "sesiones perderían")} algo.`,
    subscriptions: (count) => `${plural(count, "suscripción terminaría", "suscripciones terminarían")}`,
    queues: (count) => `${plural(count, "mensaje en espera se perdería", "mensajes en espera se perderían")}`,
    queueOf: (messages, bytes) => `${plural(messages, "mensaje", "mensajes")}, ${bytes}`,
    retainedSilenced: (count) =>
      `${plural(count, "mensaje retenido no llegaría", "mensajes retenidos no llegarían")} ya a nadie`,
    retainedSilencedWhat: "Quien los publicó ya no puede publicar ahí.",
    willsSilenced: (count) =>
      `${plural(count, "testamento no se publicaría", "testamentos no se publicarían")}`,
    heard: "Lo que se sabe que entonces estaría permitido",
    heardWhat: "Nadie sabe qué suscripciones pedirían los clientes de nuevo.",
    retainedHeard: (count) =>
      `${plural(count, "mensaje retenido se entregaría", "mensajes retenidos se entregarían")} de nuevo`,
    willsHeard: (count) =>
      `${plural(count, "testamento se publicaría", "testamentos se publicarían")} de nuevo`,
    firstOf: (shown, all) => `Los primeros ${shown} de ${all}.`,
    noLine: "ninguna línea",
    lineIs: (line) => `línea ${line}`,
    client: "Cliente",
    filter: "Filtro",
    topic: "Tema",
    author: "Autor",
    why: "Por",
    waiting: "En espera",
    away: "ausente",
  },
  commands: { ask: "Preguntar por un permiso", file: "¿Qué haría un fichero ACL cambiado?" },
};
