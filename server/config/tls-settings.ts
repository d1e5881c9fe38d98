import { choice, optionalText, port } from "./setting.ts";

const PEM_FILE = "a file in PEM form";

/** The door for MQTT over TLS, which opens when it has a certificate, and that of the page, which then speaks HTTPS. */
export const tlsSettings = {
  tlsPort: port(
    {
      group: "TLS",
      description:
        "Port for MQTT over TLS, open when --tls-cert is given; 0 picks a free one, none leaves this door out",
    },
    8883,
  ),
  tlsCert: optionalText(
    {
      group: "TLS",
      description: "Certificate that the server shows, with those between it and its authority behind it",
    },
    "file",
    PEM_FILE,
  ),
  tlsKey: optionalText({ group: "TLS", description: "Private key of --tls-cert" }, "file", PEM_FILE),
  tlsCa: optionalText(
    { group: "TLS", description: "Certificates of the authorities that sign client certificates" },
    "file",
    PEM_FILE,
  ),
  tlsCrl: optionalText(
    { group: "TLS", description: "List of client certificates that were revoked; each authority needs one" },
    "file",
    PEM_FILE,
  ),
  clientCertificates: choice(
    {
      group: "TLS",
      description: "Whether a client over TLS shows a certificate that --tls-ca signed",
    },
    ["none", "optional", "required"],
    "none",
  ),
  certificateUserName: choice(
    {
      group: "TLS",
      description:
        "What of a client's certificate is its user name; it then needs no password, and none counts",
    },
    ["none", "common-name", "subject"],
    "none",
  ),
  httpTlsCert: optionalText(
    {
      group: "TLS",
      description:
        "Certificate of the page, the API and MQTT over WebSocket, which are then reached by https and wss alone; those between it and its authority behind it",
    },
    "file",
    PEM_FILE,
  ),
  httpTlsKey: optionalText({ group: "TLS", description: "Private key of --http-tls-cert" }, "file", PEM_FILE),
} as const;
