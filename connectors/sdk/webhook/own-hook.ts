// Which of the webhooks that a vendor has is ours. By its address, never by its name: a second installation at the same
// vendor uses the same name, and its hook must go on.

/**
 * The one of this address; else the one of the same connection from before its address got a new secret, which is the last
 * part of the path.
 */
export function findOwnHook<Row>(
  rows: readonly Row[],
  url: string,
  urlOf: (row: Row) => string | null | undefined,
): Row | undefined {
  const exact = rows.find((row) => urlOf(row) === url);
  if (exact) return exact;
  const connection = new URL('.', url);
  if (connection.pathname === '/') return undefined;
  return rows.find((row) => {
    const known = urlOf(row) ?? '';
    return URL.canParse(known) && new URL('.', known).href === connection.href;
  });
}
