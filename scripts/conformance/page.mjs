import { lacks, placesOf } from "./statements.mjs";

/**
 * @typedef {import("./statements.mjs").Specification} Specification
 * @typedef {import("./statements.mjs").Statement} Statement
 * @typedef {import("./statements.mjs").Places} Places
 */

const CLIENT = /^(protocol\/client|web)\//;

const HEAD = `# What the specifications ask, and where it is obeyed

Written by \`npm run docs\` from the tags in the sources; \`npm test\` fails where a statement has no code or no test.

Every numbered statement of MQTT 5.0 and of MQTT 3.1.1 (OASIS, conformance appendix) stands here with what it asks in our
words, the files that obey it, and the files whose tests carry its number in their name and fail when it is broken. To find
the very line, search a file for the number: \`[5 MQTT-3.1.2-22]\` is a statement of 5.0, \`[3 MQTT-3.1.2-24]\` one of 3.1.1
(the numbers are not the same).

- **obeyed**: by the broker.
- **by our client**: it binds clients only, and the client in the page obeys it.
- **checked**: it binds clients only, and the broker ends the connection of one that breaks it.
- **not applicable**: with the reason.
`;

/** docs/conformance.md. @param {Specification[]} specifications @param {Map<string, Places>} places */
export function conformancePage(specifications, places) {
  const counts = specifications.map((specification) => countsOf(specification, places));
  const tables = specifications.map((specification) => tablesOf(specification, places));
  const header = "| version | statements | obeyed | by our client | checked | not applicable |";
  return [
    `${HEAD}\n${header}\n| --- | --- | --- | --- | --- | --- |\n${counts.join("\n")}\n`,
    ...tables,
  ].join("\n");
}

/** @param {Specification} specification @param {Map<string, Places>} places */
function countsOf({ version, title, sections }, places) {
  const states = sections
    .flatMap((section) => section.statements)
    .map((statement) => stateOf(statement, placesOf(places, version, statement)).kind);
  const columns = ["obeyed", "by our client", "checked", "not applicable"].map(
    (kind) => states.filter((state) => state === kind).length,
  );
  return `| ${[title, states.length, ...columns].join(" | ")} |`;
}

/** @param {Specification} specification @param {Map<string, Places>} places */
function tablesOf({ version, title, sections }, places) {
  const tables = sections.map((section) => {
    const rows = section.statements.map((statement) =>
      rowOf(statement, placesOf(places, version, statement)),
    );
    return `### ${section.title}\n\n| statement | asks | obeyed in | tested in | state |\n| --- | --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  return [`## ${title}\n`, ...tables].join("\n");
}

/** @param {Statement} statement @param {Places} places */
function rowOf(statement, places) {
  const { kind, why } = stateOf(statement, places);
  const cells = [
    `MQTT-${statement.id}`,
    statement.asks,
    linksTo(places.code),
    linksTo(places.tests),
    why === undefined ? kind : `${kind}: ${why}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** @param {Statement} statement @param {Places} places @returns {{ kind: string, why?: string }} */
function stateOf(statement, places) {
  if (statement.notApplicable !== undefined) return { kind: "not applicable", why: statement.notApplicable };
  const missing = lacks(statement, places);
  if (missing.length > 0) return { kind: `**no ${missing.join(", no ")}**` };
  if (statement.binds !== "client") return { kind: "obeyed" };
  return { kind: places.code.some((file) => CLIENT.test(file)) ? "by our client" : "checked" };
}

/** @param {string[]} files */
function linksTo(files) {
  return files.map((file) => `[${file.slice(file.lastIndexOf("/") + 1)}](../${file})`).join(", ");
}
