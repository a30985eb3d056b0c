// "Did you mean ...?": the nearest known name, if one is near enough to be meant.
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

export const closestName = (found: string, known: readonly string[]): string | null => {
  const limit = Math.max(2, Math.floor(found.length / 3));
  const wanted = found.slice(0, 80).toLowerCase();
  const ranked = known
    .map((name) => ({ name, far: distance(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best !== undefined && best.far <= limit ? best.name : null;
};

/** the fix in one sentence: the near name, else the list when it is short enough to read */
export const suggestName = (found: string, known: readonly string[]): string | undefined => {
  const near = closestName(found, known);
  if (near !== null) return `did you mean "${near}"?`;
  return known.length > 0 && known.length <= 12 ? `one of: ${known.join(', ')}` : undefined;
};
