/** Test clients of the page. */
export const lab = {
  title: "Lab",
};
