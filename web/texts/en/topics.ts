/** The tree of topics and the detail of one. */
export const topics = {
  title: "Topics",
};
