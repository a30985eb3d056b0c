// What several capabilities need to do with a ticket: read it, give it names, change it.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { Ticket } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { pickPriority, priorityOf } from '#connectors/sdk/tickets/pick-status.ts';
import type { AutotaskContext } from './auth.ts';
import { readAutotask } from './client.ts';
import { readItem } from './entity-query.ts';
import { labelOf, picklist } from './picklists.ts';
import { companyNames, contactNames, resourceNames } from './record-names.ts';
import { listCategories, listPriorities, listStatuses } from './ticket-lists.ts';
import { toRef } from './transform.ts';
import { createdShape, type TicketRow, ticketShape } from './vendor-shapes.ts';

/** a ticket's title holds no more */
export const longestTitle = 255;
/** texts hold at least this (the vendor's figure is not certain) */
export const longestText = 32_000;

export const readTicketRow = (context: AutotaskContext, ticket: string): Promise<TicketRow> =>
  readItem(context, { entity: 'Tickets', id: numberPart(ticket, 'ticket'), shape: ticketShape, noun: 'ticket' });

export async function asTickets(context: AutotaskContext, rows: readonly TicketRow[]): Promise<Ticket[]> {
  if (rows.length === 0) return [];
  const [statuses, priorities, categories, queues] = [
    await listStatuses(context),
    await listPriorities(context),
    await listCategories(context),
    await picklist(context, 'Tickets', 'queueID'),
  ];
  const [companies, contacts, resources] = await Promise.all([
    companyNames(
      context,
      rows.map((row) => row.companyID),
    ),
    contactNames(
      context,
      rows.map((row) => row.contactID),
    ),
    resourceNames(
      context,
      rows.map((row) => row.assignedResourceID),
    ),
  ]);
  const queueNames = new Map(queues.map((queue) => [Number(queue.value), labelOf(queue)]));
  return rows.map((row) => {
    const status = statuses.find((one) => one.id === String(row.status));
    const priority = priorities.find((one) => one.id === String(row.priority));
    const category = [row.issueType, row.subIssueType].filter((part) => typeof part === 'number').join('/');
    return {
      id: String(row.id),
      title: row.title ?? '',
      description: row.description || null,
      board: toRef(row.queueID, queueNames),
      status: { id: String(row.status ?? 'unknown'), name: status?.name ?? null },
      isClosed: status?.isClosed ?? false,
      priority: priority ? priorityOf(priority, context.mapping) : null,
      category: categories.find((one) => one.id === category)?.name ?? null,
      client: toRef(row.companyID, companies),
      contact: toRef(row.contactID, contacts),
      assignee: toRef(row.assignedResourceID, resources),
      externalKey: row.externalID || null,
      // Autotask tells no address of a ticket
      url: null,
      createdAt: toInstant(row.createDate),
      updatedAt: toInstant(row.lastTrackedModificationDateTime ?? row.lastActivityDate),
      closedAt: toInstant(row.completedDate),
    };
  });
}

export async function readTicketNoun(context: AutotaskContext, ticket: string): Promise<Ticket> {
  const [found] = await asTickets(context, [await readTicketRow(context, ticket)]);
  if (!found) throw new ConnectorError('not-found', `Autotask has no ticket ${ticket}.`);
  return found;
}

/** PATCH at the collection, with the id inside; answers with the id alone, so the ticket is read again. */
export async function changeTicket(
  context: AutotaskContext,
  ticket: string,
  change: Record<string, string | number>,
  words: string,
): Promise<Ticket> {
  await readAutotask(context, createdShape, {
    method: 'PATCH',
    path: '/Tickets',
    json: { id: Number(numberPart(ticket, 'ticket')), ...change },
    action: `change the ${words} of ticket ${ticket}`,
  });
  return readChanged(
    context,
    ticket,
    `The ${words} of ticket ${ticket} changed, but the ticket could not be read again.`,
  );
}

/** After a change that succeeded: a read that fails now must not look as if nothing had happened. */
export const readChanged = (context: AutotaskContext, ticket: string, done: string): Promise<Ticket> =>
  readTicketNoun(context, ticket).catch((error: unknown) => {
    throw halfDone(error, done);
  });

export async function priorityField(context: AutotaskContext, wanted: Ticket['priority']): Promise<number> {
  const priorities = await listPriorities(context);
  const found = wanted && pickPriority(priorities, wanted, context.mapping);
  if (found) return Number(found.id);
  const known = priorities.map((one) => `"${one.name}"`).join(', ');
  throw new ConnectorError(
    'invalid-input',
    `No priority of this Autotask stands for "${wanted}". Map it under Connections; there are ${known}.`,
  );
}
