// ticket.assign. The owner, by member number or by handle; a colleague who only helps is a schedule entry, not this.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { PsaContext } from '../client.ts';
import { asTicket, changeTicket, recordNumber, type TicketChange } from '../tickets.ts';

type Assign = DirectCapability<CapabilityInput<'ticket.assign'>, CapabilityOutput<'ticket.assign'>, PsaContext>;

export const assignTicket: Assign = {
  async run(context, input) {
    const ticket = recordNumber(input.ticket, 'ticket');
    return asTicket(context, await changeTicket(context, ticket, [ownerChange(input.member)], false));
  },
};

function ownerChange(member: string): TicketChange {
  const base = { path: 'owner' as const, words: 'owner' };
  if (/^\d+$/.test(member)) {
    const id = recordNumber(member, 'member');
    return { ...base, value: { id }, isIn: (row) => row.owner?.id === id };
  }
  const handle = member.toLowerCase();
  return { ...base, value: { identifier: member }, isIn: (row) => row.owner?.identifier?.toLowerCase() === handle };
}
