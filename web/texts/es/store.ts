import type { store as source } from "../en/store.ts";
import { pluralIn } from "../plural.ts";

const plural = pluralIn("es");

export const store: typeof source = {
  title: "Almacén",
  durability: "Lo confirmado está",
  durabilities: {
    memory: "en memoria: nada sobrevive al bróker",
    commit:
      "a salvo de la muerte del proceso, también de kill -9; un corte de luz puede llevarse el último medio minuto",
    fsync: "a salvo también de un corte de luz, si el disco cumple su palabra",
  },
  memoryWhat:
    "Las sesiones duraderas, lo que espera por ellas, los mensajes retenidos y los contadores se pierden cuando el bróker se detiene. Con un directorio de datos (--data) se conservan.",
  lastCommit: "Última escritura",
  lastCommitTip:
    "Cuándo quedó a salvo un cambio por última vez. Un bróker sin nada que escribir no escribe nada.",
  noCommit: "nada que escribir desde el arranque",
  uncommitted: "Aún no a salvo",
  uncommittedTip: "A nadie se le ha dicho que están a salvo: sus confirmaciones esperan.",
  journaled: "De camino al archivo",
  journaledTip: "En el diario, así que ya a salvo; pasa a store.mdb más o menos una vez por segundo.",
  changes: (count, bytes) => `${plural(count, "cambio", "cambios")}, ${bytes}`,
  nothing: "nada",
  file: "store.mdb",
  fileTip:
    "El archivo con todo lo que se conserva. El sitio de lo borrado se vuelve a usar; el archivo no encoge.",
  journal: "Diario",
  journalTip: "Lo que ha pasado desde que se escribió el archivo por última vez.",
  lastStart: "Último arranque",
  took: "Recuperado todo en",
  takenUp: "Recuperado",
  wasEmpty: "no había nada: el directorio de datos estaba vacío",
  allTakenUp: "Todo lo que se conservaba estaba entero y se recuperó.",
  sessions: (count) => plural(count, "sesión", "sesiones"),
  subscriptions: (count) => plural(count, "suscripción", "suscripciones"),
  queued: (count) => plural(count, "mensaje en cola", "mensajes en cola"),
  retained: (count) => plural(count, "mensaje retenido", "mensajes retenidos"),
  wills: (count) => plural(count, "testamento", "testamentos"),
  receivedPacketIds: (count) => plural(count, "id de paquete QoS 2 abierto", "ids de paquete QoS 2 abiertos"),
  leftOut: (what) => `No recuperado: ${what}`,
  leftOutWhy: (reason) => `Del primero: ${reason}.`,
  leftOutTodo:
    "Los mensajes retenidos siguen guardados, y vuelven tras un arranque con un límite mayor. Los mensajes en cola y los testamentos se descartan.",
  damaged: "Había archivos dañados cuando arrancó el bróker",
  damagedWhy: "El disco u otro programa los ha cortado o sobrescrito.",
  damagedTodo: "Revise el disco. Los archivos apartados se pueden borrar cuando nadie los necesite.",
  setAside: "Apartados como",
  setAsideTip:
    "Archivos dañados, sin cambios, con estos nombres en el directorio de datos. Nunca se borra ninguno.",
  fileName: "nombre del archivo",
  saved: "Salvado",
  lost: "Perdido",
  lostRecords: (count) => plural(count, "registro del archivo", "registros del archivo"),
  lostUnknown: "registros del archivo: nadie puede saber cuántos",
  lostBatches: (count) => `al menos ${plural(count, "escritura del diario", "escrituras del diario")}`,
  nothingLost: "ningún registro del que se sepa",
  dropped: "Descartado con ello",
  droppedTip: "Se pudo leer, y no sirve sin lo que se perdió: un puesto en una cola sin su mensaje.",
  outdated: "Una parte puede ser más antigua: lo que se cambió o borró puede estar como antes.",
  failing: {
    what: "El bróker no puede escribir en su directorio de datos",
    since: (time, age) =>
      `Desde ${time}, hace ${age}, lo que se debe conservar no se confirma, o se rechaza: los clientes siguen conectados y esperan.`,
    meanwhile: "Lo confirmado antes está a salvo.",
    todo: "Haga sitio en el disco o repárelo: el bróker sigue intentándolo, y este aviso se va cuando lo consiga.",
    status: "el almacén no puede escribir",
    statusTip:
      "Lo que envían los clientes no se confirma hasta que el bróker vuelva a poder escribir. Abre la vista del bróker.",
  },
};
