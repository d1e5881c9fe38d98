import type { wills as source } from "../en/wills.ts";

export const wills: typeof source = {
  title: "Testamentos",
};
