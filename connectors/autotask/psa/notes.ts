// Notes of a ticket. Who may read one is a number of the tenant's picklist; it is looked up, and when its name does not say
// what we need, nothing is written.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { NoteInput, NoteVisibility, TicketNote } from '#connectors/sdk/nouns.ts';
import { withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AutotaskContext } from './auth.ts';
import { readAutotask } from './client.ts';
import { queryAll } from './entity-query.ts';
import { entityFields, isActive, labelOf, picklist } from './picklists.ts';
import { longestText } from './tickets.ts';
import { createdShape, type NoteRow, noteShape } from './vendor-shapes.ts';

export const listNotes = (context: AutotaskContext, ticket: number): Promise<NoteRow[]> =>
  queryAll(context, {
    entity: 'TicketNotes',
    shape: noteShape,
    filter: [{ op: 'eq', field: 'ticketID', value: ticket }],
    action: `read the notes of ticket ${ticket}`,
  });

/** Written below its ticket: a note posted anywhere else is refused. Autotask's own workflow rules decide about e-mail. */
export async function writeNote(
  context: AutotaskContext,
  ticket: string,
  note: NoteInput,
  tag: string,
): Promise<TicketNote> {
  const text = withReference(note.body, tag);
  if (text.length > longestText) {
    throw new ConnectorError('invalid-input', `A note holds ${longestText} letters, this one has ${text.length}.`);
  }
  const json = {
    title: note.visibility === 'internal' ? 'Internal note' : 'Note',
    description: text,
    noteType: await noteType(context),
    publish: await publishValue(context, note.visibility),
  };
  const { itemId } = await readAutotask(context, createdShape, {
    method: 'POST',
    path: `/Tickets/${numberPart(ticket, 'ticket')}/Notes`,
    json,
    action: `add a note to ticket ${ticket}`,
  });
  return {
    id: String(itemId),
    visibility: note.visibility,
    isResolution: false,
    author: null,
    text,
    createdAt: null,
  };
}

/** "All Autotask Users" (1) is what customers may read; "Internal Users" (2) is ours. @throws ConnectorError `unsupported` */
async function publishValue(context: AutotaskContext, visibility: NoteVisibility): Promise<number> {
  const usual = visibility === 'public' ? '1' : '2';
  if (!(await entityFields(context, 'TicketNotes')).get('publish')?.picklistValues) return Number(usual);
  const values = (await picklist(context, 'TicketNotes', 'publish')).filter(isActive);
  const name = visibility === 'public' ? /^all\b/i : /internal/i;
  // "Internal & Co-Managed" is read at the customer's
  const isShared = /co-?managed|customer|client|portal/i;
  const fitting = values
    .filter((value) => name.test(labelOf(value)))
    .filter((value) => visibility === 'public' || !isShared.test(labelOf(value)));
  const found = fitting.find((value) => value.value === usual) ?? fitting[0];
  if (found) return Number(found.value);
  throw new ConnectorError(
    'unsupported',
    `No visibility of notes in this Autotask is named as ${visibility === 'public' ? 'for all users' : 'internal'}; there are ${values.map((value) => `"${labelOf(value)}"`).join(', ')}. Nothing was written.`,
    { maybeApplied: false },
  );
}

async function noteType(context: AutotaskContext): Promise<number> {
  const values = (await picklist(context, 'TicketNotes', 'noteType')).filter(isActive);
  const found =
    values.find((value) => value.isDefaultValue) ??
    ['notes', 'summary', 'detail'].flatMap((word) =>
      values.filter((value) => labelOf(value).toLowerCase().includes(word) && !/workflow/i.test(labelOf(value))),
    )[0] ??
    values[0];
  if (found) return Number(found.value);
  throw new ConnectorError('unsupported', 'This Autotask has no type of note that is in use.');
}
