import { access } from "./access.ts";
import { broker } from "./broker.ts";
import { causes } from "./causes.ts";
import { clients } from "./clients.ts";
import { connections } from "./connections.ts";
import { kit } from "./kit.ts";
import { lab } from "./lab.ts";
import { login } from "./login.ts";
import { messages } from "./messages.ts";
import { packets } from "./packets.ts";
import { problems } from "./problems.ts";
import { publish } from "./publish.ts";
import { shell } from "./shell.ts";
import { signs } from "./signs.ts";
import { store } from "./store.ts";
import { topics } from "./topics.ts";
import { wills } from "./wills.ts";

/** English: the catalogue that the others have the shape of. */
export const english = {
  access,
  broker,
  causes,
  clients,
  connections,
  kit,
  lab,
  login,
  messages,
  packets,
  problems,
  publish,
  shell,
  signs,
  store,
  topics,
  wills,
};

/** All texts of the page in one language. */
export type Catalogue = typeof english;
