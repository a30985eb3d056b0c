// ticket.create. SuperOps takes a reference of ours (`sourceReferenceId`), but shows it nowhere and may not search for it.
// So our tag is also the last line of the description, by which an earlier attempt is recognised for certain.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { textToHtml } from '#connectors/sdk/text/html-text.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import { pickPriority } from '#connectors/sdk/tickets/pick-status.ts';
import type { SuperopsContext } from '../auth.ts';
import { superops } from '../client.ts';
import { ticketFields, ticketList } from '../collections.ts';
import { fetchPage, isRefused, walkList } from '../lists.ts';
import { toTicket } from '../ticket-transform.ts';
import { readDescription, readNotes, readPriorities, writeNote } from '../tickets.ts';
import { type SuperopsTicket, ticketShape } from '../vendor-shapes.ts';
import { categoryFields } from './list-category.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, SuperopsContext>;

const subSource = 'MSPclaw';
/** the vendor's clock and ours */
const skewMs = 600_000;
const maxPages = 20;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    const priority = input.priority
      ? pickPriority(await readPriorities(context), input.priority, context.mapping)
      : null;
    const category = input.category ? await categoryFields(context, input.category) : {};
    const { createTicket: row } = await superops.ask(context, z.object({ createTicket: ticketShape }), {
      action: 'create the ticket',
      document: `mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ${ticketFields} } }`,
      variables: {
        input: {
          subject: input.title,
          description: textToHtml(withReference(input.description ?? '', tag)),
          client: { accountId: input.client },
          source: 'INTEGRATION',
          subSource,
          sourceReferenceId: tag,
          ...(priority ? { priority: priority.name } : {}),
          ...(input.board ? { techGroup: { groupId: input.board } } : {}),
          ...(input.contact ? { requester: { userId: input.contact } } : {}),
          ...category,
        },
      },
    });
    if (input.note) {
      await writeNote(context, row.ticketId, input.note, tag).catch((error: unknown) => {
        throw halfDone(error, `Ticket ${row.ticketId} was created, but its first note is not written.`);
      });
    }
    return toTicket(row, context.mapping, input.description ?? null);
  },

  async reconcile(context, input, { tag, notBefore }) {
    const fromMs = notBefore.getTime() - skewMs;
    for await (const row of candidates(context, input.title, tag, fromMs)) {
      const description = await readDescription(context, row.ticketId);
      if (!hasReference(description ?? '', tag)) continue;
      const isNoted =
        !input.note || (await readNotes(context, row.ticketId)).some((note) => hasReference(note.text, tag));
      if (!isNoted) {
        throw new ConnectorError(
          'conflict',
          `Ticket ${row.ticketId} was created, but its first note is missing. Add the note by hand; creating it again would make a second ticket.`,
          { maybeApplied: true, detail: { ticket: row.ticketId } },
        );
      }
      return { found: true, output: toTicket(row, context.mapping, input.description ?? null) };
    }
    return { found: false };
  },
};

const isSameTitle = (given: string | null | undefined, title: string) => given?.trim() === title.trim();

/** By reference where that can be searched for, else every ticket of this subject back to `fromMs`. */
async function* candidates(
  context: SuperopsContext,
  title: string,
  tag: string,
  fromMs: number,
): AsyncGenerator<SuperopsTicket> {
  const find = (attribute: string, value: string) => ({
    ...ticketList,
    sort: { attribute: 'createdTime', order: 'DESC' as const },
    condition: { attribute, operator: 'is', value },
  });
  const referred = await fetchPage(context, find('sourceReferenceId', tag), 1, 20).catch((error: unknown) => {
    if (isRefused(error)) return null;
    throw error;
  });
  // a search that ignores what it does not know gives everybody's tickets; one that finds nothing may not know it either
  const isAnswer = referred && !referred.hasMore && referred.items.length > 0;
  if (isAnswer && referred.items.every((row) => isSameTitle(row.subject, title))) {
    yield* referred.items;
    return;
  }
  for await (const rows of walkList(context, find('subject', title.trim()), maxPages)) {
    for (const row of rows) {
      const createdMs = Date.parse(toInstant(row.createdTime) ?? '');
      // older ones are passed over, not an end: the order may have been refused
      if (createdMs >= fromMs && isSameTitle(row.subject, title)) yield row;
    }
  }
}
