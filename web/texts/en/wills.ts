/** Armed, waiting, fired and cleared wills. */
export const wills = {
  title: "Wills",
};
