// What several capabilities do with one ticket: read it, change it, and list those that fit.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { QueryValue, VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { Ticket } from '#connectors/sdk/nouns.ts';
import type { AsioContext } from './auth.ts';
import { road, uuidPart } from './client.ts';
import { namesOf, readCompanies } from './companies.ts';
import { readStatuses } from './setup.ts';
import { type TicketWords, toTicket } from './ticket-transform.ts';
import { type TicketRow, ticketPageShape, ticketShape } from './vendor-shapes.ts';

const tickets = '/api/platform/v2/service/ticketing/tickets';

export const readTicketRow = (context: AsioContext, id: string): Promise<TicketRow> =>
  road.read(context, ticketShape, { path: `${tickets}/${uuidPart(id, 'ticket')}`, action: 'read the ticket' });

export async function ticketWords(context: AsioContext): Promise<TicketWords> {
  const [statuses, companies] = await Promise.all([readStatuses(context), readCompanies(context)]);
  return { statuses, companies: namesOf(companies), mapping: context.mapping };
}

export const asTicket = async (context: AsioContext, row: TicketRow): Promise<Ticket> =>
  toTicket(row, await ticketWords(context));

export const postTicket = (context: AsioContext, json: unknown): Promise<TicketRow> =>
  road.read(context, ticketShape, { method: 'POST', path: tickets, json, action: 'create a ticket' });

export type TicketChanges = Partial<Record<'summary' | 'status' | 'priority' | 'category' | 'assignee', unknown>>;

/**
 * A PATCH that replaces; where the ticket lacks a field, that is refused, and the whole ticket is put instead, with the version
 * that was read, so that nobody's change in between is lost.
 */
export function changeTicket(context: AsioContext, row: TicketRow, changes: TicketChanges): Promise<TicketRow> {
  const names = Object.keys(changes);
  const action = `change the ${names.join(' and ')} of the ticket`;
  const path = `${tickets}/${row.id}`;
  const isThere = (name: string) => row[name] !== undefined && row[name] !== null;
  const call: VendorCall = names.every(isThere)
    ? {
        method: 'PATCH',
        path,
        action,
        json: names.map((name) => ({ op: 'replace', path: `/${name}`, value: valueAt(changes, name) })),
      }
    : { method: 'PUT', path, action, json: { ...row, description: row.description ?? '', ...changes } };
  return road.read(context, ticketShape, call);
}
const valueAt = (changes: TicketChanges, name: string): unknown =>
  Object.entries(changes).find(([one]) => one === name)?.[1];

export interface TicketPage {
  rows: TicketRow[];
  hasMore: boolean;
  /** the platform's clock */
  answeredAt: Date;
}

/** Page size and number go together or are refused; a page behind the last one is empty. */
export async function readTicketPage(
  context: AsioContext,
  page: { number: number; size: number },
  query: Record<string, QueryValue>,
): Promise<TicketPage> {
  const call = {
    path: tickets,
    query: { pageSize: page.size, pageNum: page.number, ...query },
    action: 'list tickets',
  };
  try {
    const response = await road.call(context, call);
    const { tickets: rows, totalCount } = road.toShape(ticketPageShape, response.json, call);
    const found = rows ?? [];
    const hasMore =
      found.length > 0 && (totalCount ? page.number * page.size < totalCount : found.length === page.size);
    return { rows: found, hasMore, answeredAt: vendorTime(response, context.now()) };
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'not-found')
      return { rows: [], hasMore: false, answeredAt: context.now() };
    throw error;
  }
}
