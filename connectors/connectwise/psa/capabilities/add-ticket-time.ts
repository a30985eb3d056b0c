// ticket.time.add: a time entry. Its text goes to the customer's discussion only when the note is public; a flag left out
// would be ConnectWise's default, so each is written.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import { askPsa, type PsaContext } from '../client.ts';
import { allOf, compareNumber, equalsText } from '../conditions.ts';
import { listAll } from '../lists.ts';
import { recordNumber } from '../tickets.ts';
import { type TimeEntryRow, timeEntryShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.time.add'>;
type Add = DirectCapability<Input, CapabilityOutput<'ticket.time.add'>, PsaContext>;

const minuteMs = 60_000;

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    const ticket = recordNumber(input.ticket, 'ticket');
    const row = await askPsa(context, timeEntryShape, {
      method: 'POST',
      path: '/time/entries',
      json: timeEntryBody(input, ticket, tag, context.now()),
      action: `add time to ticket ${ticket}`,
    });
    return { id: String(row.id), minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    const rows = await listAll(context, {
      path: '/time/entries',
      shape: timeEntryShape,
      conditions: allOf(
        equalsText('chargeToType', 'ServiceTicket'),
        compareNumber('chargeToId', '=', recordNumber(input.ticket, 'ticket')),
      ),
      action: 'look for a time entry made earlier',
    });
    const row = rows.find((one) => carries(one, tag));
    return row ? { found: true, output: { id: String(row.id), minutes: input.minutes } } : { found: false };
  },
};

const carries = (row: TimeEntryRow, tag: string) =>
  [row.notes, row.internalNotes].some((text) => hasReference(text ?? '', tag));

export function timeEntryBody(input: Input, ticket: number, tag: string, now: Date) {
  const beginMs = input.startedAt ? Date.parse(input.startedAt) : now.getTime() - input.minutes * minuteMs;
  // whole seconds, as ConnectWise has them
  const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const isPublic = input.note.visibility === 'public';
  const text = withReference(input.note.body, tag);
  return {
    chargeToId: ticket,
    chargeToType: 'ServiceTicket',
    timeStart: instant(beginMs),
    timeEnd: instant(beginMs + input.minutes * minuteMs),
    ...(isPublic ? { notes: text } : { internalNotes: text }),
    addToDetailDescriptionFlag: isPublic,
    addToInternalAnalysisFlag: !isPublic,
    addToResolutionFlag: false,
    emailResourceFlag: false,
    emailContactFlag: input.note.notify,
    emailCcFlag: false,
  };
}
