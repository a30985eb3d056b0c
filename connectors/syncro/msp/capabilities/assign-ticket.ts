// ticket.assign: to a user by id.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { SyncroContext } from '../auth.ts';
import { changeTicket } from '../tickets.ts';

export const assignTicket = (
  context: SyncroContext,
  input: CapabilityInput<'ticket.assign'>,
): Promise<CapabilityOutput<'ticket.assign'>> =>
  changeTicket(
    context,
    input.ticket,
    { user_id: Number(numberPart(input.member, 'Syncro user')) },
    'assign the ticket',
  );
