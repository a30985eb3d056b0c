// Ticketing is an add-on. Where an instance has none, its lists answer 404 or 403, and that is said instead of "empty".
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import type { NinjaContext } from './auth.ts';
import { ninja } from './client.ts';
import { type FormRow, formShape, type StatusRow, statusShape } from './ticket-shapes.ts';

/** A list of Ticketing, or a search in it. @throws ConnectorError `unsupported` */
export function readTicketing<T extends z.ZodType>(
  context: NinjaContext,
  shape: T,
  call: VendorCall,
): Promise<z.output<T>> {
  return ninja.read(context, shape, call).catch((error: unknown) => {
    throw isWithoutAddOn(error) ? withoutAddOn(error, call.action) : error;
  });
}

/** a right that the access lacks is named by the auth family of errors; without the add-on it is the other one */
const authCodes = new Set(['insufficient_scope', 'user_context_required', 'access_denied']);
const isWithoutAddOn = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError &&
  (error.kind === 'not-found' || (error.kind === 'forbidden' && !authCodes.has(String(error.detail.code))));

const withoutAddOn = ({ status, detail }: ConnectorError, action: string) =>
  new ConnectorError(
    'unsupported',
    `NinjaOne cannot ${action} (${status}): this instance has no Ticketing, or the user behind this connection may not see it. Ticketing is an add-on of NinjaOne; Administration, Apps, Ticketing says whether it is on.`,
    { ...(status === undefined ? {} : { status }), detail },
  );

export const listStatusRows = (context: NinjaContext): Promise<StatusRow[]> =>
  readTicketing(context, z.array(statusShape), { path: '/v2/ticketing/statuses', action: 'list the ticket statuses' });

export const listForms = (context: NinjaContext): Promise<FormRow[]> =>
  readTicketing(context, z.array(formShape), { path: '/v2/ticketing/ticket-form', action: 'list the ticket forms' });

/**
 * A status of the MSP's own has a built-in one as its parent, and closes what that one closes. No field says so, only the
 * name does; what a person mapped comes first.
 */
export async function listStatuses(context: NinjaContext): Promise<Status[]> {
  const rows = await listStatusRows(context);
  const rootOf = (row: StatusRow) => rows.find((one) => one.statusId === row.parentId) ?? row;
  return rows.map((row) => ({
    id: String(row.statusId),
    name: statusName(row),
    board: null,
    isClosed: closes(row, rootOf(row), context.mapping),
    isDefault: rootOf(row) === row && isCalled(row, /^new$/i),
  }));
}

export const statusName = (row: StatusRow): string => row.displayName || row.name || String(row.statusId);

const isCalled = (row: StatusRow, words: RegExp) =>
  [row.name, row.displayName].some((name) => words.test(name?.trim() ?? ''));

function closes(row: StatusRow, root: StatusRow, mapping: NinjaContext['mapping']): boolean {
  const stage = mapping.statuses.find(({ status }) => status === String(row.statusId))?.stage;
  if (stage !== undefined) return stage === 'resolved' || stage === 'closed';
  return isCalled(root, /^(resolved|closed)\b/i);
}
