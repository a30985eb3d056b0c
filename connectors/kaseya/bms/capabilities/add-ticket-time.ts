// ticket.time.add. A time entry lies within one day, and its text is for the customer or for the inside.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import { type BmsContext, listBms, lookUp, readBms } from '../client.ts';
import { pickDefault } from '../setup.ts';
import { readTicketRow } from '../tickets.ts';
import { detailsOf, noteText } from '../transform.ts';
import { lookupShape, timeShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.time.add'>;
type Add = DirectCapability<Input, CapabilityOutput<'ticket.time.add'>, BmsContext>;

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    const { Id } = await readTicketRow(context, input.ticket);
    const workTypes = await lookUp(context, lookupShape, {
      path: '/system/worktypes/lookup',
      action: 'read the work types',
    });
    const roles = await lookUp(context, lookupShape, { path: '/system/roles/lookup', action: 'read the roles' });
    const text = detailsOf(input.note.body, tag);
    const written = await readBms(context, timeShape, {
      action: `add time to ticket ${Id}`,
      method: 'POST',
      path: `/servicedesk/tickets/${Id}/timelogs`,
      json: {
        ...workedAt(input, context.now()),
        WorkTypeId: pickDefault(workTypes, 'work type'),
        RoleId: pickDefault(roles, 'role'),
        ...(input.note.visibility === 'public' ? { Notes: text } : { InternalNotes: text }),
      },
    });
    return { id: String(written.Id), minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    const ticket = numberPart(input.ticket, 'ticket');
    for (let page = 1; page <= mostPages; page++) {
      const { rows } = await listBms(context, timeShape, {
        action: `read the time of ticket ${ticket}`,
        path: `/servicedesk/tickets/${ticket}/timelogs`,
        query: { PageSize: pageSize, PageNumber: page },
      });
      const row = rows.find(({ Notes, InternalNotes }) =>
        [Notes, InternalNotes].some((text) => hasReference(noteText({ Details: text }), tag)),
      );
      if (row) return { found: true, output: { id: String(row.Id), minutes: Math.round((row.Timespent ?? 0) * 60) } };
      if (rows.length < pageSize) return { found: false };
    }
    throw new ConnectorError('bad-answer', `Ticket ${ticket} has more than ${mostPages * pageSize} time entries.`);
  },
};

const pageSize = 100;
const mostPages = 20;
const lastMinuteOfDay = 1_439;

/** In UTC. What would go past midnight begins earlier, so that it stays on its day. */
function workedAt({ startedAt, minutes }: Input, now: Date) {
  const start = startedAt ? new Date(startedAt) : new Date(now.getTime() - minutes * 60_000);
  const wanted = start.getUTCHours() * 60 + start.getUTCMinutes();
  const begin = Math.max(Math.min(wanted, lastMinuteOfDay - minutes), 0);
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
  return {
    StartDate: start.toISOString().slice(0, 10),
    StartTime: clock(begin),
    EndTime: clock(Math.min(begin + minutes, lastMinuteOfDay)),
    Timespent: Math.round((minutes / 60) * 10_000) / 10_000,
  };
}
