// Tickets at SuperOps: reading one with its texts, and changing it.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { NoteInput, Status, Ticket, TicketNote, VendorPriority } from '#connectors/sdk/nouns.ts';
import { htmlToText, textToHtml } from '#connectors/sdk/text/html-text.ts';
import { withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { SuperopsContext } from './auth.ts';
import { superops } from './client.ts';
import { ticketFields } from './collections.ts';
import { firstThatWorks } from './lists.ts';
import { conversationToNote, isDescription, noteToNote, toPriority, toStatus, toTicket } from './ticket-transform.ts';
import {
  clientShape,
  clientUserShape,
  conversationShape,
  namedShape,
  noteShape,
  type SuperopsConversation,
  type SuperopsTicket,
  ticketShape,
} from './vendor-shapes.ts';

const missing = (what: string, id: string) =>
  new ConnectorError('not-found', `SuperOps knows no ${what} with the id "${id.slice(0, 40)}".`);

export async function readTicketRow(context: SuperopsContext, ticketId: string): Promise<SuperopsTicket> {
  const { getTicket } = await superops.ask(context, z.object({ getTicket: ticketShape.nullable() }), {
    action: 'read the ticket',
    document: `query ($input: TicketIdentifierInput!) { getTicket(input: $input) { ${ticketFields} } }`,
    variables: { input: { ticketId } },
  });
  if (getTicket) return getTicket;
  throw missing('ticket', ticketId);
}

export async function readConversations(context: SuperopsContext, ticketId: string): Promise<SuperopsConversation[]> {
  const shape = z.object({ getTicketConversationList: z.array(conversationShape.nullable()).nullable() });
  const answer = await superops.ask(context, shape, {
    action: 'read the conversations of the ticket',
    document:
      'query ($input: TicketIdentifierInput!) { getTicketConversationList(input: $input) { conversationId content time user type } }',
    variables: { input: { ticketId } },
  });
  return (answer.getTicketConversationList ?? []).filter((row) => row !== null);
}

export async function readDescription(context: SuperopsContext, ticketId: string): Promise<string | null> {
  const first = (await readConversations(context, ticketId)).find(isDescription);
  return first?.content ? htmlToText(first.content) : null;
}

/** Notes of technicians and conversations with the requester, in order of time; the description is neither. */
export async function readNotes(context: SuperopsContext, ticketId: string): Promise<TicketNote[]> {
  const shape = z.object({ getTicketNoteList: z.array(noteShape.nullable()).nullable() });
  const { getTicketNoteList } = await superops.ask(context, shape, {
    action: 'read the notes of the ticket',
    document:
      'query ($input: TicketIdentifierInput!) { getTicketNoteList(input: $input) { noteId addedBy addedOn content privacyType } }',
    variables: { input: { ticketId } },
  });
  const notes = (getTicketNoteList ?? []).flatMap((row) => (row ? [noteToNote(row)] : []));
  const conversations = await readConversations(context, ticketId);
  const spoken = conversations.filter((row) => !isDescription(row)).map(conversationToNote);
  return [...notes, ...spoken].sort((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? ''));
}

export async function updateTicketRow(
  context: SuperopsContext,
  ticketId: string,
  change: Record<string, unknown>,
  action: string,
): Promise<Ticket> {
  const shape = z.object({ updateTicket: ticketShape.nullable() });
  const { updateTicket } = await superops.ask(context, shape, {
    action,
    document: `mutation ($input: UpdateTicketInput!) { updateTicket(input: $input) { ${ticketFields} } }`,
    variables: { input: { ticketId, ...change } },
  });
  if (updateTicket) return toTicket(updateTicket, context.mapping);
  throw missing('ticket', ticketId);
}

/**
 * A note mails nobody, public or not. Only a public one that may notify goes out as a reply to the requester, and only
 * when there is an address.
 */
export async function writeNote(
  context: SuperopsContext,
  ticketId: string,
  note: NoteInput,
  tag: string,
): Promise<TicketNote> {
  const content = textToHtml(withReference(note.body, tag));
  const email = note.visibility === 'public' && note.notify ? await requesterEmail(context, ticketId) : null;
  if (email !== null) {
    const shape = z.object({ createTicketConversation: conversationShape });
    const { createTicketConversation } = await superops.ask(context, shape, {
      action: 'reply to the requester',
      document:
        'mutation ($input: CreateTicketConversationInput!) { createTicketConversation(input: $input) { conversationId content time user type } }',
      variables: { input: { ticket: { ticketId }, content, toUsers: [{ email }], sendMail: true } },
    });
    return conversationToNote(createTicketConversation);
  }
  const privacyType = note.visibility === 'public' ? 'PUBLIC' : 'PRIVATE';
  const { createTicketNote } = await superops.ask(context, z.object({ createTicketNote: noteShape }), {
    action: 'add a note to the ticket',
    document:
      'mutation ($input: CreateTicketNoteInput!) { createTicketNote(input: $input) { noteId addedBy addedOn content privacyType } }',
    variables: { input: { ticket: { ticketId }, content, privacyType } },
  });
  const written = noteToNote(createTicketNote);
  if (note.visibility === 'internal' && written.visibility === 'public') {
    throw new ConnectorError(
      'bad-answer',
      `SuperOps made a note of ticket ${ticketId} public although it was sent as private. Look at it now.`,
      { maybeApplied: true, detail: { ticket: ticketId, note: written.id } },
    );
  }
  return written;
}

/** The ticket's own word first: people who only wrote a mail are no users. */
async function requesterEmail(context: SuperopsContext, ticketId: string): Promise<string | null> {
  const { requester } = await readTicketRow(context, ticketId);
  if (requester.email || !requester.ref) return requester.email;
  const { getClientUser } = await superops.ask(context, z.object({ getClientUser: clientUserShape.nullable() }), {
    action: 'read the requester',
    document:
      'query ($input: ClientUserIdentifierInput!) { getClientUser(input: $input) { userId name email client } }',
    variables: { input: { userId: requester.ref.id } },
  });
  return getClientUser?.email ?? null;
}

export async function readStatuses(context: SuperopsContext): Promise<Status[]> {
  const names = await readNames(context, 'getStatusList', 'list the statuses');
  return names.map((name) => toStatus(name, context.mapping));
}

export const readPriorities = async (context: SuperopsContext): Promise<VendorPriority[]> =>
  (await readNames(context, 'getPriorityList', 'list the priorities')).map(toPriority);

async function readNames(context: SuperopsContext, query: string, action: string): Promise<string[]> {
  const shape = z.object({ [query]: z.array(namedShape.nullable()).nullable() });
  const answer = await superops.ask(context, shape, { action, document: `query { ${query} { id name } }` });
  return (answer[query] ?? []).flatMap((row) => (row ? [row.name] : []));
}

/** Lists can be narrowed by a client's name only; the id is compared afterwards. */
export async function clientName(context: SuperopsContext, accountId: string): Promise<string> {
  const shape = z.object({ getClient: clientShape.nullable() });
  const ask = (fields: string) => () =>
    superops.ask(context, shape, {
      action: 'read the client',
      document: `query ($input: ClientIdentifierInput!) { getClient(input: $input) { ${fields} } }`,
      variables: { input: { accountId } },
    });
  const { getClient } = await firstThatWorks([ask('accountId name stage'), ask('accountId name')]);
  if (getClient?.name) return getClient.name;
  throw missing('client', accountId);
}
