import type { broker as source } from "../en/broker.ts";

export const broker: typeof source = {
  title: "Bróker",
};
