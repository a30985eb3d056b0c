// Datto's pages, which carry the address of the next one.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type DattoSandbox, ok } from './datto-state.ts';

const usualSize = 50;
const largestSize = 250;

/** @param name of the list inside the page @param broken items that fit nobody's shape, when the quirk is on */
export function pageOf(
  name: string,
  rows: readonly object[],
  request: SandboxRequest,
  { state }: DattoSandbox,
  broken: readonly unknown[] = [],
): SandboxAnswer {
  const all = state.quirks.brokenItems ? [...broken, ...rows] : rows;
  const size = Math.min(Math.max(Number(request.query.get('max') ?? usualSize) || usualSize, 1), largestSize);
  const page = Number(request.query.get('page') ?? 0) || 0;
  const items = all.slice(page * size, (page + 1) * size);
  const linkTo = (number: number) => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(number));
    return `${state.quirks.nextPageOrigin ?? request.origin}${request.path}?${query}`;
  };
  // an empty text at some lists, null at others
  const none = name === 'devices' ? '' : null;
  const pageDetails = {
    count: items.length,
    totalCount: all.length,
    prevPageUrl: page > 0 ? linkTo(page - 1) : none,
    nextPageUrl: (page + 1) * size < all.length ? linkTo(page + 1) : none,
  };
  return ok({ pageDetails, [name]: items });
}
