import { choice, list, onOff, optionalText, wholeNumber } from "./setting.ts";

const MINUTES_IN_A_YEAR = 525_600;
const HOURS_IN_A_YEAR = 8_760;

/** "self", or an origin; no other sign of a Content-Security-Policy. */
const FRAMING = /^(?:self|https?:\/\/(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?)$/i;

/** The page, and the login of the page and the API. */
export const pageSettings = {
  login: choice(
    {
      group: "Page",
      description:
        "Whether the page and the API ask for a login: where --http-host or --trusted-proxies let others reach them, or always; with --page-users always",
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
  frameAncestors: list(
    {
      group: "Page",
      description:
        "Pages that may show ours in a frame, by their origin, or self for our own; else none may; separated by commas",
    },
    "origin,…",
    'the word self, and origins like "https://panel.home"',
    FRAMING,
  ),
  secureCookie: onOff({
    group: "Page",
    description:
      "Let browsers send the cookie of a login over HTTPS only: for a page behind a reverse proxy with HTTPS; with --http-tls-cert they do by themselves",
  }),
} as const;
