import type { publish as source } from "../en/publish.ts";

export const publish: typeof source = {
  title: "Publicar",
};
