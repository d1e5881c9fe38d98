/**
 * The path below which the page is served, without a slash at its end: empty, or like `/vitrina` behind a proxy. The server
 * writes it into the page (`--base-path`).
 */
export function basePath(): string {
  const written = document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? "/";
  return new URL(written, location.origin).pathname.replace(/\/$/, "");
}

/** Who asks the server itself, without the proxy, comes without the base path, which the router needs. */
export function enterBasePath(): void {
  const base = basePath();
  const { pathname, search, hash } = location;
  if (pathname === base || pathname.startsWith(`${base}/`)) return;
  history.replaceState(history.state, "", base + pathname + search + hash);
}
