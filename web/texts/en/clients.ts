/** Sessions and their clients. */
export const clients = {
  title: "Clients",
};
