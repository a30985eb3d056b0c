import { expect, it } from 'vitest';
import { catalogueEntries } from './catalogue-entries.ts';

it('an entry says what is missing, and promises nothing', () => {
  for (const entry of catalogueEntries) {
    expect(entry.missing.length, entry.name).toBeGreaterThan(0);
    expect(JSON.stringify(entry)).not.toMatch(/soon|roadmap|planned|will be/i);
  }
  expect(new Set(catalogueEntries.map(({ id }) => id)).size).toBe(catalogueEntries.length);
});
