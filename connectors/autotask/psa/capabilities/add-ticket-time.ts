// ticket.time.add. Time belongs to a resource in a role: the one this connection names, never whoever the ticket is with.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AutotaskContext } from '../auth.ts';
import { deskRole } from '../resources.ts';
import { listTimeEntries, postTimeEntry } from '../time-entries.ts';

type Add = DirectCapability<CapabilityInput<'ticket.time.add'>, CapabilityOutput<'ticket.time.add'>, AutotaskContext>;

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    const { timeResource } = context.settings;
    if (timeResource === null) {
      throw new ConnectorError(
        'unsupported',
        'This connection does not say on whom time is booked. Set "Resource that time is booked on" under Connections.',
      );
    }
    const resource = Number(timeResource);
    const lengthMs = input.minutes * 60_000;
    const startMs = input.startedAt ? Date.parse(input.startedAt) : context.now().getTime() - lengthMs;
    const start = new Date(startMs).toISOString();
    const text = withReference(input.note.body, tag);
    const id = await postTimeEntry(context, Number(numberPart(input.ticket, 'ticket')), {
      resourceID: resource,
      roleID: await deskRole(context, resource),
      dateWorked: `${start.slice(0, 10)}T00:00:00.000Z`,
      startDateTime: start,
      endDateTime: new Date(startMs + lengthMs).toISOString(),
      hoursWorked: Math.round((input.minutes / 60) * 10_000) / 10_000,
      // the summary goes on invoices and into the client portal
      ...(input.note.visibility === 'public' ? { summaryNotes: text } : { internalNotes: text }),
    });
    return { id, minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    const entries = await listTimeEntries(context, Number(numberPart(input.ticket, 'ticket')));
    const found = entries.find(
      (one) => hasReference(one.summaryNotes ?? '', tag) || hasReference(one.internalNotes ?? '', tag),
    );
    return found ? { found: true, output: { id: String(found.id), minutes: input.minutes } } : { found: false };
  },
};
