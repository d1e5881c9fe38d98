import { SESSION_NEVER_EXPIRES } from "../../../protocol/limits.ts";
import { useConnection } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import type { Granted } from "../../worker/messages.ts";

const SECOND = 1000;

/** What the broker granted to the page's own connection. Nothing while there is none. */
export function ConnectionFacts() {
  const texts = useTexts();
  const format = useFormat();
  const url = useConnection((state) => state.url);
  const connection = useConnection((state) => state.connection);
  if (connection.phase !== "connected" && connection.phase !== "stale") return null;
  const { granted } = connection;
  const { facts, versions } = texts.connections;
  const keepAlive = granted.keepAliveSeconds;
  return (
    <FactList>
      <Fact name={facts.address}>
        <CopyableValue value={url} what={facts.address} />
      </Fact>
      <Fact name={facts.clientId}>
        <CopyableValue value={granted.clientId} what={facts.clientId} />
        {granted.changed.includes("clientId") && <Badge>{facts.assigned}</Badge>}
      </Fact>
      <Fact name={facts.version}>MQTT {versions[granted.version]}</Fact>
      <Fact name={facts.session}>{granted.sessionPresent ? facts.resumed : facts.fresh}</Fact>
      <Fact name={facts.keepAlive} explanation={facts.keepAlive} clause="3.2.2.3">
        {keepAlive === 0 ? texts.kit.never : format.duration(keepAlive * SECOND)}
        {granted.changed.includes("keepAlive") && <Badge>{facts.changed}</Badge>}
      </Fact>
      {granted.version === 5 && <GrantedLimits granted={granted} />}
      <Fact name={facts.since}>
        <Age at={connection.since} />
      </Fact>
    </FactList>
  );
}

/** What CONNACK of 5.0 says beyond that (§3.2.2.3). */
function GrantedLimits({ granted }: { granted: Granted }) {
  const texts = useTexts();
  const format = useFormat();
  const { facts } = texts.connections;
  const { sessionExpirySeconds, maximumPacketBytes, topicAliasMaximum } = granted;
  return (
    <>
      <Fact name={facts.sessionExpiry} explanation={facts.sessionExpiry} clause="3.2.2.3">
        {sessionExpirySeconds === 0 && facts.withConnection}
        {sessionExpirySeconds === SESSION_NEVER_EXPIRES && texts.kit.never}
        {sessionExpirySeconds > 0 &&
          sessionExpirySeconds < SESSION_NEVER_EXPIRES &&
          format.duration(sessionExpirySeconds * SECOND)}
        {granted.changed.includes("sessionExpiry") && <Badge>{facts.changed}</Badge>}
      </Fact>
      <Fact name={facts.receiveMaximum} explanation={facts.receiveMaximum} clause="3.2.2.3">
        {format.exact(granted.receiveMaximum)}
      </Fact>
      <Fact name={facts.maximumPacket} explanation={facts.maximumPacket} clause="3.2.2.3">
        {maximumPacketBytes === undefined ? facts.noLimit : format.exactBytes(maximumPacketBytes)}
      </Fact>
      <Fact name={facts.maximumQos} explanation={facts.maximumQos} clause="3.2.2.3">
        {granted.maximumQoS}
      </Fact>
      <Fact name={facts.topicAliases} explanation={facts.topicAliases} clause="3.2.2.3">
        {topicAliasMaximum === 0 ? facts.noAliases : format.exact(topicAliasMaximum)}
      </Fact>
      <Missing granted={granted} />
      <Words granted={granted} />
    </>
  );
}

/** What the broker does not have. */
function Missing({ granted }: { granted: Granted }) {
  const { facts } = useTexts().connections;
  const format = useFormat();
  const missing = [
    ...(granted.isRetainAvailable ? [] : [facts.missingRetain]),
    ...(granted.hasWildcardSubscriptions ? [] : [facts.missingWildcards]),
    ...(granted.hasSubscriptionIdentifiers ? [] : [facts.missingIdentifiers]),
    ...(granted.hasSharedSubscriptions ? [] : [facts.missingShared]),
  ];
  return (
    <Fact name={facts.missing}>{missing.length === 0 ? facts.nothingMissing : format.list(missing)}</Fact>
  );
}

/** What the broker says in words, where it says something; user properties in order and repeated. */
function Words({ granted }: { granted: Granted }) {
  const { facts } = useTexts().connections;
  const words = [
    [facts.authentication, granted.authenticationMethod],
    [facts.responseInformation, granted.responseInformation],
    [facts.serverReference, granted.serverReference],
    [facts.reason, granted.reasonString],
    ...granted.userProperties,
  ] as const;
  return words.map(([name, value], index) =>
    value === undefined ? null : (
      // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, their order counts
      <Fact key={index} name={name}>
        <CopyableValue value={value} what={name} />
      </Fact>
    ),
  );
}
