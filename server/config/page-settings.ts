import { choice, onOff, optionalText, wholeNumber } from "./setting.ts";

const MINUTES_IN_A_YEAR = 525_600;
const HOURS_IN_A_YEAR = 8_760;

/** The login of the page and the API. */
export const pageSettings = {
  login: choice(
    {
      group: "Page",
      description:
        "Whether the page and the API ask for a login: where --http-host can be reached from elsewhere, or always; with --page-users always",
    },
    ["elsewhere", "always"],
    "elsewhere",
  ),
  pageUsers: optionalText(
    {
      group: "Page",
      description:
        "File of the page's users, their roles and passwords, written by `vitrina page-user`; without it the start prints a token that logs in once",
    },
    "file",
    "a file of lines `name:role:hash`",
  ),
  apiTokens: optionalText(
    {
      group: "Page",
      description:
        "File of the tokens with which scripts use the API where it asks for a login, written by `vitrina api-token`",
    },
    "file",
    "a file of lines `name:role:expiry:digest`",
  ),
  loginIdleMinutes: wholeNumber(
    { group: "Page", description: "A login ends when it was not used for so long" },
    "minutes",
    { from: 1, to: MINUTES_IN_A_YEAR },
    720,
  ),
  loginMaximumHours: wholeNumber(
    { group: "Page", description: "A login ends at the latest after so long" },
    "hours",
    { from: 1, to: HOURS_IN_A_YEAR },
    168,
  ),
  secureCookie: onOff({
    group: "Page",
    description:
      "Let browsers send the cookie of a login over HTTPS only: for a page behind a reverse proxy with HTTPS; with --http-tls-cert they do by themselves",
  }),
} as const;
