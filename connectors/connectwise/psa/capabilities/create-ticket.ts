// ticket.create. One POST: the first note travels as an initial text of the ticket, and our tag as its external
// reference, so that an attempt whose answer was lost can be found again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { cutText } from '#connectors/sdk/text/cut-text.ts';
import { askPsa, type PsaContext } from '../client.ts';
import { allOf, equalsText } from '../conditions.ts';
import { listByCondition } from '../lists.ts';
import { requirePriority } from '../priorities.ts';
import { asTicket, recordNumber, requireType } from '../tickets.ts';
import { longestSummary } from '../transform.ts';
import { ticketShape } from '../vendor-shapes.ts';
import { findBoard } from './list-board.ts';

type Input = CapabilityInput<'ticket.create'>;
type Create = DirectCapability<Input, CapabilityOutput<'ticket.create'>, PsaContext>;

export const createTicket: Create = {
  async run(context, input, { tag }) {
    const wantedBoard = input.board ?? context.settings.defaultBoard;
    const texts = initialTexts(input);
    const body = {
      ...texts,
      company: { id: recordNumber(input.client, 'company') },
      ...(wantedBoard ? { board: { id: (await findBoard(context, wantedBoard)).id } } : {}),
      ...(input.category ? { type: await typeOf(context, wantedBoard, input.category) } : {}),
      ...(input.contact ? { contact: { id: recordNumber(input.contact, 'contact') } } : {}),
      ...(input.priority ? { priority: { id: (await requirePriority(context, input.priority)).id } } : {}),
      externalXRef: tag,
      processNotifications: input.note?.notify ?? false,
    };
    const row = await askPsa(context, ticketShape, {
      method: 'POST',
      path: '/service/tickets',
      json: body,
      action: 'create a ticket',
    });
    return asTicket(context, row, texts.initialDescription ?? null);
  },

  async reconcile(context, input, { tag }) {
    const list = {
      path: '/service/tickets',
      shape: ticketShape,
      conditions: allOf(equalsText('externalXRef', tag)),
      action: 'look for a ticket created earlier',
    };
    const { rows } = await listByCondition(context, list, 1);
    const [row] = rows;
    if (!row) return { found: false };
    return { found: true, output: asTicket(context, row, initialTexts(input).initialDescription ?? null) };
  },
};

/** A type belongs to a board: without one named, the type cannot be looked up. */
async function typeOf(context: PsaContext, board: string | null, wanted: string): Promise<{ id: number }> {
  if (!board) {
    throw new ConnectorError(
      'invalid-input',
      'A category needs a board. Name one in the playbook, or choose a default board for this connection.',
    );
  }
  return { id: (await requireType(context, await findBoard(context, board), wanted)).id };
}

/** The description is part of the discussion, which the customer sees; an internal note never joins it. */
export function initialTexts(input: Pick<Input, 'title' | 'description' | 'note'>) {
  const isTooLong = input.title.length > longestSummary;
  const publicNote = input.note?.visibility === 'public' ? input.note.body : null;
  const description = [isTooLong ? input.title : null, input.description, publicNote].filter(Boolean).join('\n\n');
  return {
    summary: isTooLong ? `${cutText(input.title, longestSummary - 1).text.trimEnd()}…` : input.title,
    ...(description ? { initialDescription: description } : {}),
    ...(input.note?.visibility === 'internal' ? { initialInternalAnalysis: input.note.body } : {}),
  };
}
