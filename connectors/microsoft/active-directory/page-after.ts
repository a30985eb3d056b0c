// Pages of a list that a directory only gives whole: by objectGUID, from the last one given out on. What is made or
// renamed in between moves nothing.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import { isGuid } from './guid.ts';

/** @throws ConnectorError `invalid-input` for a cursor that was not given out */
export function pageAfter<T extends { id: string }>(
  items: readonly T[],
  input: { cursor?: string | null | undefined; limit: number },
): Page<T> {
  const after = input.cursor ?? '';
  if (after !== '' && !isGuid(after))
    throw new ConnectorError('invalid-input', 'The cursor of this list is not one that was given out.');
  const rest = items.filter(({ id }) => id > after).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const page = rest.slice(0, input.limit);
  return { items: page, next: rest.length > page.length ? (page.at(-1)?.id ?? null) : null };
}
