// ticket.create. Our key is the last line of the description; a first note is a second call, and is said when only it failed.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import { pickPriority } from '#connectors/sdk/tickets/pick-status.ts';
import type { AsioContext } from '../auth.ts';
import { uuidPart } from '../client.ts';
import { noteDetail, readNotes, writeNote } from '../notes.ts';
import { pickBoard, pickNamed, pickSource, readList, readPriorities } from '../setup.ts';
import { asTicket, postTicket, readTicketPage } from '../tickets.ts';
import type { TicketRow } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, AsioContext>;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    if (input.contact) throw new ConnectorError('unsupported', 'A ticket of ConnectWise RMM has no contact.');
    if (input.note) noteDetail(input.note, tag);
    const company = uuidPart(input.client, 'company');
    const [board, source, priorities] = await Promise.all([
      pickBoard(context, input.board),
      pickSource(context),
      input.priority ? readPriorities(context) : [],
    ]);
    const priority = input.priority ? pickPriority(priorities, input.priority, context.mapping) : null;
    const category = input.category
      ? pickNamed(await readList(context, 'categories'), input.category, 'category')
      : null;
    const row = await postTicket(context, {
      summary: input.title,
      description: withReference(input.description ?? input.title, tag),
      company: { id: company },
      serviceBoard: { id: board.id },
      source: { id: source.id },
      ...(priority ? { priority: { id: priority.id } } : {}),
      ...(category ? { category: { id: category.id } } : {}),
    });
    if (input.note) {
      await writeNote(context, row.id, input.note, tag).catch((error: unknown) => {
        throw halfDone(error, `Ticket ${row.number ?? row.id} was created, but its first note was not.`);
      });
    }
    return asTicket(context, row);
  },

  async reconcile(context, input, { tag, notBefore }) {
    const row = await findOwn(context, input, tag, notBefore);
    if (!row) return { found: false };
    const isNoted = !input.note || (await readNotes(context, row.id)).some((note) => hasReference(note.detail, tag));
    if (isNoted) return { found: true, output: await asTicket(context, row) };
    // "not found" would make a second ticket
    throw new ConnectorError(
      'conflict',
      `Ticket ${row.number ?? row.id} was created, but its first note is missing. Add the note by hand; creating it again would make a second ticket.`,
      { maybeApplied: true, detail: { ticket: row.id } },
    );
  },
};

/** our clock and theirs may disagree by this much */
const clockSkewMs = 3 * 3_600_000;
const pageSize = 100;

/** Among the company's tickets since then: nothing but the text itself carries our key. */
async function findOwn(
  context: AsioContext,
  input: Input,
  tag: string,
  notBefore: Date,
): Promise<TicketRow | undefined> {
  const since = new Date(Math.max(notBefore.getTime() - clockSkewMs, 0)).toISOString();
  const rows = await collectPages({
    maxPages: 100,
    fetchPage: async (cursor) => {
      const number = Number(cursor ?? 1);
      const query = {
        companyIds: uuidPart(input.client, 'company'),
        createdAtFrom: since,
        sortBy: 'createdAt',
        sortDir: 'asc',
      };
      const page = await readTicketPage(context, { number, size: pageSize }, query);
      return { items: page.rows, next: page.hasMore ? String(number + 1) : null };
    },
  });
  return rows.find((row) => hasReference(row.description ?? '', tag));
}
