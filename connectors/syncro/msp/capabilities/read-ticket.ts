// ticket.read: one call, its comments included.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { SyncroContext } from '../auth.ts';
import { asTicket, readTicketRow } from '../tickets.ts';

export const readTicket = async (
  context: SyncroContext,
  input: CapabilityInput<'ticket.read'>,
): Promise<CapabilityOutput<'ticket.read'>> => asTicket(context, await readTicketRow(context, input.ticket));
