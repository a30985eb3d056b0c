// ticket.time.add: work hours in the name of the technician. Whether they are billed is left to Atera; because their words may
// then stand on an invoice, the text itself is an internal comment beside them.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { hasReference, hasReferenceOfStep, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AteraContext } from '../auth.ts';
import { atera } from '../client.ts';
import { listWhole } from '../lists.ts';
import { commentText } from '../ticket-transform.ts';
import { readComments, ticketPath, writeComment } from '../tickets.ts';
import { resultShape, workHoursShape } from '../vendor-shapes.ts';

type Add = DirectCapability<CapabilityInput<'ticket.time.add'>, CapabilityOutput<'ticket.time.add'>, AteraContext>;

/** what a customer may read */
const invoiceText = 'Work by MSPclaw.';

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    if (input.note.visibility === 'public') {
      throw new ConnectorError(
        'unsupported',
        'Work hours of Atera are not shown to customers. Add the time with an internal note, and a public note beside it.',
      );
    }
    const startMs = input.startedAt ? Date.parse(input.startedAt) : context.now().getTime() - input.minutes * 60_000;
    const comments = await readComments(context, input.ticket);
    const isNoted = comments.some((row) => hasReferenceOfStep(commentText(row), tag));
    if (!isNoted) await writeComment(context, input.ticket, input.note, tag);
    const call = {
      action: 'add time to the ticket',
      method: 'POST' as const,
      path: `${ticketPath(input.ticket)}/workhours`,
      json: {
        StartWorkHour: new Date(startMs).toISOString(),
        EndWorkHour: new Date(startMs + input.minutes * 60_000).toISOString(),
        TechnicianEmail: context.settings.technicianEmail,
        Description: withReference(invoiceText, tag),
      },
    };
    const { ActionID } = await atera.read(context, resultShape, call).catch((error: unknown) => {
      throw isNoted ? error : halfDone(error, `The note of ticket ${input.ticket} is written, but its time is not.`);
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
