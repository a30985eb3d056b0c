// Time on tickets.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutotaskContext } from './auth.ts';
import { readAutotask } from './client.ts';
import { queryAll } from './entity-query.ts';
import { createdShape, type TimeEntryRow, timeEntryShape } from './vendor-shapes.ts';

export async function listTimeEntries(context: AutotaskContext, ticket: number): Promise<TimeEntryRow[]> {
  return queryAll(context, {
    entity: 'TimeEntries',
    shape: timeEntryShape,
    filter: [{ op: 'eq', field: 'ticketID', value: ticket }],
    action: `read the time of ticket ${ticket}`,
  });
}

/**
 * Sources differ about the address: below the ticket, as other children, or flat as in the vendor's document. The first is
 * tried; where there is no such address (404, 405: certainly nothing happened) the second one is.
 */
export async function postTimeEntry(
  context: AutotaskContext,
  ticket: number,
  entry: Record<string, string | number>,
): Promise<string> {
  const action = `add time to ticket ${ticket}`;
  const post = (path: `/${string}`, json: object) =>
    readAutotask(context, createdShape, { method: 'POST', path, json, action }).then(({ itemId }) => String(itemId));
  try {
    return await post(`/Tickets/${ticket}/TimeEntries`, entry);
  } catch (error) {
    if (!(error instanceof ConnectorError) || (error.status !== 404 && error.status !== 405)) throw error;
    return post('/TimeEntries', { ...entry, ticketID: ticket });
  }
}
