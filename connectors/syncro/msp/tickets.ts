// Tickets at Syncro: always by id, never by the number on the screen.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { NoteInput, Status, Ticket, TicketNote, VendorPriority } from '#connectors/sdk/nouns.ts';
import { withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { SyncroContext } from './auth.ts';
import { syncro } from './client.ts';
import { toNote, toPriority, toStatus, toTicket } from './transform.ts';
import { commentShape, type SyncroTicket, settingsShape, ticketSettingsShape, ticketShape } from './vendor-shapes.ts';

export const asTicket = (context: SyncroContext, row: SyncroTicket): Ticket =>
  toTicket(row, { host: context.settings.host, mapping: context.mapping });

const envelope = z.object({ ticket: ticketShape });

export async function readTicketRow(context: SyncroContext, ticket: string): Promise<SyncroTicket> {
  const path = `/tickets/${numberPart(ticket, 'Syncro ticket')}`;
  return (await syncro.read(context, envelope, { action: 'read the ticket', path })).ticket;
}

export async function changeTicket(
  context: SyncroContext,
  ticket: string,
  json: Record<string, unknown>,
  action: string,
): Promise<Ticket> {
  const path = `/tickets/${numberPart(ticket, 'Syncro ticket')}`;
  return asTicket(context, (await syncro.read(context, envelope, { action, path, method: 'PUT', json })).ticket);
}

/** How visible, and whom it mails, is always written out: a bare comment is mailed to the customer. */
export const commentBody = (note: NoteInput, tag: string, subject: string) => ({
  subject,
  body: withReference(note.body, tag),
  hidden: note.visibility === 'internal',
  do_not_email: note.visibility === 'internal' || !note.notify,
});

export async function writeComment(
  context: SyncroContext,
  ticket: string,
  note: NoteInput,
  tag: string,
  subject: 'Note' | 'Resolution',
): Promise<TicketNote> {
  const { comment } = await syncro.read(context, z.object({ comment: commentShape }), {
    action: 'add a comment to the ticket',
    method: 'POST',
    path: `/tickets/${numberPart(ticket, 'Syncro ticket')}/comment`,
    json: commentBody(note, tag, subject),
  });
  const written = toNote(comment);
  if (note.visibility === 'internal' && written.visibility === 'public') {
    throw new ConnectorError(
      'bad-answer',
      `Syncro shows comment ${written.id} of ticket ${ticket} to the customer although it was sent as hidden. Look at it now.`,
      { maybeApplied: true, detail: { ticket, comment: written.id } },
    );
  }
  return written;
}

export async function readStatuses(context: SyncroContext): Promise<Status[]> {
  const call = { action: 'read the ticket settings', path: '/tickets/settings' };
  const { ticket_status_list } = await syncro.read(context, ticketSettingsShape, call);
  return ticket_status_list.map((name) => toStatus(name, context.mapping));
}

const readSettings = (context: SyncroContext) =>
  syncro.read(context, settingsShape, { action: 'read the settings', path: '/settings' });

export async function readPriorities(context: SyncroContext): Promise<VendorPriority[]> {
  const { ticket } = await readSettings(context);
  return (ticket.priorities ?? []).flatMap((name) => (name ? [toPriority(name)] : []));
}

export const readProblemTypes = async (context: SyncroContext): Promise<string[]> =>
  (await readSettings(context)).ticket.problem_types ?? [];

/** @throws ConnectorError `invalid-input` that lists what there is */
export async function problemType(context: SyncroContext, wanted: string): Promise<string> {
  const mapped = context.mapping.categories.find((row) => row.category === wanted)?.id;
  const types = await readProblemTypes(context);
  const found =
    types.find((type) => type === mapped) ?? types.find((type) => type.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  throw new ConnectorError(
    'invalid-input',
    `There is no problem type "${wanted.slice(0, 60)}"; there are ${types.join(', ')}.`,
  );
}
