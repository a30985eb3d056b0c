// What several capabilities do with one ticket: read it, change it and make sure that it changed, find our own again.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { Ticket } from '#connectors/sdk/nouns.ts';
import { type HaloContext, halo } from './client.ts';
import { largestPage, readPage } from './lists.ts';
import { ticketWords } from './setup.ts';
import { toInstant, toTicket } from './transform.ts';
import { oneOf, type TicketRow, ticketShape } from './vendor-shapes.ts';

/** Everything a POST of a ticket may carry here. Fields that are not there stay as they are. */
export interface TicketFields {
  summary?: string;
  details_html?: string;
  tickettype_id?: number;
  status_id?: number;
  priority_id?: number;
  category_1?: string;
  team?: string;
  agent_id?: number;
  client_id?: number;
  site_id?: number;
  user_id?: number;
  third_party_id_string?: string;
}

const nothingShape = z.union([z.null(), z.object({ id: z.number().max(0).nullish() })]);

export async function readTicketRow(context: HaloContext, ticket: string): Promise<TicketRow> {
  const number = numberPart(ticket, 'ticket');
  const call = {
    action: `read ticket ${number}`,
    path: `/Tickets/${number}`,
    query: { includedetails: true, includelastaction: true },
  };
  const response = await halo.call(context, call);
  // some versions answer a number that is not there with an empty ticket instead of 404
  if (response.json !== undefined && nothingShape.safeParse(response.json).success) {
    throw new ConnectorError('not-found', `Halo has no ticket ${number}.`, { status: response.status });
  }
  return halo.toShape(ticketShape, response.json, call);
}

export const asTicket = async (context: HaloContext, row: TicketRow): Promise<Ticket> =>
  toTicket(row, await ticketWords(context));

/** An array even for one: anything else is answered with a page of HTML and 500. Rules of the tenant stay out of it. */
export function postTicket(
  context: HaloContext,
  action: string,
  fields: TicketFields & { id?: number; donotapplytemplateintheapi?: true; sendack?: false },
): Promise<TicketRow> {
  return halo.read(context, oneOf(ticketShape), {
    action,
    method: 'POST',
    path: '/Tickets',
    json: [{ ...fields, dont_do_rules: true }],
  });
}

/** @throws ConnectorError `bad-answer` when Halo says yes and a field stays as it was */
export async function changeTicket(
  context: HaloContext,
  ticket: number,
  fields: TicketFields,
  words: string,
): Promise<TicketRow> {
  const row = await postTicket(context, `change the ${words} of ticket ${ticket}`, { id: ticket, ...fields });
  if (differing(row, fields).length === 0) return row;
  const reread = await readTicketRow(context, String(ticket)).catch((error: unknown) => {
    throw halfDone(error, `Ticket ${ticket} was changed; how it is now is not known.`);
  });
  const missed = differing(reread, fields);
  if (missed.length === 0) return reread;
  throw new ConnectorError(
    'bad-answer',
    `Halo accepted the change of ticket ${ticket}, but ${missed.join(' and ')} stayed as it was. A rule, a template or the workflow of its ticket type holds it back.`,
    { maybeApplied: missed.length < Object.keys(fields).length, detail: { ticket, unchanged: missed } },
  );
}

const watched = ['summary', 'status_id', 'priority_id', 'category_1', 'agent_id'] as const;
const differing = (row: TicketRow, fields: TicketFields): string[] =>
  watched.filter(
    (name) => fields[name] !== undefined && String(row[name] ?? '').trim() !== String(fields[name]).trim(),
  );

export const changedList = {
  path: '/Tickets',
  rows: 'tickets',
  shape: ticketShape,
} as const;

/** Halo's times have no zone: a day more than any zone differs */
const zoneDoubtMs = 26 * 3_600_000;
const pagesBack = 5;

/**
 * A ticket that carries our key. No parameter asks for it, so the client's newest tickets are looked through, back to when
 * it could have been made. Lists may leave the key out; then those of the same title are read one by one.
 */
export async function findOwnTicket(
  context: HaloContext,
  wanted: { client: string; title: string; notBefore: Date; isOurs(key: string | null | undefined): boolean },
): Promise<TicketRow | null> {
  const query = { client_id: numberPart(wanted.client, 'client'), includeclosed: true, order: 'id', orderdesc: true };
  for (let page = 1; page <= pagesBack; page++) {
    const { rows } = await readPage(
      context,
      { ...changedList, query, action: 'look for our ticket' },
      page,
      largestPage,
    );
    for (const row of rows) {
      if (wanted.isOurs(row.third_party_id_string)) return readTicketRow(context, String(row.id));
      if (row.third_party_id_string !== undefined || row.summary?.trim() !== wanted.title.trim()) continue;
      const whole = await readTicketRow(context, String(row.id));
      if (wanted.isOurs(whole.third_party_id_string)) return whole;
    }
    const oldest = toInstant(rows.at(-1)?.dateoccurred);
    const isPast = oldest !== null && Date.parse(oldest) < wanted.notBefore.getTime() - zoneDoubtMs;
    if (rows.length < largestPage || isPast) return null;
  }
  return null;
}
