// Autotask's query: filters over rows, pages by id, and field names that are taken exactly as written or not at all.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type AutotaskSandbox, ok, type Row, record, refuse } from './autotask-state.ts';

type Test = (row: Row) => boolean;

/** @param fields every name the entity knows, also those that no row has */
export function answerQuery(
  rows: readonly Row[],
  of: { entity: string; noun: string; fields: ReadonlySet<string> },
  request: SandboxRequest,
  context: AutotaskSandbox,
): SandboxAnswer {
  const query = record(request.method === 'GET' ? parse(request.query.get('search')) : request.json());
  const read = readQuery(query, of);
  if ('problem' in read) return refuse(500, read.problem);
  const after = Number(/^after-(-?\d+)$/.exec(request.query.get('paging') ?? 'after--1')?.[1] ?? -1);
  // always by id; there is no other order
  const found = [...rows].sort((a, b) => a.id - b.id).filter((row) => row.id > after && read.test(row));
  const page = found.slice(0, read.size);
  const last = page.at(-1);
  const origin = context.state.quirks.nextPageOrigin ?? request.origin;
  const hasMore = found.length > page.length && last !== undefined;
  const next = `${origin}/${context.state.zone}/V1.0/${of.entity}/query/next?paging=after-${last?.id}`;
  return ok({
    items: page.map((row) => only(row, read.fields)),
    pageDetails: { count: page.length, requestCount: read.size, prevPageUrl: null, nextPageUrl: hasMore ? next : null },
  });
}

export function countQuery(
  rows: readonly Row[],
  of: { noun: string; fields: ReadonlySet<string> },
  request: SandboxRequest,
): SandboxAnswer {
  const query = record(request.method === 'GET' ? parse(request.query.get('search')) : request.json());
  const read = readQuery(query, of);
  return 'problem' in read ? refuse(500, read.problem) : ok({ queryCount: rows.filter(read.test).length });
}

function readQuery(
  query: Record<string, unknown>,
  of: { noun: string; fields: ReadonlySet<string> },
): { test: Test; size: number; fields: string[] | null } | { problem: string } {
  // "MaxRecords" is not "maxRecords": ignored, without a word
  const size = typeof query.maxRecords === 'number' ? Math.min(Math.max(query.maxRecords, 1), 500) : 500;
  const fields = Array.isArray(query.includeFields) ? query.includeFields.map(String) : null;
  const unknown = fields?.find((field) => !of.fields.has(field));
  if (unknown !== undefined) return { problem: `Unable to find ${unknown} in the ${of.noun} Entity.` };
  if (!Array.isArray(query.filter) || query.filter.length === 0) return { problem: 'A filter is required.' };
  const test = group('and', query.filter, of);
  return typeof test === 'string' ? { problem: test } : { test, size, fields };
}

function group(op: 'and' | 'or', items: unknown[], of: { noun: string; fields: ReadonlySet<string> }): Test | string {
  const tests: Test[] = [];
  for (const item of items) {
    const test = one(record(item), of);
    if (typeof test === 'string') return test;
    tests.push(test);
  }
  return (row) => (op === 'and' ? tests.every((test) => test(row)) : tests.some((test) => test(row)));
}

function one(filter: Record<string, unknown>, of: { noun: string; fields: ReadonlySet<string> }): Test | string {
  const { op, field, value } = filter;
  if (op === 'and' || op === 'or') return group(op, Array.isArray(filter.items) ? filter.items : [], of);
  if (typeof field !== 'string' || !of.fields.has(field))
    return `Unable to find ${String(field)} in the ${of.noun} Entity.`;
  if (Array.isArray(value) && value.length > 500) return 'The in operator takes no more than 500 values.';
  const compare = operators[String(op)];
  return compare ? (row) => compare(row[field] ?? null, value) : `The operator ${String(op)} is invalid.`;
}

const plain = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
const isInstant = (value: unknown) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value);
function order(a: unknown, b: unknown): number {
  if (a === null || b === null) return Number.NaN;
  if (isInstant(a) && isInstant(b)) return Date.parse(String(a)) - Date.parse(String(b));
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const operators: Record<string, (given: unknown, wanted: unknown) => boolean> = {
  eq: (given, wanted) => plain(given) === plain(wanted),
  noteq: (given, wanted) => plain(given) !== plain(wanted),
  gt: (given, wanted) => order(given, wanted) > 0,
  gte: (given, wanted) => order(given, wanted) >= 0,
  lt: (given, wanted) => order(given, wanted) < 0,
  lte: (given, wanted) => order(given, wanted) <= 0,
  beginsWith: (given, wanted) => String(plain(given) ?? '').startsWith(String(plain(wanted))),
  endsWith: (given, wanted) => String(plain(given) ?? '').endsWith(String(plain(wanted))),
  contains: (given, wanted) => String(plain(given) ?? '').includes(String(plain(wanted))),
  exist: (given) => given !== null && given !== '',
  notExist: (given) => given === null || given === '',
  in: (given, wanted) => list(wanted).includes(given),
  notIn: (given, wanted) => !list(wanted).includes(given),
};

const only = (row: Row, fields: string[] | null) =>
  fields ? Object.fromEntries(fields.map((field) => [field, row[field] ?? null])) : row;

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
