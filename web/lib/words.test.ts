import { expect, it } from "vitest";
import { hasWords } from "./words.ts";

it("finds all words in any order, without case and accents", () => {
  expect(hasWords("Ir a Conexiones", "CONEX ir")).toBe(true);
  expect(hasWords("Sesión", "sesion")).toBe(true);
  expect(hasWords("Go to Wills", "go lab")).toBe(false);
  expect(hasWords("anything", "")).toBe(true);
});
