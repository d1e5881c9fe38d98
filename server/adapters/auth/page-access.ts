import type { Connect } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type {
  Action,
  Authenticator,
  ExplainingAcl,
  Identity,
  Ruling,
  Subject,
} from "../../core/ports/access.ts";
import type { PageRole, Peer } from "../../core/ports/wire.ts";

/** What the MQTT user name of somebody who is logged in to the page begins with. */
const PAGE_PREFIX = "page:";

/** Lets in whom the page knows already, as a user of their own; nobody else gets such a name. */
export class PageAuthenticator implements Authenticator {
  readonly #others: Authenticator;

  constructor(others: Authenticator) {
    this.#others = others;
  }

  get methods(): Authenticator["methods"] {
    return this.#others.methods;
  }

  identify(connect: Connect, peer: Peer): Identity | Promise<Identity> {
    const { pageUser } = peer;
    if (pageUser !== undefined && connect.userName === undefined && connect.password === undefined)
      return { kind: "accepted", userName: PAGE_PREFIX + pageUser.name, isOfThePage: true };
    const identity = this.#others.identify(connect, peer);
    return identity instanceof Promise ? identity.then(withoutPageName) : withoutPageName(identity);
  }
}

/** A certificate or a name that is believed could say anything. */
function withoutPageName(identity: Identity): Identity {
  const isOfThePage = identity.kind === "accepted" && identity.userName?.startsWith(PAGE_PREFIX) === true;
  return isOfThePage ? RESERVED : identity;
}

const RESERVED: Identity = {
  kind: "refused",
  reasonCode: ReasonCode.NotAuthorized,
  reason: `user names that begin with "${PAGE_PREFIX}" are those of people who are logged in to the page`,
};

/** The page's users read everything, as through the API, and publish unless their role is to look; all others by `others`. */
export class PageAcl implements ExplainingAcl {
  readonly #others: ExplainingAcl;
  readonly #roleOf: (name: string) => PageRole | undefined;

  constructor(others: ExplainingAcl, roleOf: (name: string) => PageRole | undefined) {
    this.#others = others;
    this.#roleOf = roleOf;
  }

  mayPublish(subject: Subject, topic: string): boolean {
    const name = pageNameOf(subject);
    return name === undefined ? this.#others.mayPublish(subject, topic) : this.#mayAct(name);
  }

  maySubscribe(subject: Subject, filter: string): boolean {
    const name = pageNameOf(subject);
    return name === undefined ? this.#others.maySubscribe(subject, filter) : this.#isKnown(name);
  }

  mayReceive(subject: Subject, topic: string): boolean {
    const name = pageNameOf(subject);
    return name === undefined ? this.#others.mayReceive(subject, topic) : this.#isKnown(name);
  }

  explain(subject: Subject, action: Action, topic: string): Ruling {
    const name = pageNameOf(subject);
    if (name === undefined) return this.#others.explain(subject, action, topic);
    const isAllowed = action === "publish" ? this.#mayAct(name) : this.#isKnown(name);
    const decider = { by: "page-role", role: this.#roleOf(name) } as const;
    return { isAllowed, decider, partly: [], barredBy: undefined };
  }

  #mayAct(name: string): boolean {
    const role = this.#roleOf(name);
    return role === "act" || role === "admin";
  }

  #isKnown(name: string): boolean {
    return this.#roleOf(name) !== undefined;
  }
}

function pageNameOf({ userName }: Subject): string | undefined {
  return userName?.startsWith(PAGE_PREFIX) ? userName.slice(PAGE_PREFIX.length) : undefined;
}
