import { describe, expect, it } from "vitest";
import { english } from "./en/catalogue.ts";
import { spanish } from "./es/catalogue.ts";
import { preferredLanguage } from "./language.ts";
import { pluralIn } from "./plural.ts";

/** Every text with the path to it; a function stands for what it makes. */
function flatten(value: unknown, path: string): readonly (readonly [path: string, text: unknown])[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) =>
    flatten(child, path === "" ? key : `${path}.${key}`),
  );
}

const describeKind = (text: unknown) =>
  typeof text === "function" ? `function of ${text.length}` : typeof text;

function shapeOf(catalogue: unknown): Record<string, string> {
  return Object.fromEntries(flatten(catalogue, "").map(([path, text]) => [path, describeKind(text)]));
}

/** What a reader would see: functions are called with a value for each parameter. */
function sample(text: unknown): unknown {
  if (typeof text !== "function") return text;
  const made: unknown = text(...Array.from({ length: text.length }, () => 2));
  return typeof made === "object" ? flatten(made, "").map(([, part]) => part) : made;
}

it("has each text in both languages, with the same parameters", () => {
  expect(shapeOf(spanish)).toEqual(shapeOf(english));
});

describe.each([
  ["English", english],
  ["Spanish", spanish],
])("%s", (_name, catalogue) => {
  it("has no empty text", () => {
    const empty = flatten(catalogue, "")
      .filter(([, text]) =>
        [sample(text)].flat().some((part) => part === undefined || String(part).trim() === ""),
      )
      .map(([path]) => path);
    expect(empty).toEqual([]);
  });

  it("puts every parameter into the text", () => {
    const silent = flatten(catalogue, "")
      .filter(
        ([, text]) =>
          typeof text === "function" && text.length > 0 && !JSON.stringify(sample(text)).includes("2"),
      )
      .map(([path]) => path);
    expect(silent).toEqual([]);
  });
});

it("counts in both languages", () => {
  expect(pluralIn("en")(1, "topic", "topics")).toBe("1 topic");
  expect(pluralIn("en")(0, "topic", "topics")).toBe("0 topics");
  expect(pluralIn("es")(1_204, "tema", "temas")).toBe("1.204 temas");
});

it("takes the chosen language, else the browser's, else English", () => {
  expect(preferredLanguage("es", ["en"])).toBe("es");
  expect(preferredLanguage("fr", ["de-DE", "es-AR", "en"])).toBe("es");
  expect(preferredLanguage(undefined, ["de"])).toBe("en");
});
