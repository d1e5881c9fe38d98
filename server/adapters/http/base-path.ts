/**
 * What is asked for, as it would be without a base path. A proxy may take that away or not: both are the same here.
 * `basePath` begins and ends with a slash.
 */
export function belowBasePath(url: string, basePath: string): string {
  if (url.startsWith(basePath)) return `/${url.slice(basePath.length)}`;
  const bare = basePath.slice(0, -1);
  const isBare = url === bare || url.startsWith(`${bare}?`);
  return isBare ? `/${url.slice(bare.length)}` : url;
}
