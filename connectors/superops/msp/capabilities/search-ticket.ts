// ticket.search. SuperOps filters by names and words; whatever a filter cannot say exactly (the client's id, an instant)
// is compared again here. Open and closed tickets are asked for by the names of their statuses.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { SuperopsContext } from '../auth.ts';
import { ticketList } from '../collections.ts';
import { allOf, type Condition, listPage } from '../lists.ts';
import { toTicket } from '../ticket-transform.ts';
import { clientName, readStatuses } from '../tickets.ts';

type Input = CapabilityInput<'ticket.search'>;

export async function searchTicket(context: SuperopsContext, input: Input): Promise<CapabilityOutput<'ticket.search'>> {
  if (input.externalKey) {
    throw new ConnectorError(
      'unsupported',
      'SuperOps takes a reference of ours when a ticket is made, and shows it nowhere: it cannot be searched for.',
    );
  }
  const condition = allOf(
    input.text ? { attribute: 'subject', operator: 'contains', value: input.text } : null,
    input.client ? { attribute: 'client.name', operator: 'is', value: await clientName(context, input.client) } : null,
    await statusCondition(context, input.isClosed),
  );
  const sinceMs = input.updatedSince ? Date.parse(input.updatedSince) : null;
  // by creation unless changes are asked for: rows that change while pages are read then keep their places
  const sort = { attribute: sinceMs === null ? 'createdTime' : 'updatedTime', order: 'DESC' as const };
  const page = await listPage(context, { ...ticketList, condition, sort }, input);
  const tickets = page.items.map((row) => toTicket(row, context.mapping));
  const isOlder = (ticket: (typeof tickets)[number]) =>
    sinceMs !== null && ticket.updatedAt !== null && Date.parse(ticket.updatedAt) < sinceMs;
  return {
    items: tickets.filter(
      (ticket) => !isOlder(ticket) && (!input.client || ticket.client?.id === input.client) && fits(ticket, input),
    ),
    next: page.next,
  };
}

const fits = (ticket: { isClosed: boolean }, input: Input) =>
  typeof input.isClosed !== 'boolean' || ticket.isClosed === input.isClosed;

async function statusCondition(
  context: SuperopsContext,
  isClosed: boolean | null | undefined,
): Promise<Condition | null> {
  if (typeof isClosed !== 'boolean') return null;
  const names = (await readStatuses(context)).filter((status) => status.isClosed === isClosed);
  return { attribute: 'status', operator: 'includes', value: names.map((status) => status.name) };
}
