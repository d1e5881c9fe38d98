// Runs before the first paint, so that a chosen theme never flashes. A file of its own: the page allows no inline script.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("vitrina.theme");
  } catch {
    // Storage may be forbidden; the system's choice stands.
  }
  const isDark =
    choice === '"dark"' || (choice !== '"light"' && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
})();
