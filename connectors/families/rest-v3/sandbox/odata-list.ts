// Lists as the family gives them: $top (at most 100, whatever is asked for), $skip, $filter on some fields, $orderby.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type RestV3DialectOptions, type RestV3Sandbox, refuse } from './rest-v3-state.ts';

type Row = Record<string, unknown>;
type Test = (row: Row) => boolean;

export function odataList(
  rows: readonly Row[],
  request: SandboxRequest,
  { state }: RestV3Sandbox,
  options: RestV3DialectOptions,
  /** what may be filtered and sorted by */
  fields: readonly string[] = [],
): SandboxAnswer {
  const { query } = request;
  const test = parseFilter(query.get('$filter'), fields, state.quirks.refusesOr);
  const order = parseOrder(query.get('$orderby'), fields);
  if (test === null || order === null) return refuse(options, 400, 'The query specified in the URI is not valid.');
  const found = rows.filter(test).sort(order);
  const top = Math.min(Math.max(Number(query.get('$top') ?? 100) || 0, 0), 100);
  const skip = Math.max(Number(query.get('$skip') ?? 0) || 0, 0);
  const meta = state.quirks.hidesTotals ? {} : { TotalCount: found.length };
  return { status: 200, json: { Data: found.slice(skip, skip + top), Meta: { ResponseCode: 200, ...meta } } };
}

/** "A eq 1 or A eq 'x'"; null = refused */
function parseFilter(text: string | null, fields: readonly string[], refusesOr: boolean): Test | null {
  if (text === null) return () => true;
  const parts = text.split(' or ');
  if (parts.length > 1 && refusesOr) return null;
  const tests = parts.map((part) => {
    const [, field, quoted, number] = /^(\w+) eq (?:'((?:[^']|'')*)'|(\d+))$/.exec(part) ?? [];
    if (field === undefined || !fields.includes(field)) return null;
    const wanted = quoted === undefined ? Number(number) : quoted.replaceAll("''", "'");
    return (row: Row) => row[field] === wanted;
  });
  return tests.includes(null) ? null : (row) => tests.some((test) => test?.(row) ?? false);
}

function parseOrder(text: string | null, fields: readonly string[]): ((a: Row, b: Row) => number) | null {
  if (text === null) return () => 0;
  const [, field, direction] = /^(\w+)(?: (asc|desc))?$/.exec(text) ?? [];
  if (field === undefined || !fields.includes(field)) return null;
  const sign = direction === 'desc' ? -1 : 1;
  return (a, b) => {
    const [left, right] = [a[field], b[field]];
    const difference =
      typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right));
    return sign * difference;
  };
}
