// ticket.create: the ticket, then its internal first note. What the tenant demands is read from its own field list; our tag (or its
// digest) is the external id, so that an attempt whose answer was lost can be found again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AutotaskContext } from '../auth.ts';
import { readAutotask } from '../client.ts';
import { queryPage } from '../entity-query.ts';
import { externalKeyOf } from '../external-key.ts';
import { listNotes, writeNote } from '../notes.ts';
import { requiredFields } from '../required-fields.ts';
import { categoryFields } from '../ticket-lists.ts';
import { asTickets, longestTitle, priorityField, readChanged } from '../tickets.ts';
import { createdShape, ticketShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, AutotaskContext>;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    const { itemId } = await readAutotask(context, createdShape, {
      method: 'POST',
      path: '/Tickets',
      json: await bodyOf(context, input, tag),
      action: 'create a ticket',
    });
    const ticket = String(itemId);
    const { note } = input;
    if (note?.visibility === 'internal') {
      await writeNote(context, ticket, note, tag).catch((error: unknown) => {
        throw halfDone(error, `Ticket ${ticket} was created, but its first note was not written.`);
      });
    }
    return readChanged(context, ticket, `Ticket ${ticket} was created, but could not be read again.`);
  },

  async reconcile(context, input, { tag }) {
    const { items } = await queryPage(
      context,
      {
        entity: 'Tickets',
        shape: ticketShape,
        filter: [{ op: 'eq', field: 'externalID', value: await externalKeyOf(tag) }],
        action: 'look for a ticket created earlier',
      },
      { limit: 1 },
    );
    const [row] = items;
    if (!row) return { found: false };
    const isNoted =
      input.note?.visibility !== 'internal' ||
      (await listNotes(context, row.id)).some((note) => hasReference(note.description ?? '', tag));
    if (!isNoted) {
      throw new ConnectorError(
        'conflict',
        `Ticket ${row.id} was created, but its first note is missing. Add the note by hand; creating it again would make a second ticket.`,
        { maybeApplied: true, detail: { ticket: row.id } },
      );
    }
    const [ticket] = await asTickets(context, [row]);
    return ticket ? { found: true, output: ticket } : { found: false };
  },
};

async function bodyOf(context: AutotaskContext, input: Input, tag: string): Promise<Record<string, unknown>> {
  const isTooLong = input.title.length > longestTitle;
  // what customers may read is part of the description: one call instead of two
  const note = input.note?.visibility === 'public' ? input.note.body : null;
  const description = [isTooLong ? input.title : null, input.description, note].filter(Boolean).join('\n\n');
  const queue = input.board ?? context.settings.defaultQueue;
  const given = {
    companyID: Number(numberPart(input.client, 'company')),
    title: isTooLong ? `${input.title.slice(0, longestTitle - 1).trimEnd()}…` : input.title,
    ...(description ? { description } : {}),
    ...(input.priority ? { priority: await priorityField(context, input.priority) } : {}),
    ...(queue === null ? {} : { queueID: Number(numberPart(queue, 'queue')) }),
    ...(input.category ? await categoryFields(context, input.category) : {}),
    ...(input.contact ? { contactID: Number(numberPart(input.contact, 'contact')) } : {}),
    externalID: await externalKeyOf(tag),
  };
  return { ...(await requiredFields(context, new Set(Object.keys(given)))), ...given };
}
