// ticket.read.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { BmsContext } from '../client.ts';
import { ticketFacts } from '../setup.ts';
import { readTicketRow } from '../tickets.ts';
import { toTicket } from '../transform.ts';

type Read = DirectCapability<CapabilityInput<'ticket.read'>, CapabilityOutput<'ticket.read'>, BmsContext>;

export const readTicket: Read = {
  async run(context, input) {
    const row = await readTicketRow(context, input.ticket);
    return toTicket(row, await ticketFacts(context));
  },
};
