// ticket.create. A ticket belongs to a person, and through the person to a customer. Atera keeps no key of ours: our tag is
// the last line of the description.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import { pickPriority } from '#connectors/sdk/tickets/pick-status.ts';
import type { AteraContext } from '../auth.ts';
import { atera } from '../client.ts';
import { listWhole } from '../lists.ts';
import { priorities, toCommentText, toTicket } from '../ticket-transform.ts';
import { isNote, isOurs, readBack, readComments, readTicketRow, ticketList, writeComment } from '../tickets.ts';
import { contactShape, resultShape } from '../vendor-shapes.ts';
import { contactList } from './list-people.ts';
import { ticketType } from './list-setup.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, AteraContext>;

/** the vendor's clock and ours */
const skewMs = 600_000;
const maxCandidates = 50;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    if (input.note?.visibility === 'public' && !input.note.notify) {
      throw new ConnectorError(
        'unsupported',
        'Atera mails the requester every public comment: the first note cannot be one unmailed.',
      );
    }
    const priority = input.priority ? pickPriority(priorities, input.priority, context.mapping) : null;
    const call = {
      action: 'create the ticket',
      method: 'POST' as const,
      path: '/tickets',
      json: {
        TicketTitle: input.title,
        Description: toCommentText(withReference(input.description ?? '', tag)),
        EndUserID: Number(await requester(context, input)),
        ...(priority ? { TicketPriority: priority.name } : {}),
        ...(input.category ? { TicketType: ticketType(input.category, context.mapping) } : {}),
      },
    };
    const { ActionID } = await atera.read(context, resultShape, call);
    if (!ActionID) {
      throw new ConnectorError('bad-answer', 'Atera created a ticket and did not say which.', { maybeApplied: true });
    }
    if (input.note) {
      await writeComment(context, ActionID, input.note, tag).catch((error: unknown) => {
        throw halfDone(error, `Ticket ${ActionID} was created, but its first note is not written.`);
      });
    }
    return readBack(`Ticket ${ActionID} was created, but could not be read again.`, async () =>
      toTicket(await readTicketRow(context, ActionID), context.mapping),
    );
  },

  async reconcile(context, input, { tag, notBefore }) {
    const date = new Date(Math.max(notBefore.getTime() - skewMs, 0)).toISOString();
    const changed = await listWhole(context, { ...ticketList, path: '/tickets/lastmodified', query: { date } });
    const candidates = changed.filter(
      (row) => row.TicketTitle?.trim() === input.title.trim() && row.CustomerID === input.client,
    );
    if (candidates.length > maxCandidates) {
      throw new ConnectorError(
        'bad-answer',
        `Atera has ${candidates.length} tickets of this title; which is ours cannot be told.`,
      );
    }
    for (const row of candidates) {
      const ticket = toTicket(row, context.mapping);
      const { note } = input;
      // the first comment in a list may be cut; the comments themselves are not
      const comments =
        note || !hasReference(ticket.description ?? '', tag) ? await readComments(context, row.TicketID) : [];
      const isFound = hasReference(ticket.description ?? '', tag) || comments.some((comment) => isOurs(comment, tag));
      if (isFound && note && !comments.some((comment) => isNote(comment, note, tag))) {
        throw new ConnectorError(
          'conflict',
          `Ticket ${row.TicketID} was created, but its first note is missing. Add the note by hand; creating it again would make a second ticket.`,
          { maybeApplied: true, detail: { ticket: row.TicketID } },
        );
      }
      if (isFound) return { found: true, output: ticket };
    }
    return { found: false };
  },
};

/** The person who was named, or whom the customer itself names as its contact. */
async function requester(context: AteraContext, input: Input): Promise<string> {
  if (input.contact) {
    const contact = await atera.read(context, contactShape, {
      action: 'read the contact',
      path: `/contacts/${numberPart(input.contact, 'Atera contact')}`,
    });
    if (contact.CustomerID === input.client) return contact.EndUserID;
    throw new ConnectorError(
      'invalid-input',
      `The contact ${contact.EndUserID} belongs to another customer of Atera, and so would the ticket. Nothing was created.`,
    );
  }
  const contacts = await listWhole(context, contactList);
  const own = contacts.filter((contact) => contact.CustomerID === input.client && contact.Archived !== true);
  const found = own.find((contact) => contact.IsContactPerson === true) ?? (own.length === 1 ? own[0] : undefined);
  if (found) return found.EndUserID;
  throw new ConnectorError(
    'invalid-input',
    'A ticket of Atera belongs to a person. Say which contact it is for, or mark a contact person for this customer in Atera.',
  );
}
