// ticket.create. BMS wants nine fields, the location among them: what the caller does not say is looked up or comes from the
// connection's settings. Our key is the last line of the details. A first note is a second call, so an attempt that stopped
// between the two is gone on with instead of begun again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickPriority, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { requireCategory } from '../categories.ts';
import { type BmsContext, lookUp, readBms } from '../client.ts';
import { listNotes, postNote } from '../notes.ts';
import { listPriorities, listStatuses, pickByName, ticketFacts } from '../setup.ts';
import { findOwnTicket } from '../tickets.ts';
import { detailsOf, noteText, toTicket } from '../transform.ts';
import { locationShape, lookupShape, type TicketRow, ticketShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, BmsContext>;

/** how far back an attempt of the same step may lie */
const earlierAttemptMs = 24 * 3_600_000;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    const fields = await ticketFields(context, input, tag);
    const facts = await ticketFacts(context);
    const begun = input.note ? await findBegun(context, input, tag) : null;
    const row =
      begun ??
      (await readBms(context, ticketShape, {
        action: 'create a ticket',
        method: 'POST',
        path: '/servicedesk/tickets',
        json: fields,
      }));
    if (input.note && !(begun && (await hasNote(context, begun, tag)))) {
      await postNote(context, row, input.note, tag).catch((error: unknown) => {
        throw halfDone(error, `Ticket ${row.Id} was created, but its first note was not.`);
      });
    }
    return toTicket(row, facts);
  },

  async reconcile(context, input, { tag, notBefore }) {
    const row = await findOwnTicket(context, { client: input.client, notBefore, isOurs: (key) => key === tag });
    if (!row || (input.note && !(await hasNote(context, row, tag)))) return { found: false };
    return { found: true, output: toTicket(row, await ticketFacts(context)) };
  },
};

async function ticketFields(context: BmsContext, input: Input, tag: string) {
  const { settings, mapping } = context;
  const status = pickStatus(await listStatuses(context), 'new', { mapping, board: input.board ?? null });
  const queue = input.board
    ? pickByName(
        await lookUp(context, lookupShape, { path: '/system/queues/lookup', action: 'read the queues' }),
        input.board,
        'queue',
      )
    : null;
  return {
    Title: input.title,
    Details: detailsOf(input.description ?? input.title, tag),
    AccountId: Number(numberPart(input.client, 'account')),
    LocationId: await mainLocation(context, input.client),
    StatusId: Number(status.id),
    PriorityId: await priority(context, input),
    TypeId: setting(settings.ticketType, 'Ticket type for new tickets'),
    SourceId: setting(settings.ticketSource, 'Source for new tickets'),
    OpenDate: context.now().toISOString(),
    ...(queue ? { QueueId: queue.Id } : {}),
    ...(input.contact ? { ContactId: Number(numberPart(input.contact, 'contact')) } : {}),
    ...(input.category ? { IssueTypeId: await requireCategory(context, input.category) } : {}),
  };
}

function setting(value: string | null, label: string): number {
  if (value !== null) return Number(value);
  throw new ConnectorError(
    'invalid-input',
    `BMS wants "${label}" for every ticket, and this connection names none. Set it under Connections; testing the connection lists the numbers in use.`,
  );
}

async function mainLocation(context: BmsContext, client: string): Promise<number> {
  const account = numberPart(client, 'account');
  const rows = await lookUp(context, locationShape, {
    path: `/crm/accounts/${account}/locations/lookup`,
    action: `read the locations of account ${account}`,
  });
  const found = rows.find(({ IsMain }) => IsMain) ?? (rows.length === 1 ? rows[0] : undefined);
  if (found) return found.Id;
  throw new ConnectorError(
    'invalid-input',
    rows.length === 0
      ? `BMS wants a location for every ticket, and account ${account} has none. Add one in BMS.`
      : `BMS wants a location for every ticket, and none of account ${account} is the main one. Mark one in BMS.`,
  );
}

async function priority(context: BmsContext, input: Input): Promise<number> {
  const priorities = await listPriorities(context);
  const picked = input.priority ? pickPriority(priorities, input.priority, context.mapping) : null;
  const found = picked ?? priorities.find(({ isDefault }) => isDefault);
  if (found) return Number(found.id);
  const known = priorities.map(({ name }) => `"${name}"`).join(', ');
  throw new ConnectorError(
    'invalid-input',
    `BMS wants a priority for every ticket and has no default. Name one, and map it under Connections; there are ${known || 'none'}.`,
  );
}

function findBegun(context: BmsContext, input: Input, tag: string): Promise<TicketRow | null> {
  const notBefore = new Date(context.now().getTime() - earlierAttemptMs);
  const isOurs = (key: string | null) => key !== null && hasReferenceOfStep(`Ref ${key}`, tag);
  return findOwnTicket(context, { client: input.client, notBefore, isOurs });
}

const hasNote = async (context: BmsContext, row: TicketRow, tag: string) =>
  (await listNotes(context, row.Id)).some((note) => hasReferenceOfStep(noteText(note), tag));
