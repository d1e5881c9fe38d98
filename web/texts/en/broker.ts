/** Counters and charts of the broker. */
export const broker = {
  title: "Broker",
};
