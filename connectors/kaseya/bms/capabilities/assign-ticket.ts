// ticket.assign. BMS writes a note with it, which is internal and mails nobody; a ticket that is assigned already gets none.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { escapeHtml } from '#connectors/sdk/text/html-text.ts';
import { listAssignees } from '../assignees.ts';
import { type BmsContext, sendBms } from '../client.ts';
import { listNotes } from '../notes.ts';
import { noteType, ticketFacts } from '../setup.ts';
import { readAfter, readTicketRow } from '../tickets.ts';
import { toTicket } from '../transform.ts';
import type { AssigneeRow } from '../vendor-shapes.ts';

type Assign = DirectCapability<CapabilityInput<'ticket.assign'>, CapabilityOutput<'ticket.assign'>, BmsContext>;

export const assignTicket: Assign = {
  async run(context, input) {
    const row = await readTicketRow(context, input.ticket);
    const facts = await ticketFacts(context);
    const person = pickAssignee(await listAssignees(context), input.member);
    if (row.AssigneeId === person.Id) return toTicket(row, facts);
    const notes = context.settings.noteType === null ? await listNotes(context, row.Id) : [];
    await sendBms(context, {
      action: `assign ticket ${row.Id}`,
      method: 'POST',
      path: `/servicedesk/tickets/${row.Id}/assignticket`,
      json: {
        AssigneeId: person.Id,
        ...(row.QueueId ? { QueueId: row.QueueId } : {}),
        StatusId: row.StatusId,
        Details: escapeHtml(`Assigned to ${person.Name ?? person.Id}.`),
        IsInternal: true,
        TypeId: await noteType(
          context,
          true,
          notes.map(({ TypeId }) => TypeId),
        ),
        NoteDate: context.now().toISOString(),
      },
    });
    const after = await readAfter(context, row.Id, `Ticket ${row.Id} was assigned; how it is now is not known.`);
    if (after.AssigneeId === person.Id) return toTicket(after, facts);
    throw new ConnectorError(
      'bad-answer',
      `BMS accepted that ticket ${row.Id} goes to ${person.Name}, but it stayed where it was.`,
      {
        maybeApplied: true,
        detail: { ticket: row.Id },
      },
    );
  },
};

function pickAssignee(rows: readonly AssigneeRow[], wanted: string): AssigneeRow {
  const plain = wanted.trim().toLowerCase();
  const found =
    rows.find(({ Id }) => String(Id) === plain) ??
    rows.find(({ Name, EmailAddress }) => [Name, EmailAddress].some((word) => word?.trim().toLowerCase() === plain));
  if (found) return found;
  throw new ConnectorError('invalid-input', `BMS has nobody "${wanted.slice(0, 60)}" to whom tickets can be assigned.`);
}
