import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import type { ClientAction } from "./use-client-actions.ts";

type ActionTexts = Catalogue["clients"]["actions"];

const SECOND = 1000;
const MQTT_5 = 5;

/** What will happen to the client, its will and its session, in sentences. */
export function consequencesOf(
  session: SessionDetail,
  action: ClientAction,
  texts: ActionTexts,
  format: Format,
): readonly string[] {
  return action === "disconnect" ? ofDisconnect(session, texts, format) : ofEnd(session, texts);
}

function ofDisconnect(session: SessionDetail, texts: ActionTexts, format: Format): readonly string[] {
  const { connect, willRecord: will, isDurable } = session;
  const how = connect?.version === MQTT_5 ? texts.disconnectSends : texts.disconnectCuts;
  const willSays =
    will === undefined
      ? []
      : will.delaySeconds > 0 && isDurable
        ? [texts.willDelays(will.topic, format.duration(will.delaySeconds * SECOND))]
        : [texts.willFires(will.topic)];
  return [how, ...willSays, sessionAfter(session, texts, format)];
}

function sessionAfter({ isDurable, connect }: SessionDetail, texts: ActionTexts, format: Format): string {
  if (!isDurable) return texts.sessionGoes;
  const seconds = connect?.grantedSessionExpirySeconds;
  return seconds === undefined || seconds === "unlimited"
    ? texts.sessionStaysForever
    : texts.sessionStays(format.duration(seconds * SECOND));
}

function ofEnd(session: SessionDetail, texts: ActionTexts): readonly string[] {
  const { subscriptions, queuedMessages, isConnected, willRecord } = session;
  return [
    ...(isConnected ? [texts.endDisconnects] : []),
    texts.endLoses(texts.subscriptions(subscriptions), texts.messages(queuedMessages)),
    ...(willRecord === undefined ? [] : [texts.endWillNow(willRecord.topic)]),
  ];
}
