import { onOff, optionalText } from "./setting.ts";

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
