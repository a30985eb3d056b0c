// A list of the API: conditions, order, the two paging styles with their Link headers, `fields`, `/count`, `/search`.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { ConditionsError, parseConditions, read } from './conditions-grammar.ts';
import { type PsaHandler, type PsaSandboxContext, type Row, record, refusal } from './psa-answers.ts';

type Rows = (context: PsaSandboxContext, request: SandboxRequest) => Row[];

const infoFields = ['lastUpdated', 'dateEntered', 'updatedBy', 'enteredBy'];
/** an address holds no more */
const longestAddress = 2_000;

interface Filter {
  conditions: string | null;
  orderBy: string | null;
}

/** @param fields first parts of field paths that may be asked for, beside those the rows show */
export const listOf =
  (rows: Rows, fields: string[] = []): PsaHandler =>
  (request, context) => {
    const query = request.query;
    return answerRows(request, rows(context, request), fields, {
      conditions: query.get('conditions'),
      orderBy: query.get('orderBy'),
    });
  };

/** the same by POST, for conditions that do not fit into an address */
export const searchOf =
  (rows: Rows, fields: string[] = []): PsaHandler =>
  (request, context) => {
    const body = record(request.json());
    const text = (value: unknown) => (typeof value === 'string' ? value : null);
    return answerRows(request, rows(context, request), fields, {
      conditions: text(body.conditions),
      orderBy: text(body.orderBy),
    });
  };

export const countOf =
  (rows: Rows, fields: string[] = []): PsaHandler =>
  (request, context) =>
    guarded(() => ({
      status: 200,
      json: { count: matching(rows(context, request), fields, request.query.get('conditions')).length },
    }));

function answerRows(request: SandboxRequest, rows: Row[], fields: string[], filter: Filter): SandboxAnswer {
  return guarded(() => {
    if (request.path.length + request.query.toString().length > longestAddress) {
      return { status: 414, text: 'URI too long' };
    }
    const found = matching(rows, fields, filter.conditions);
    const isForwardOnly = request.headers['pagination-type'] === 'forward-only';
    const page = isForwardOnly ? forwardPage(request, found) : numberedPage(request, sorted(found, filter.orderBy));
    const wanted = request.query.get('fields');
    return {
      status: 200,
      ...(page.link ? { headers: { link: page.link } } : {}),
      json: wanted ? page.rows.map((row) => only(row, wanted.split(','))) : page.rows,
    };
  });
}

function guarded(answer: () => SandboxAnswer): SandboxAnswer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ConditionsError)
      return refusal(400, 'ConnectWiseApi', `conditions are not valid: ${error.message}`);
    throw error;
  }
}

function matching(rows: Row[], fields: string[], conditions: string | null): Row[] {
  if (!conditions) return rows;
  const known = new Set([...fields, ...infoFields, ...rows.flatMap((row) => Object.keys(row))]);
  const isField = (path: string) => known.has(path.split('/')[0] ?? '');
  return rows.filter(parseConditions(conditions, isField));
}

function sorted(rows: Row[], orderBy: string | null): Row[] {
  if (!orderBy) return rows;
  const keys = orderBy.split(',').map((part) => {
    const match = /^\s*([\w/]+)(?:\s+(asc|desc))?\s*$/i.exec(part);
    if (!match?.[1]) throw new ConditionsError(`cannot order by ${part}`);
    return { path: match[1], sign: match[2]?.toLowerCase() === 'desc' ? -1 : 1 };
  });
  return [...rows].sort((a, b) => {
    for (const { path, sign } of keys) {
      const order = compare(read(a, path), read(b, path));
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''));
}

const sizeOf = (request: SandboxRequest) =>
  Math.min(Math.max(Number(request.query.get('pageSize') ?? 25) || 25, 1), 1_000);

function numberedPage(request: SandboxRequest, rows: Row[]) {
  const size = sizeOf(request);
  const page = Math.max(Number(request.query.get('page') ?? 1) || 1, 1);
  const last = Math.max(Math.ceil(rows.length / size), 1);
  const link = (number: number, rel: string) => `<${address(request, { page: number, pageSize: size })}>; rel="${rel}"`;
  const links = [
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
  ];
  return { rows: rows.slice((page - 1) * size, page * size), link: links.join(', ') };
}

/** by id, whatever `orderBy` says; the next page begins after the last id */
function forwardPage(request: SandboxRequest, rows: Row[]) {
  const size = sizeOf(request);
  const after = Number(request.query.get('pageId') ?? 0) || 0;
  const rest = rows.filter((row) => row.id > after).sort((a, b) => a.id - b.id);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const link =
    rest.length > size && last ? `<${address(request, { pageId: last.id, pageSize: size })}>; rel="next"` : '';
  return { rows: page, link };
}

function address(request: SandboxRequest, change: Record<string, number>): string {
  const query = new URLSearchParams(request.query);
  for (const [name, value] of Object.entries(change)) query.set(name, String(value));
  return `${request.origin}${request.path}?${query}`;
}

/** `fields=id,status/name` */
function only(row: Row, paths: string[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const path of paths) {
    const [first = '', second] = path.trim().split('/');
    if (!(first in row)) continue;
    if (second === undefined) kept[first] = row[first];
    else kept[first] = { ...record(kept[first]), [second]: record(row[first])[second] };
  }
  return kept;
}
