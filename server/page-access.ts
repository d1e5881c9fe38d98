import { randomBytes } from "node:crypto";
import { networkInterfaces } from "node:os";
import { type ApiToken, readApiTokens } from "./adapters/auth/api-tokens.ts";
import { PageUsers, readPageUsers } from "./adapters/auth/page-users.ts";
import { readUsersFile } from "./adapters/auth/users-file.ts";
import { ApiTokens } from "./adapters/http/login/api-tokens.ts";
import { type Doorkeeper, PageLogin, type PageLoginOptions } from "./adapters/http/login/page-login.ts";
import { isLoginNeeded } from "./config/check.ts";
import type { Settings } from "./config/settings.ts";
import type { PageRole } from "./core/ports/wire.ts";
import { orUsersFileFailure } from "./users-file-failure.ts";

const TOKEN_BYTES = 32;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WILDCARDS: readonly string[] = ["0.0.0.0", "::", "[::]"];
/** Whom the token logs in. */
const TOKEN_USER = { name: "admin", role: "admin" } as const;

/** Who may log in to the page. */
export interface PageAccess {
  readonly login: PageLogin;
  /** Logs in one browser; undefined where users have passwords. */
  readonly token: string | undefined;
  roleOf(name: string): PageRole | undefined;
  /** Reads the files of users and tokens anew; what is returned makes it count. Throws StartError. */
  reread(): () => void;
}

/** What a login needs of the rest of the house. */
type Surroundings = Pick<PageLoginOptions, "clock" | "clientOf" | "tell">;

/** Reads the page's users, or makes a token; undefined: the page asks for no login. Throws StartError. */
export function openPageAccess(settings: Settings, surroundings: Surroundings): PageAccess | undefined {
  // a broken file is told of even where its tokens change nothing
  const tokens = openApiTokens(settings, surroundings);
  if (!isLoginNeeded(settings)) return undefined;
  const { pageUsers, loginIdleMinutes, loginMaximumHours, secureCookie, httpTlsCert, basePath } = settings;
  const isCookieSecure = secureCookie || httpTlsCert !== undefined;
  const lifetime = { idle: loginIdleMinutes * MINUTE, total: loginMaximumHours * HOUR };
  const common = { ...surroundings, lifetime, isCookieSecure, basePath, tokens: tokens?.known };
  const loginBy = (doorkeeper: Doorkeeper) => new PageLogin({ ...common, doorkeeper });
  const rereadTokens = tokens?.reread ?? (() => () => undefined);
  if (pageUsers === undefined) {
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const roleOf = (name: string) => (name === TOKEN_USER.name ? TOKEN_USER.role : undefined);
    const login = loginBy({ kind: "token", token, user: TOKEN_USER });
    return { login, token, roleOf, reread: rereadTokens };
  }
  const read = () => orUsersFileFailure(() => readPageUsers(readUsersFile(pageUsers), pageUsers));
  const users = new PageUsers(read(), settings.maximumWaitingLogins);
  const login = loginBy({ kind: "password", check: (name, password) => users.check(name, password) });
  return {
    login,
    token: undefined,
    roleOf: (name) => users.roleOf(name),
    reread: () => {
      const renewed = read();
      const renewTokens = rereadTokens();
      return () => {
        renewTokens();
        login.endOf(users.replace(renewed));
      };
    },
  };
}

/** The tokens of scripts, and how their file is read anew, as {@link PageAccess.reread} does. */
function openApiTokens(
  { apiTokens }: Settings,
  { clock, tell, clientOf }: Surroundings,
): { known: ApiTokens; reread: () => () => void } | undefined {
  if (apiTokens === undefined) return undefined;
  const read = (): Iterable<ApiToken> =>
    orUsersFileFailure(
      () => readApiTokens(readUsersFile(apiTokens), apiTokens),
      "vitrina api-token add",
    ).values();
  const known = new ApiTokens(clock, read(), tell, clientOf);
  return {
    known,
    reread: () => {
      const renewed = read();
      return () => known.replace(renewed);
    },
  };
}

/** The address under which the page is asked for; one that means "all" stands for one that others can reach. */
export function shownHost(host: string): string {
  if (!WILDCARDS.includes(host)) return host;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "localhost";
}
