/** The publish panel. */
export const publish = {
  title: "Publish",
};
