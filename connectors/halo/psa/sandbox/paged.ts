// Halo's big lists: in pages only when `pageinate=true` is there; without it the page number changes nothing.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { ok } from './halo-state.ts';

const fixedFirstPage = 50;
const largestPage = 100;

export function paged<T extends object>(request: SandboxRequest, name: string, rows: readonly T[]): SandboxAnswer {
  const number = (parameter: string, fallback: number) => Number(request.query.get(parameter) ?? fallback);
  const sorted = [...rows];
  const order = request.query.get('order');
  if (order) {
    const sign = request.query.get('orderdesc') === 'true' ? -1 : 1;
    const value = (row: object) => new Map(Object.entries(row)).get(order);
    const compare = (a: unknown, b: unknown) =>
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : String(a) < String(b)
          ? -1
          : String(a) > String(b)
            ? 1
            : 0;
    sorted.sort((a, b) => sign * compare(value(a), value(b)));
  }
  if (request.query.get('pageinate') !== 'true') {
    const count = number('count', fixedFirstPage);
    return ok({ record_count: rows.length, [name]: sorted.slice(0, count) });
  }
  const size = Math.min(number('page_size', fixedFirstPage), largestPage);
  const page = number('page_no', 1);
  const items = sorted.slice((page - 1) * size, page * size);
  return ok({ page_no: page, page_size: size, record_count: rows.length, [name]: items });
}
