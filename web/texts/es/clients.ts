import type { clients as source } from "../en/clients.ts";

export const clients: typeof source = {
  title: "Clientes",
};
