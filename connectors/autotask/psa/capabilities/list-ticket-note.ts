// ticket.note.list: notes, what technicians wrote into time entries, and the resolution field, oldest first.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { AutotaskContext } from '../auth.ts';
import { listNotes } from '../notes.ts';
import { resourceNames } from '../record-names.ts';
import { readTicketRow } from '../tickets.ts';
import { listTimeEntries } from '../time-entries.ts';
import { toNote, toResolutionNote, toTimeNotes } from '../transform.ts';

type List = DirectCapability<
  CapabilityInput<'ticket.note.list'>,
  CapabilityOutput<'ticket.note.list'>,
  AutotaskContext
>;

export const listTicketNote: List = {
  async run(context, input) {
    // first: a ticket that is not there has no notes either, and must say so
    const ticket = await readTicketRow(context, input.ticket);
    const [notes, entries] = await Promise.all([listNotes(context, ticket.id), listTimeEntries(context, ticket.id)]);
    const authors = await resourceNames(context, [
      ...notes.map((note) => note.creatorResourceID),
      ...entries.map((entry) => entry.resourceID),
    ]);
    const items = [
      ...notes.map((note) => toNote(note, authors)),
      ...entries.flatMap((entry) => toTimeNotes(entry, authors)),
      ...toResolutionNote(ticket),
    ];
    return { items: items.sort((a, b) => (a.createdAt ?? '9').localeCompare(b.createdAt ?? '9')) };
  },
};
