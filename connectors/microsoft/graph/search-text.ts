// A person's words as a $search of Graph: each word must begin a word of one of the fields. Signs that have a meaning there
// become spaces, so that words stay words.

/** null = no search */
export function searchOf(text: string | null | undefined, fields: readonly string[]): string | null {
  const words = (text ?? '')
    .replace(/["\\():*&|]/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 10);
  if (words.length === 0) return null;
  return words.map((word) => `(${fields.map((field) => `"${field}:${word}"`).join(' OR ')})`).join(' AND ');
}
