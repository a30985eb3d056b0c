// ticket.create. One POST: description and first note are its first entry, internal unless the note is public and may notify.
// Our key is a tag of the ticket, and the last line of that entry, should an instance not take the tag.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability, ReconcileQuery } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import { cutText } from '#connectors/sdk/text/cut-text.ts';
import { textToHtml } from '#connectors/sdk/text/html-text.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import { pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { NinjaContext } from '../auth.ts';
import { ninja } from '../client.ts';
import { findBoardOfAll, isNewestFirst, runBoard } from '../ticket-boards.ts';
import { longestSubject, priorityId, requireForm, requireType } from '../ticket-fields.ts';
import { type BoardRow, ticketShape } from '../ticket-shapes.ts';
import { listStatuses } from '../ticketing.ts';
import { assertMailAllowed, asTicket, factsOf, readLog, readTicketRow } from '../tickets.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, NinjaContext>;

const pageSize = 100;
const pagesBack = 5;
/** NinjaOne's clock and ours */
const skewMs = 600_000;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    if (input.note) assertMailAllowed(input.note);
    const form = await requireForm(context, input.board);
    const status = newStatus(await listStatuses(context), context);
    const body = withReference(firstEntry(input), tag);
    const row = await ninja.read(context, ticketShape, {
      action: 'create a ticket',
      method: 'POST',
      path: '/v2/ticketing/ticket',
      json: {
        clientId: Number(numberPart(input.client, 'organization')),
        ticketFormId: form.id,
        subject: subjectOf(input.title),
        status: status.id,
        description: { public: input.note?.visibility === 'public', body, htmlBody: textToHtml(body) },
        tags: [tag],
        ...(input.priority ? { priority: priorityId(context, input.priority) } : {}),
        ...(input.category ? { type: requireType(context, input.category) } : {}),
        ...(input.contact ? { requesterUid: requesterUid(input.contact) } : {}),
      },
    });
    return asTicket(context, row, { description: body, updatedAt: null });
  },

  async reconcile(context, input, query) {
    const id = await findOwn(context, subjectOf(input.title), query);
    if (id === null) return { found: false };
    const row = await readTicketRow(context, String(id));
    return { found: true, output: await asTicket(context, row, factsOf(await readLog(context, row.id))) };
  },
};

/** The newest tickets, back to when ours could have been made. */
async function findOwn(context: NinjaContext, subject: string, query: ReconcileQuery): Promise<number | null> {
  const board = await findBoardOfAll(context);
  const isOlder = ({ createTime }: BoardRow) =>
    createTime != null && createTime * 1_000 < query.notBefore.getTime() - skewMs;
  let cursor: number | null = null;
  let isInOrder = true;
  for (let page = 0; page < pagesBack; page++) {
    const { rows, next } = await runBoard(context, board, { sortBy: 'createTime', pageSize, cursor });
    const young = rows.filter((row) => !isOlder(row));
    const tagged = young.find(({ tags }) => tags?.includes(query.tag));
    if (tagged) return tagged.id;
    for (const row of young.filter(({ summary }) => summary?.trim() === subject)) {
      if (hasReference(factsOf(await readLog(context, row.id, 'DESCRIPTION')).description ?? '', query.tag))
        return row.id;
    }
    isInOrder &&= isNewestFirst(rows, 'createTime');
    if (next === null || (isInOrder && young.length < rows.length)) return null;
    cursor = next;
  }
  return null;
}

/** What new tickets get here: the mapped status, else the built-in first one. @throws ConnectorError `invalid-input` */
function newStatus(statuses: readonly Status[], context: NinjaContext): Status {
  const builtIn = statuses.find(({ isDefault }) => isDefault);
  const isMapped = context.mapping.statuses.some(({ stage }) => stage === 'new');
  if (builtIn && !isMapped) return builtIn;
  return pickStatus(statuses, 'new', { mapping: context.mapping, board: null });
}

/** @throws ConnectorError `invalid-input`, before anything is sent */
function requesterUid(contact: string): string {
  if (z.guid().safeParse(contact).success) return contact;
  throw new ConnectorError('invalid-input', `"${contact.slice(0, 40)}" is not the uid of a person at NinjaOne.`);
}

const isTooLong = (title: string) => title.length > longestSubject;
const subjectOf = (title: string) =>
  isTooLong(title) ? `${cutText(title.trim(), longestSubject - 1).text.trimEnd()}…` : title.trim();

/** @throws ConnectorError `invalid-input` when nothing would be left of it */
function firstEntry({ title, description, note }: Input): string {
  if (title.trim() === '') throw new ConnectorError('invalid-input', 'A ticket needs a title.');
  return [isTooLong(title) ? title : null, description, note?.body].filter(Boolean).join('\n\n');
}
