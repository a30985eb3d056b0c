// Several connections speak of one thing; what do we write down? Pure. What somebody still says stays, so that a
// value does not change with the order of the syncs; else the newest word counts; nobody's word changes nothing.

/** @param said newest first; null = that one does not know */
export function agree<Value>(current: Value | null, said: (Value | null)[]): Value | null {
  const known = said.filter((value): value is NonNullable<Value> => value !== null && value !== undefined);
  if (current !== null && known.includes(current as NonNullable<Value>)) return current;
  return known[0] ?? current;
}

/** Values that differ when `same` says so, one per kind, in the order they were said. */
export function distinct<Item>(items: Item[], same: (a: Item, b: Item) => boolean): Item[] {
  return items.filter((item, at) => !items.slice(0, at).some((other) => same(item, other)));
}
