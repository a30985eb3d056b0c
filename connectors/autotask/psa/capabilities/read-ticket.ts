// ticket.read
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { AutotaskContext } from '../auth.ts';
import { readTicketNoun } from '../tickets.ts';

type Read = DirectCapability<CapabilityInput<'ticket.read'>, CapabilityOutput<'ticket.read'>, AutotaskContext>;

export const readTicket: Read = { run: (context, input) => readTicketNoun(context, input.ticket) };
