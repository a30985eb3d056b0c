// $search of directory objects: `("field:word" OR "field:word") AND (…)`; a word matches where a word of the field begins.

/** null = the expression is not one */
export function searched<T extends Record<string, unknown>>(rows: T[], expression: string | null): T[] | null {
  if (expression === null) return rows;
  const groups = expression.split(/ AND (?=\()/).map(parseGroup);
  if (groups.some((group) => group === null)) return null;
  return rows.filter((row) => groups.every((group) => group?.some(({ field, word }) => begins(row[field], word))));
}

function parseGroup(text: string): { field: string; word: string }[] | null {
  const inner = /^\((.*)\)$/.exec(text)?.[1] ?? text;
  const clauses = inner.split(' OR ').map((clause) => /^"([A-Za-z]+):([^"\\]+)"$/.exec(clause));
  return clauses.every((clause) => clause !== null)
    ? clauses.map((clause) => ({ field: clause[1] ?? '', word: clause[2] ?? '' }))
    : null;
}

const begins = (value: unknown, word: string) =>
  typeof value === 'string' &&
  (value.toLowerCase().startsWith(word.toLowerCase()) ||
    value
      .toLowerCase()
      .split(/[^a-z0-9']+/)
      .some((part) => part.startsWith(word.toLowerCase())));
