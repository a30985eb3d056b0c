// Companies and sites, which the platform gives whole; and their names, which no list of devices or tickets carries.
import { z } from 'zod';
import type { Ref } from '#connectors/sdk/nouns.ts';
import type { AsioContext } from './auth.ts';
import { listOrNothing } from './client.ts';
import { companyShape, siteShape } from './vendor-shapes.ts';

const company = '/api/platform/v1/company';

/** In the order of ids: a page of ours goes on behind the last id. */
export async function readCompanies(context: AsioContext) {
  const rows = await listOrNothing(context, z.array(companyShape), {
    path: `${company}/companies`,
    action: 'list companies',
  });
  return (rows ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export const readSites = async (context: AsioContext, companyId?: string) =>
  (await listOrNothing(context, z.array(siteShape), {
    path: companyId === undefined ? `${company}/sites` : `${company}/companies/${companyId}/sites`,
    action: 'list sites',
  })) ?? [];

export type Names = ReadonlyMap<string, string>;
interface Row {
  id: string;
  name?: string | null | undefined;
  friendlyName?: string | null | undefined;
}
export const nameOf = (row: Row) => row.friendlyName || row.name || row.id;
export const namesOf = (rows: readonly Row[]): Names => new Map(rows.map((row) => [row.id, nameOf(row)]));
export const refOf = (id: string | null | undefined, names?: Names): Ref | null =>
  id ? { id, name: names?.get(id) ?? null } : null;
