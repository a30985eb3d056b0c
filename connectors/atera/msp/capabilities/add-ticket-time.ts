// ticket.time.add: work hours in the name of the technician. Whether they are billed is left to Atera.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AteraContext } from '../auth.ts';
import { atera } from '../client.ts';
import { listWhole } from '../lists.ts';
import { toCommentText } from '../ticket-transform.ts';
import { ticketPath } from '../tickets.ts';
import { resultShape, workHoursShape } from '../vendor-shapes.ts';

type Add = DirectCapability<CapabilityInput<'ticket.time.add'>, CapabilityOutput<'ticket.time.add'>, AteraContext>;

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    if (input.note.visibility === 'public') {
      throw new ConnectorError(
        'unsupported',
        'Work hours of Atera are not shown to customers. Add the time with an internal note, and a public note beside it.',
      );
    }
    const startMs = input.startedAt ? Date.parse(input.startedAt) : context.now().getTime() - input.minutes * 60_000;
    const { ActionID } = await atera.read(context, resultShape, {
      action: 'add time to the ticket',
      method: 'POST',
      path: `${ticketPath(input.ticket)}/workhours`,
      json: {
        StartWorkHour: new Date(startMs).toISOString(),
        EndWorkHour: new Date(startMs + input.minutes * 60_000).toISOString(),
        TechnicianEmail: context.settings.technicianEmail,
        Description: toCommentText(withReference(input.note.body, tag)),
      },
    });
    return { id: ActionID ?? tag, minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    const path = `${ticketPath(input.ticket)}/workhoursrecords`;
    const rows = await listWhole(context, { action: 'look for a time entry', path, row: workHoursShape });
    const found = rows.find((row) => hasReference(row.Description ?? '', tag));
    return found ? { found: true, output: { id: found.WorkHoursID, minutes: input.minutes } } : { found: false };
  },
};
