import { list, onOff, optionalText } from "./setting.ts";

/** Who may come in, and what they may do. */
export const accessSettings = {
  allowAnonymous: onOff({
    group: "Rights",
    description: "Let clients in without a password on every address, not on loopback addresses alone",
  }),
  denyAnonymous: onOff({
    group: "Rights",
    description: "Let nobody in without a password or a certificate, not even on loopback addresses",
  }),
  passwordFile: optionalText(
    {
      group: "Rights",
      description: "File of users and their passwords as mosquitto has it, written by `vitrina passwd`",
    },
    "file",
    "a file of lines `name:hash`",
  ),
  aclFile: optionalText(
    {
      group: "Rights",
      description:
        "File of what each client may publish and receive, as mosquitto has it; without it everything",
    },
    "file",
    "an ACL file",
  ),
  clientIdPatterns: list(
    {
      group: "Rights",
      description:
        "Forms of which client ids have to be, * for any characters and ? for one; separated by commas; ids that the broker makes are allowed too",
    },
    "form,…",
    'forms like "meter-*" or "press-??"',
    /^./,
  ),
  clientIdPrefixByUser: optionalText(
    {
      group: "Rights",
      description:
        "What each user's client ids begin with, %u for the user name, as in %u: for the ids of ann that begin with ann:; clients without a user name stay out",
    },
    "template",
    'a text with %u and at least one character behind it, without * and ?, like "%u:"',
    /^[^%*?]*%u[^%*?]+$/,
  ),
  userNameAsClientId: onOff({
    group: "Rights",
    description:
      "Give each client its user name as client id, whatever it says itself; clients without a user name stay out",
  }),
  scramUsers: optionalText(
    {
      group: "Rights",
      description:
        "File of users who log in with SCRAM-SHA-256 or a password, written by `vitrina scram`; without any file of users any user name is believed",
    },
    "file",
    "a file written by `vitrina scram`",
  ),
} as const;
