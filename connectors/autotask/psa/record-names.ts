// Names for the numbers that tickets and devices carry: one question per kind of record, however many there are.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutotaskContext } from './auth.ts';
import { queryAll } from './entity-query.ts';
import { fullName } from './transform.ts';
import { companyShape, contactShape, resourceShape } from './vendor-shapes.ts';

export type RecordNames = ReadonlyMap<number, string>;
type Ids = readonly (number | null | undefined)[];
/** Autotask takes no more values in one "in" */
const mostValues = 500;

export const companyNames = (context: AutotaskContext, ids: Ids): Promise<RecordNames> =>
  names(ids, (wanted) =>
    queryAll(context, {
      entity: 'Companies',
      shape: companyShape,
      filter: [{ op: 'in', field: 'id', value: wanted }],
      includeFields: ['id', 'companyName'],
      action: 'read the names of companies',
    }).then((rows) => rows.map((row): [number, string] => [row.id, row.companyName ?? ''])),
  );

export const resourceNames = (context: AutotaskContext, ids: Ids): Promise<RecordNames> =>
  names(ids, (wanted) =>
    queryAll(context, {
      entity: 'Resources',
      shape: resourceShape,
      filter: [{ op: 'in', field: 'id', value: wanted }],
      includeFields: ['id', 'firstName', 'lastName'],
      action: 'read the names of resources',
    }).then((rows) => rows.map((row): [number, string] => [row.id, fullName(row)])),
  );

export const contactNames = (context: AutotaskContext, ids: Ids): Promise<RecordNames> =>
  names(ids, (wanted) =>
    queryAll(context, {
      entity: 'Contacts',
      shape: contactShape,
      filter: [{ op: 'in', field: 'id', value: wanted }],
      includeFields: ['id', 'firstName', 'lastName'],
      action: 'read the names of contacts',
    }).then((rows) => rows.map((row): [number, string] => [row.id, fullName(row)])),
  );

async function names(ids: Ids, ask: (wanted: number[]) => Promise<[number, string][]>): Promise<RecordNames> {
  const wanted = [...new Set(ids.filter((id) => typeof id === 'number'))].slice(0, mostValues);
  if (wanted.length === 0) return new Map();
  try {
    return new Map((await ask(wanted)).filter(([, name]) => name !== ''));
  } catch (error) {
    // a ticket without the name of its company is still that ticket
    if (error instanceof ConnectorError && error.kind === 'forbidden') return new Map();
    throw error;
  }
}
