// ticket.update. A status is looked up on the ticket's own board; every change is checked in the answer.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { PsaContext } from '../client.ts';
import { requirePriority } from '../priorities.ts';
import {
  asTicket,
  changeTicket,
  listBoardStatuses,
  readTicketRow,
  recordNumber,
  requireStatus,
  requireType,
  type TicketChange,
} from '../tickets.ts';
import { longestSummary } from '../transform.ts';

type Update = DirectCapability<CapabilityInput<'ticket.update'>, CapabilityOutput<'ticket.update'>, PsaContext>;

export const updateTicket: Update = {
  async run(context, input) {
    const ticket = recordNumber(input.ticket, 'ticket');
    const changes: TicketChange[] = [];
    if (input.title !== undefined) changes.push(titleChange(input.title));
    if (input.status !== undefined) changes.push(await statusChange(context, input.ticket, input.status));
    if (input.priority !== undefined) {
      const { id } = await requirePriority(context, input.priority);
      changes.push({ path: 'priority', value: { id }, words: 'priority', isIn: (row) => row.priority?.id === id });
    }
    if (input.category !== undefined) changes.push(await categoryChange(context, input.ticket, input.category));
    if (changes.length === 0)
      throw new ConnectorError('invalid-input', 'Nothing to change: give a title, a status, a priority or a category.');
    return asTicket(context, await changeTicket(context, ticket, changes, false));
  },
};

function titleChange(title: string): TicketChange {
  if (title.length > longestSummary) {
    throw new ConnectorError(
      'invalid-input',
      `A ConnectWise ticket title holds ${longestSummary} letters, this one has ${title.length}.`,
    );
  }
  return { path: 'summary', value: title, words: 'title', isIn: (row) => row.summary?.trim() === title.trim() };
}

async function statusChange(context: PsaContext, ticket: string, wanted: string): Promise<TicketChange> {
  const board = await boardOf(context, ticket);
  const status = requireStatus(context, await listBoardStatuses(context, board.id), wanted, board);
  return { path: 'status', value: { id: status.id }, words: 'status', isIn: (row) => row.status.id === status.id };
}

async function categoryChange(context: PsaContext, ticket: string, wanted: string): Promise<TicketChange> {
  const { id } = await requireType(context, await boardOf(context, ticket), wanted);
  return { path: 'type', value: { id }, words: 'type', isIn: (row) => row.type?.id === id };
}

async function boardOf(context: PsaContext, ticket: string) {
  const { board } = await readTicketRow(context, ticket);
  if (board) return board;
  throw new ConnectorError('bad-answer', `ConnectWise does not tell the board of ticket ${ticket}.`);
}
