// ticket.create: one POST with its comments. Syncro keeps no key of ours, so our tag is the last line of a hidden comment,
// where the customer never sees it.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import { pickPriority } from '#connectors/sdk/tickets/pick-status.ts';
import type { SyncroContext } from '../auth.ts';
import { syncro } from '../client.ts';
import { listWhole } from '../lists.ts';
import { asTicket, commentBody, problemType, readPriorities, readTicketRow } from '../tickets.ts';
import { firstSubject } from '../transform.ts';
import { ticketShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, SyncroContext>;

/** the vendor's clock and ours */
const skewMs = 600_000;
const maxCandidates = 50;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    const priority = input.priority
      ? pickPriority(await readPriorities(context), input.priority, context.mapping)
      : null;
    const { ticket } = await syncro.read(context, z.object({ ticket: ticketShape }), {
      action: 'create the ticket',
      method: 'POST',
      path: '/tickets',
      json: {
        customer_id: Number(numberPart(input.client, 'Syncro customer')),
        ...(input.contact ? { contact_id: Number(numberPart(input.contact, 'Syncro contact')) } : {}),
        subject: input.title,
        status: 'New',
        ...(priority ? { priority: priority.name } : {}),
        ...(input.category ? { problem_type: await problemType(context, input.category) } : {}),
        comments_attributes: comments(input, tag),
      },
    });
    return asTicket(context, ticket);
  },

  async reconcile(context, input, { tag, notBefore }) {
    const from = new Date(Math.max(notBefore.getTime() - skewMs, 0)).toISOString();
    const query = { customer_id: numberPart(input.client, 'Syncro customer'), created_after: from };
    const list = {
      action: 'look for a ticket created earlier',
      path: '/tickets',
      rows: 'tickets',
      row: ticketShape,
      query,
    };
    const candidates = (await listWhole(context, list)).filter((row) => row.subject?.trim() === input.title.trim());
    if (candidates.length > maxCandidates) {
      throw new ConnectorError(
        'bad-answer',
        `Syncro has ${candidates.length} tickets of this subject; which is ours cannot be told.`,
      );
    }
    for (const { id } of candidates) {
      // rows of a list come without their comments
      const row = await readTicketRow(context, id);
      const isOurs = (row.comments ?? []).some((comment) => hasReference(comment.body ?? '', tag));
      if (isOurs) return { found: true, output: asTicket(context, row) };
    }
    return { found: false };
  },
};

function comments(input: Input, tag: string) {
  const issue = { subject: firstSubject, body: input.description ?? input.title, hidden: false, do_not_email: true };
  const marker = commentBody({ visibility: 'internal', body: 'Created by MSPclaw.', notify: false }, tag, 'Note');
  if (!input.note) return [issue, marker];
  const note = commentBody(input.note, tag, 'Note');
  return input.note.visibility === 'internal' ? [issue, note] : [issue, note, marker];
}
