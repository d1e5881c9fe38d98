/** Live subscriptions and their stream. */
export const messages = {
  title: "Messages",
};
