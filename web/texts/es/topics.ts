import type { topics as source } from "../en/topics.ts";

export const topics: typeof source = {
  title: "Temas",
};
