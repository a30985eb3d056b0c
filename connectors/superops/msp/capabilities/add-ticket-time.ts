// ticket.time.add: a worklog entry in hours. Worklogs are for the invoice and the technicians; nobody is mailed. Whether a
// customer reads their notes is not certain, so the text itself is a private note beside it.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { hasReference, hasReferenceOfStep, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { SuperopsContext } from '../auth.ts';
import { superops } from '../client.ts';
import { worklogList } from '../collections.ts';
import { fromInstant } from '../instants.ts';
import { walkList } from '../lists.ts';
import { readNotes, writeNote } from '../tickets.ts';
import { worklogShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.time.add'>;
type Add = DirectCapability<Input, CapabilityOutput<'ticket.time.add'>, SuperopsContext>;

/** what a customer may read */
const invoiceText = 'Work by MSPclaw.';
/** entries have no filter and no order anybody vouches for */
const maxPages = 50;

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    if (input.note.visibility === 'public') {
      throw new ConnectorError(
        'unsupported',
        'SuperOps shows worklog entries to technicians only. Add the time with an internal note, and a public note beside it.',
      );
    }
    const startedAt = input.startedAt ?? new Date(context.now().getTime() - input.minutes * 60_000).toISOString();
    const shape = z.object({ createWorklogEntries: z.array(worklogShape).min(1) });
    const notes = await readNotes(context, input.ticket);
    const isNoted = notes.some((note) => hasReferenceOfStep(note.text, tag));
    if (!isNoted) await writeNote(context, input.ticket, input.note, tag);
    const question = {
      action: 'add time to the ticket',
      document:
        'mutation ($input: [CreateWorklogEntryInput!]!) { createWorklogEntries(input: $input) { itemId notes qty workItem } }',
      variables: {
        input: [
          {
            qty: (input.minutes / 60).toFixed(4),
            billDateTime: fromInstant(new Date(startedAt)),
            notes: withReference(invoiceText, tag),
            workItem: { workId: input.ticket, module: 'TICKET' },
          },
        ],
      },
    };
    const { createWorklogEntries } = await superops.ask(context, shape, question).catch((error: unknown) => {
      throw isNoted ? error : halfDone(error, `The note of ticket ${input.ticket} is written, but its time is not.`);
    });
    return { id: createWorklogEntries[0]?.itemId ?? '', minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    for await (const entries of walkList(context, worklogList, maxPages)) {
      const found = entries.find((entry) => hasReference(entry.notes ?? '', tag));
      if (found) return { found: true, output: { id: found.itemId, minutes: input.minutes } };
    }
    return { found: false };
  },
};
