// ticket.read: one call; the first comment is the description.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { AteraContext } from '../auth.ts';
import { toTicket } from '../ticket-transform.ts';
import { readTicketRow } from '../tickets.ts';

export const readTicket = async (
  context: AteraContext,
  input: CapabilityInput<'ticket.read'>,
): Promise<CapabilityOutput<'ticket.read'>> => toTicket(await readTicketRow(context, input.ticket), context.mapping);
