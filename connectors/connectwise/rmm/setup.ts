// What a ticket is made of: boards, statuses, priorities, categories and sources. The platform gives each list whole.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Status, VendorPriority } from '#connectors/sdk/nouns.ts';
import type { AsioContext } from './auth.ts';
import { listOrNothing } from './client.ts';
import { type NamedRow, namedRowShape, statusShape } from './vendor-shapes.ts';

type List = 'service-boards' | 'priorities' | 'categories' | 'sources';

export const readList = async (context: AsioContext, list: List): Promise<NamedRow[]> =>
  (await listOrNothing(context, z.array(namedRowShape), {
    path: `/api/platform/v1/service/ticketing/${list}`,
    action: `list ${list.replace('-', ' ')}`,
  })) ?? [];

export async function readStatuses(context: AsioContext): Promise<Status[]> {
  const path = '/api/platform/v1/service/ticketing/statuses';
  const rows = (await listOrNothing(context, z.array(statusShape), { path, action: 'list statuses' })) ?? [];
  return rows
    .filter((row) => !row.inactiveFlag)
    .map((row) => ({
      id: row.id,
      name: row.name,
      board: null,
      isClosed: /^closed$/i.test(row.category ?? ''),
      isDefault: /^new$/i.test(row.category ?? ''),
    }));
}

export const readPriorities = async (context: AsioContext): Promise<VendorPriority[]> =>
  (await readList(context, 'priorities')).map((row) => ({
    id: row.id,
    name: row.name ?? row.id,
    rank: null,
    isDefault: false,
  }));

/** By id or by name. @throws ConnectorError `invalid-input` that lists what there is */
export function pickNamed(rows: readonly NamedRow[], wanted: string, what: string): NamedRow {
  const active = rows.filter((row) => !row.inactiveFlag);
  const plain = (text: string | null | undefined) => (text ?? '').trim().toLowerCase();
  const found = active.find((row) => row.id === wanted) ?? active.find((row) => plain(row.name) === plain(wanted));
  if (found) return found;
  const known = active.map((row) => `"${row.name}"`).join(', ') || 'none';
  throw new ConnectorError('invalid-input', `There is no ${what} "${wanted.slice(0, 60)}"; there are ${known}.`);
}

/** The board that was named, the one of the connection, or the only one. @throws ConnectorError `invalid-input` */
export async function pickBoard(context: AsioContext, named: string | null | undefined): Promise<NamedRow> {
  const boards = await readList(context, 'service-boards');
  const wanted = named ?? context.settings.defaultBoard;
  if (wanted) return pickNamed(boards, wanted, 'service board');
  const active = boards.filter((row) => !row.inactiveFlag);
  const [only] = active;
  if (only && active.length === 1) return only;
  const known = active.map((row) => `"${row.name}"`).join(', ') || 'none';
  throw new ConnectorError(
    'invalid-input',
    `A ticket of ConnectWise RMM needs a service board; there are ${known}. Name one in the playbook, or set one for this connection.`,
  );
}

/** A ticket must say where it came from; the source that stands for programs, else the first. */
export async function pickSource(context: AsioContext): Promise<NamedRow> {
  const sources = (await readList(context, 'sources')).filter((row) => !row.inactiveFlag);
  const source = sources.find((row) => /\bapi\b|integration|automat/i.test(row.name ?? '')) ?? sources[0];
  if (source) return source;
  throw new ConnectorError(
    'invalid-input',
    'ConnectWise RMM has no ticket source, and no ticket can be made without one.',
  );
}
