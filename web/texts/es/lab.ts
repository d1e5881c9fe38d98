import type { lab as source } from "../en/lab.ts";

export const lab: typeof source = {
  title: "Laboratorio",
};
