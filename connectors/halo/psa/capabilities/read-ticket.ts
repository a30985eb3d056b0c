// ticket.read.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { HaloContext } from '../client.ts';
import { asTicket, readTicketRow } from '../tickets.ts';

type Read = DirectCapability<CapabilityInput<'ticket.read'>, CapabilityOutput<'ticket.read'>, HaloContext>;

export const readTicket: Read = {
  run: async (context, input) => asTicket(context, await readTicketRow(context, input.ticket)),
};
