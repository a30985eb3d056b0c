// ticket.update and ticket.assign.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { pickPriority, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { AteraContext } from '../auth.ts';
import { priorities } from '../ticket-transform.ts';
import { changeTicket, readStatuses } from '../tickets.ts';
import { ticketType } from './list-setup.ts';

export async function updateTicket(
  context: AteraContext,
  input: CapabilityInput<'ticket.update'>,
): Promise<CapabilityOutput<'ticket.update'>> {
  const { mapping } = context;
  const status = input.status ? pickStatus(await readStatuses(context), input.status, { mapping, board: null }) : null;
  const priority = input.priority ? pickPriority(priorities, input.priority, mapping) : null;
  const change = {
    ...(input.title === undefined ? {} : { TicketTitle: input.title }),
    ...(status ? { TicketStatus: status.name } : {}),
    ...(priority ? { TicketPriority: priority.name } : {}),
    ...(input.category ? { TicketType: ticketType(input.category, mapping) } : {}),
  };
  if (Object.keys(change).length === 0) throw new ConnectorError('invalid-input', 'Nothing to change was given.');
  return changeTicket(context, input.ticket, change, 'update the ticket');
}

export const assignTicket = (
  context: AteraContext,
  input: CapabilityInput<'ticket.assign'>,
): Promise<CapabilityOutput<'ticket.assign'>> => {
  const technician = input.member.includes('@')
    ? { TechnicianEmail: input.member }
    : { TechnicianContactID: Number(numberPart(input.member, 'Atera technician')) };
  return changeTicket(context, input.ticket, technician, 'assign the ticket');
};
