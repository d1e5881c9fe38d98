const SPECIFICATION = "https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html";

/** Sections of MQTT 5.0 that the page explains itself by, with their anchors in the published document. */
const ANCHORS = {
  "3.1": "_Toc3901033",
  "3.1.2.4": "_Toc3901039",
  "3.1.2.5": "_Toc3901040",
  "3.1.2.6": "_Toc3901041",
  "3.1.2.7": "_Toc3901042",
  "3.1.2.8": "_Toc3901043",
  "3.1.2.9": "_Toc3901044",
  "3.1.2.10": "_Toc3901045",
  "3.1.2.11.2": "_Toc3901048",
  "3.1.2.11.3": "_Toc3901049",
  "3.1.2.11.4": "_Toc3901050",
  "3.1.2.11.5": "_Toc3901051",
  "3.1.2.11.6": "_Toc3901052",
  "3.1.2.11.7": "_Toc3901053",
  "3.1.2.11.8": "_Toc3901054",
  "3.1.2.11.9": "_Toc3901055",
  "3.1.3.1": "_Toc3901059",
  "3.1.3.2.2": "_Toc3901062",
  "3.1.3.5": "_Toc3901071",
  "3.1.4": "_Toc3901073",
  "3.2.2.1.1": "_Toc3901078",
  "3.2.2.2": "_Toc3901079",
  "3.2.2.3": "_Toc3901080",
  "3.3.1.1": "_Toc3901102",
  "3.3.1.2": "_Toc3901103",
  "3.3.1.3": "_Toc3901104",
  "3.3.2.1": "_Toc3901107",
  "3.3.2.2": "_Toc3901108",
  "3.3.2.3.2": "_Toc3901111",
  "3.3.2.3.3": "_Toc3901112",
  "3.3.2.3.4": "_Toc3901113",
  "3.3.2.3.5": "_Toc3901114",
  "3.3.2.3.6": "_Toc3901115",
  "3.3.2.3.7": "_Toc3901116",
  "3.3.2.3.8": "_Toc3901117",
  "3.3.2.3.9": "_Toc3901118",
  "3.3.4": "_Toc3901120",
  "3.4.2.1": "_Toc3901124",
  "3.8.3.1": "_Toc3901169",
  "3.9.3": "_Toc3901178",
  "3.14.2.1": "_Toc3901208",
  "3.14.4": "_Toc3901216",
  "4.1": "_Toc3901230",
  "4.2": "_Toc3901233",
  "4.3": "_Toc3901234",
  "4.4": "_Toc3901238",
  "4.7": "_Toc3901241",
  "4.7.2": "_Toc3901246",
  "4.8.2": "_Toc3901250",
  "4.9": "_Toc3901251",
  "4.12.1": "_Toc3901257",
  "4.13": "_Toc3901258",
  "6": "_Toc3901285",
} as const;

/** A section of MQTT 5.0. */
export type Clause = keyof typeof ANCHORS;

/** Where a section stands in the published specification. */
export function clauseAddress(clause: Clause): string {
  return `${SPECIFICATION}#${ANCHORS[clause]}`;
}

/** Whether the page knows where this section stands. */
export function isClause(text: string): text is Clause {
  return Object.hasOwn(ANCHORS, text);
}
