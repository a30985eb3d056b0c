// ticket.create. Our key goes into the ticket's third-party id; templates and rules are told to keep out. A first note is a
// second call, so an attempt that stopped between the two is gone on with instead of begun again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { textToHtml } from '#connectors/sdk/text/html-text.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickPriority } from '#connectors/sdk/tickets/pick-status.ts';
import { requireCategory } from '../categories.ts';
import { type HaloContext, halo } from '../client.ts';
import { readAll } from '../lists.ts';
import { listActions, postAction } from '../notes.ts';
import { listPriorities, listTypes, pickByName, ticketWords } from '../setup.ts';
import { asTicket, findOwnTicket, postTicket, type TicketFields } from '../tickets.ts';
import { isOfStep, noteText, toTicket } from '../transform.ts';
import { clientShape, type TicketRow, teamShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, HaloContext>;

/** how far back an attempt of the same step may lie */
const earlierAttemptMs = 24 * 3_600_000;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    const fields = await ticketFields(context, input);
    const words = await ticketWords(context);
    const begun = input.note ? await findBegun(context, input, tag) : null;
    const row =
      begun ??
      (await postTicket(context, 'create a ticket', {
        ...fields,
        third_party_id_string: tag,
        donotapplytemplateintheapi: true,
        sendack: false,
      }));
    if (input.note && !(begun && (await hasNote(context, begun, tag)))) {
      await postAction(context, row, input.note, tag).catch((error: unknown) => {
        throw halfDone(error, `Ticket ${row.id} was created, but its first note was not.`);
      });
    }
    return toTicket(row, words);
  },

  async reconcile(context, input, { tag, notBefore }) {
    const isOurs = (key: string | null | undefined) => key === tag;
    const row = await findOwnTicket(context, { client: input.client, title: input.title, notBefore, isOurs });
    if (!row || (input.note && !(await hasNote(context, row, tag)))) return { found: false };
    return { found: true, output: await asTicket(context, row) };
  },
};

async function ticketFields(context: HaloContext, input: Input): Promise<TicketFields> {
  const { settings } = context;
  const board = input.board ?? settings.defaultTicketType;
  if (board === null) {
    throw new ConnectorError(
      'invalid-input',
      'A Halo ticket needs a ticket type. Name one as the board, or set a default under Connections.',
    );
  }
  const type = pickByName(await listTypes(context), board, 'ticket type');
  const client = numberPart(input.client, 'client');
  const { main_site_id } = await halo.read(context, clientShape, {
    action: `read client ${client}`,
    path: `/Client/${client}`,
  });
  const priority = input.priority ? pickPriority(await listPriorities(context), input.priority, context.mapping) : null;
  const team = settings.defaultTeam
    ? pickByName(
        await readAll(context, teamShape, { path: '/Team', action: 'read the teams' }),
        settings.defaultTeam,
        'team',
      )
    : null;
  const category = input.category ? await requireCategory(context, input.category, String(type.id)) : null;
  return {
    summary: input.title,
    tickettype_id: type.id,
    client_id: Number(client),
    ...(input.description ? { details_html: textToHtml(input.description) } : {}),
    ...(main_site_id && main_site_id > 0 ? { site_id: main_site_id } : {}),
    ...(input.contact ? { user_id: Number(numberPart(input.contact, 'user')) } : {}),
    ...(priority ? { priority_id: Number(priority.id) } : {}),
    // a team is written by name, everything else by number
    ...(team?.name ? { team: team.name } : {}),
    ...(category ? { category_1: category } : {}),
  };
}

function findBegun(context: HaloContext, input: Input, tag: string): Promise<TicketRow | null> {
  return findOwnTicket(context, {
    client: input.client,
    title: input.title,
    notBefore: new Date(context.now().getTime() - earlierAttemptMs),
    isOurs: (key) => isOfStep(key, tag),
  });
}

const hasNote = async (context: HaloContext, row: TicketRow, tag: string) =>
  (await listActions(context, row.id)).some((action) => hasReferenceOfStep(noteText(action), tag));
