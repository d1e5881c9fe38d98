import type { messages as source } from "../en/messages.ts";

export const messages: typeof source = {
  title: "Mensajes",
};
