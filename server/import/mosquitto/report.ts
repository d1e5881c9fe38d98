import { counted, figures } from "../../figures.ts";
import type { Survey } from "./survey.ts";
import type { Tally } from "./tally.ts";

/** What is imported, as one list. */
export function takenText(tally: Tally): string {
  return [
    counted(tally.retained, "retained message"),
    `${counted(tally.sessions, "session")} with ${counted(tally.subscriptions, "subscription")}`,
    `${counted(tally.waiting, "message")} that ${tally.waiting === 1 ? "waits" : "wait"} for clients`,
    `${figures(tally.inFlight)} sent and not acknowledged`,
    ...(tally.published > 0 ? [`${figures(tally.published)} published that waited for PUBREL`] : []),
  ].join(", ");
}

/** Sentences about what stays behind, and what to know. */
export function leftText(tally: Tally, { isFinal }: Pick<Survey, "isFinal">): string[] {
  const left: [number, string][] = [
    [tally.keptSessions, "of the sessions are there already and were kept as they are"],
    [tally.keptTopics, "of the topics have a retained message already, which was kept"],
    [tally.endedSessions, "of the sessions have ended: nobody came back for them in time"],
    [tally.expiredMessages, "of the messages have expired"],
    [tally.atQoS0, "of the messages wait at QoS 0, which Vitrina keeps for nobody who is away"],
    [tally.internal, "of the retained messages have topics that begin with $, which belong to their broker"],
    [tally.missing, "records speak of messages or sessions that are not in the file"],
  ];
  const sentences = left
    .filter(([count]) => count > 0)
    .map(([count, text]) => `Left out: ${figures(count)} ${text}.`);
  if (!isFinal) {
    const since = "mosquitto was running when it wrote the file: what came later is not in it.";
    sentences.push(`${since} Stop mosquitto and import the file it writes then.`);
  }
  return sentences;
}
