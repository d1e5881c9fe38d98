import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../commands.mjs";
import { tagsIn, tagsOfTests } from "./tags.mjs";

const SOURCES = ["protocol", "server", "web", "e2e"];
const SOURCE = /\.tsx?$/;
const TESTS = /\.(test|journey)\.tsx?$|\/test-support\/|^e2e\//;

/**
 * Where a statement is obeyed, and where that is tested: files, in order.
 * @typedef {{ code: string[], tests: string[] }} Places
 */

/** The places of every tag of the project, by tag ("5 3.1.2-22"). */
export function findPlaces() {
  /** @type {Map<string, Places>} */
  const places = new Map();
  for (const file of sourceFiles()) {
    const source = readFileSync(join(ROOT, file), "utf8");
    const isTest = TESTS.test(file);
    const tags = isTest ? tagsOfTests(source, file) : tagsIn(source);
    for (const tag of new Set(tags)) {
      const place = places.get(tag) ?? { code: [], tests: [] };
      places.set(tag, place);
      (isTest ? place.tests : place.code).push(file);
    }
  }
  return places;
}

function sourceFiles() {
  return SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
      .filter((file) => SOURCE.test(file)),
  ).sort();
}
