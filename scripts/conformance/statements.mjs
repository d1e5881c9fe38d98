import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../commands.mjs";

/**
 * @typedef {{ id: string, binds: "server" | "client" | "both", asks: string, notApplicable?: string }} Statement
 * @typedef {{ title: string, statements: Statement[] }} Section
 * @typedef {{ version: string, title: string, sections: Section[] }} Specification
 * @typedef {import("./places.mjs").Places} Places
 */

const NOWHERE = { code: [], tests: [] };

/** The numbered statements of both versions, what they ask in our words, and whom they bind. */
export function readSpecifications() {
  return ["5", "3"].map((version) => {
    const text = readFileSync(join(ROOT, `scripts/conformance/mqtt-${version}.json`), "utf8");
    return /** @type {Specification} */ ({ version, ...JSON.parse(text) });
  });
}

/** @param {Map<string, Places>} places @param {string} version @param {Statement} statement @returns {Places} */
export function placesOf(places, version, statement) {
  return places.get(`${version} ${statement.id}`) ?? NOWHERE;
}

/** What a statement lacks; it needs nothing where it does not apply. @param {Statement} statement @param {Places} places */
export function lacks(statement, { code, tests }) {
  if (statement.notApplicable !== undefined) return [];
  return [...(code.length === 0 ? ["code"] : []), ...(tests.length === 0 ? ["test"] : [])];
}

/**
 * One sentence for each statement that the tags do not show to be obeyed, and for each tag that is no statement's.
 * @param {Specification[]} specifications @param {Map<string, Places>} places
 */
export function conformanceProblems(specifications, places) {
  const unknown = new Map(places);
  const problems = specifications.flatMap(({ version, sections }) =>
    sections.flatMap(({ statements }) =>
      statements.flatMap((statement) => {
        unknown.delete(`${version} ${statement.id}`);
        return problemsOf(version, statement, placesOf(places, version, statement));
      }),
    ),
  );
  for (const [tag, { code, tests }] of unknown) {
    problems.push(
      `${inBrackets(tag)} is the number of no statement, but stands in ${[...code, ...tests].join(", ")}.`,
    );
  }
  return problems;
}

/** @param {string} version @param {Statement} statement @param {Places} places */
function problemsOf(version, statement, places) {
  const tag = inBrackets(`${version} ${statement.id}`);
  if (statement.notApplicable !== undefined && places.code.length + places.tests.length > 0) {
    return [`${tag} is tagged, and yet is said not to apply.`];
  }
  const missing = lacks(statement, places);
  if (missing.length === 0) return [];
  const where = missing.map((kind) => (kind === "code" ? "no code" : "the name of no test"));
  return [`${tag} stands in ${where.join(" and in ")}: ${statement.asks}.`];
}

/** "5 3.1.2-22" as it stands in the sources. @param {string} tag */
function inBrackets(tag) {
  return `[${tag.replace(" ", " MQTT-")}]`;
}
